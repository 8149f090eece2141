package dev.orrery.runtime.http;

import java.io.IOException;
import java.util.function.BiConsumer;

/// One request and its answer: what runs on the virtual thread.
record Exchange(
    Application application,
    HttpRequest request,
    ResponseChannel channel,
    BiConsumer<HttpRequest, Throwable> failureListener)
    implements Runnable {

  private static final Thread.Builder.OfVirtual THREADS = Thread.ofVirtual().name("http-request");

  void start() {
    // The task ends with the request; a failure is told to the client and to the listener, so
    // nobody waits for the thread.
    Thread thread = THREADS.unstarted(this);
    thread.start();
  }

  @Override
  public void run() {
    try {
      deliver(application.handle(request));
    } catch (RuntimeException | Error failed) {
      channel.abort();
      failureListener.accept(request, failed);
    }
  }

  private void deliver(HttpResponse response) {
    switch (response.body()) {
      case HttpResponse.Body.Bytes bytes -> channel.send(request, response, bytes.content());
      case HttpResponse.Body.Stream(BodyWriter writer, long length) ->
          stream(response, writer, length);
      case HttpResponse.Body.Upgrade(WebSocketHandler handler) -> {
        if (!channel.upgrade(request, handler)) {
          Problem problem = Problem.of(426, "WebSocket needs HTTP/1.1 and version 13 of RFC 6455");
          HttpResponse refused = HttpResponse.problem(problem);
          refused.header("Upgrade", "websocket").header("Sec-WebSocket-Version", "13");
          channel.send(request, refused, problem.json());
        }
      }
    }
  }

  private void stream(HttpResponse response, BodyWriter writer, long length) {
    channel.sendHead(request, response, length);
    if (request.method().equals("HEAD") || HttpStatus.hasNoContent(response.status())) {
      channel.finish();
      return;
    }
    StreamedBody out = new StreamedBody(channel, length);
    try {
      writer.write(out);
      out.finish();
    } catch (IOException gone) {
      // Mostly a client that left: no defect of ours, and the only one to tell is the client
      // itself.
      request.failed(gone);
      channel.abort();
    } catch (Exception failed) {
      request.failed(failed);
      channel.abort();
      failureListener.accept(request, failed);
    } finally {
      out.release();
    }
  }
}
