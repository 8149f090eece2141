package dev.orrery.dns.core.query;

import dev.orrery.dns.core.message.Header;
import dev.orrery.dns.core.message.Message;
import dev.orrery.dns.core.message.Name;
import dev.orrery.dns.core.message.Question;
import dev.orrery.dns.core.message.RecordType;
import dev.orrery.dns.core.message.ResponseCode;
import dev.orrery.dns.core.query.QueryProcessor.Response;
import dev.orrery.dns.core.query.QueryProcessor.Transport;
import dev.orrery.dns.core.resolver.Resolution;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Answers the queries of clients that wish recursion, by asking a resolver. Thread-safe if the
/// resolver is.
public final class RecursiveProcessor implements QueryHandler {
  private final Resolving resolver;

  /// Resolves one question after another, many at a time.
  @FunctionalInterface
  public interface Resolving {
    /// @param answer is called exactly once, on any thread
    void resolve(Name name, RecordType type, Consumer<Resolution> answer);
  }

  public RecursiveProcessor(Resolving resolver) {
    this.resolver = resolver;
  }

  @Override
  public void handle(
      byte[] packet, int length, Transport transport, Consumer<Optional<Response>> reply) {
    switch (QueryIntake.read(packet, length, transport)) {
      case QueryIntake.Nothing _ -> reply.accept(Optional.empty());
      case QueryIntake.Refusal(Response refusal) -> reply.accept(Optional.of(refusal));
      case QueryIntake.Query(Message query) -> resolve(query, transport, reply);
    }
  }

  private void resolve(Message query, Transport transport, Consumer<Optional<Response>> reply) {
    Question question = query.questions().getFirst();
    if (!query.header().has(Header.RECURSION_DESIRED)) {
      // There is nothing here but what was found for others, and that is theirs.
      reply.accept(Optional.of(QueryIntake.refuse(query, ResponseCode.REFUSED, transport)));
    } else if (question.type().equals(RecordType.ANY)) {
      reply.accept(Optional.of(QueryIntake.refuse(query, ResponseCode.NOTIMP, transport)));
    } else {
      resolver.resolve(
          question.name(),
          question.type(),
          resolution -> reply.accept(Optional.of(response(query, resolution, transport))));
    }
  }

  private static Response response(Message query, Resolution resolution, Transport transport) {
    Message response =
        new Message(
            query.header().answer(resolution.code(), false).with(Header.RECURSION_AVAILABLE),
            query.questions(),
            resolution.answers(),
            resolution.authority().map(List::of).orElse(List.of()),
            List.of(),
            QueryIntake.edns(query, resolution.code()));
    return QueryIntake.encode(response, resolution.code(), QueryIntake.limit(query, transport));
  }
}
