package dev.orrery.tracing.edge.http;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.util.JsonFormat;
import dev.orrery.primitives.ports.Time;
import dev.orrery.runtime.http.HttpProblemException;
import dev.orrery.runtime.http.HttpRequest;
import dev.orrery.runtime.http.HttpResponse;
import dev.orrery.runtime.http.HttpServer;
import dev.orrery.tracing.core.view.Answers;
import dev.orrery.tracing.v1.FindLogsRequest;
import dev.orrery.tracing.v1.FindTracesRequest;
import dev.orrery.tracing.v1.GetSignalsRequest;
import dev.orrery.tracing.v1.GetTraceResponse;
import dev.orrery.tracing.v1.Level;
import java.util.Locale;
import java.util.concurrent.Callable;

/// `GET /traces/{id}`, `/traces`, `/logs`, `/graph`, `/signals`: the contract's answers in the JSON
/// mapping of proto3 (64-bit numbers are strings there). A malformed parameter is 400, a trace that
/// is not kept 404, both as problem documents.
public final class JsonRoutes {
  private static final JsonFormat.Printer JSON =
      JsonFormat.printer().alwaysPrintFieldsWithNoPresence();

  private final Answers answers;
  private final Time time;

  public JsonRoutes(Answers answers, Time time) {
    this.answers = answers;
    this.time = time;
  }

  public void addTo(HttpServer.Builder server) {
    server
        .route("GET", "/traces", request -> json(answers.traces(traceQuery(request))))
        .route("GET", "/traces/{id}", request -> json(trace(answers, request)))
        .route("GET", "/logs", request -> json(checked(() -> answers.logs(logQuery(request)))))
        .route("GET", "/graph", request -> json(answers.graph()))
        .route("GET", "/signals", request -> json(signals(request)));
  }

  /// The trace of the path, or a problem.
  static GetTraceResponse trace(Answers answers, HttpRequest request) {
    String id = request.pathParameter("id");
    return checked(() -> answers.trace(id))
        .orElseThrow(() -> new HttpProblemException(404, "no span of trace " + id + " is kept"));
  }

  static FindTracesRequest traceQuery(HttpRequest request) {
    return FindTracesRequest.newBuilder()
        .setService(request.query("service").orElse(""))
        .setOperation(request.query("operation").orElse(""))
        .setMinDurationNanos(number(request, "minDurationNanos"))
        .setSinceNanos(number(request, "sinceNanos"))
        .setErrorsOnly(Boolean.parseBoolean(request.query("errors").orElse("false")))
        .setLimit(limit(request))
        .build();
  }

  private static FindLogsRequest logQuery(HttpRequest request) {
    return FindLogsRequest.newBuilder()
        .setTraceId(request.query("trace").orElse(""))
        .setService(request.query("service").orElse(""))
        .setText(request.query("text").orElse(""))
        .setSinceNanos(number(request, "sinceNanos"))
        .setMinLevel(request.query("level").map(JsonRoutes::level).orElse(Level.LEVEL_UNSPECIFIED))
        .setLimit(limit(request))
        .build();
  }

  private MessageOrBuilder signals(HttpRequest request) {
    GetSignalsRequest.Builder question = GetSignalsRequest.newBuilder();
    question.setWindowMillis(number(request, "windowMillis"));
    return answers.signals(question.build(), time.monotonicNanos());
  }

  private static Level level(String name) {
    return checked(() -> Level.valueOf("LEVEL_" + name.toUpperCase(Locale.ROOT)));
  }

  private static int limit(HttpRequest request) {
    return (int) Math.min(Integer.MAX_VALUE, number(request, "limit"));
  }

  /// A number that is not negative; 0 when it is not given.
  private static long number(HttpRequest request, String name) {
    String text = request.query(name).orElse("0");
    try {
      long number = Long.parseLong(text);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException malformed) {
      // falls through to the same refusal as a negative number
    }
    throw new HttpProblemException(400, name + " is a whole number, not negative; got: " + text);
  }

  private static <T> T checked(Callable<T> question) {
    try {
      return question.call();
    } catch (IllegalArgumentException malformed) {
      throw new HttpProblemException(400, String.valueOf(malformed.getMessage()));
    } catch (RuntimeException failure) {
      throw failure;
    } catch (Exception impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static HttpResponse json(MessageOrBuilder message) {
    try {
      return HttpResponse.of(200).json(JSON.print(message));
    } catch (InvalidProtocolBufferException unprintable) {
      throw new IllegalStateException(unprintable);
    }
  }
}
