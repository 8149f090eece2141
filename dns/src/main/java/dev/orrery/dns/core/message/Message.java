package dev.orrery.dns.core.message;

import java.util.List;
import java.util.Optional;

/// A whole message. OPT is not among `additional`: it is `edns`.
public record Message(
    Header header,
    List<Question> questions,
    List<ResourceRecord> answers,
    List<ResourceRecord> authority,
    List<ResourceRecord> additional,
    Optional<Edns> edns) {
  public Message {
    questions = List.copyOf(questions);
    answers = List.copyOf(answers);
    authority = List.copyOf(authority);
    additional = List.copyOf(additional);
  }

  /// A query for one name, as a client without recursion wishes sends it.
  public static Message query(int id, Name name, RecordType type) {
    return new Message(
        new Header(id, 0),
        List.of(new Question(name, type, ResourceRecord.INTERNET)),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty());
  }

  /// A message that carries nothing but a header, the questions, and OPT where the peer sent one.
  public static Message bare(Header header, List<Question> questions, Optional<Edns> edns) {
    return new Message(header, questions, List.of(), List.of(), List.of(), edns);
  }
}
