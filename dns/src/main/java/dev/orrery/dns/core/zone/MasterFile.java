package dev.orrery.dns.core.zone;

import dev.orrery.dns.core.message.MalformedMessageException;
import dev.orrery.dns.core.message.Name;
import dev.orrery.dns.core.message.Octets;
import dev.orrery.dns.core.message.Rdata;
import dev.orrery.dns.core.message.RecordType;
import dev.orrery.dns.core.message.ResourceRecord;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Reads the master-file text of RFC 1035 §5: `$ORIGIN`, `$TTL`, `@`, a blank owner for "as
/// before", TTLs with units (`1h30m`), and the generic form of RFC 3597 for any type (`TYPE65300 \#
/// 4 deadbeef`). `$INCLUDE` is refused. The text's form (comments, quotes, parentheses) is the
/// [MasterFileLexer]'s matter.
public final class MasterFile {
  private static final long DEFAULT_TTL = 3_600;
  private static final int MAXIMUM_16_BITS = 0xffff;
  private static final long MAXIMUM_32_BITS = 0xffff_ffffL;

  private final String source;
  private Name origin;
  private Name owner;
  private long ttl = DEFAULT_TTL;
  private int line;

  private MasterFile(String source, Name origin) {
    this.source = source;
    this.origin = origin;
    this.owner = origin;
  }

  /// The records of `text`, in its order.
  ///
  /// @param source what errors call the text, e.g. a file's name
  /// @param origin what relative names are relative to
  /// @throws ZoneException naming source and line
  public static List<ResourceRecord> read(String text, String source, Name origin) {
    return new MasterFile(source, origin).records(text);
  }

  private List<ResourceRecord> records(String text) {
    List<ResourceRecord> records = new ArrayList<>();
    for (MasterFileLexer.Entry entry : MasterFileLexer.entries(text, source)) {
      line = entry.line();
      try {
        Fields fields = new Fields(entry.tokens());
        switch (fields.peek()) {
          case "$ORIGIN" -> origin = fields.skip().name();
          case "$TTL" -> ttl = seconds(fields.skip().word());
          case "$INCLUDE" -> throw refuse("$INCLUDE is not supported");
          default -> records.add(record(fields, entry.ownerGiven()));
        }
        fields.end();
      } catch (IllegalArgumentException bad) {
        throw refuse(String.valueOf(bad.getMessage()));
      }
    }
    return records;
  }

  private ZoneException refuse(String why) {
    return new ZoneException(source + ":" + line + ": " + why);
  }

  private ResourceRecord record(Fields fields, boolean ownerGiven) {
    if (ownerGiven) {
      owner = fields.name();
    }
    long recordTtl = ttl;
    while (true) {
      String word = fields.word();
      String upper = word.toUpperCase(Locale.ROOT);
      Optional<RecordType> type = RecordType.named(upper);
      if (type.isPresent() && !type.get().isMeta() && !type.get().equals(RecordType.ANY)) {
        return ResourceRecord.of(owner, type.get(), recordTtl, data(type.get(), fields));
      }
      if (Character.isDigit(word.charAt(0))) {
        recordTtl = seconds(word);
      } else if (!upper.equals("IN")) {
        throw new IllegalArgumentException("`" + word + "` is no record type known here");
      }
    }
  }

  private Rdata data(RecordType type, Fields fields) {
    if (fields.peek().equals("\\#")) {
      return generic(type, fields.skip());
    }
    return switch (type.code()) {
      case 1 -> Rdata.A.of(Inet4Address.ofLiteral(dottedQuad(fields.word())));
      case 28 ->
          Rdata.Aaaa.of(
              Inet6Address.ofLiteral(colonned(fields.word())) instanceof Inet6Address v6
                  ? v6
                  : mapped());
      case 2 -> new Rdata.Ns(fields.name());
      case 5 -> new Rdata.Cname(fields.name());
      case 12 -> new Rdata.Ptr(fields.name());
      case 6 ->
          new Rdata.Soa(
              fields.name(),
              fields.name(),
              fields.number(MAXIMUM_32_BITS),
              seconds(fields.word()),
              seconds(fields.word()),
              seconds(fields.word()),
              seconds(fields.word()));
      case 15 -> new Rdata.Mx(fields.number16(), fields.name());
      case 33 ->
          new Rdata.Srv(fields.number16(), fields.number16(), fields.number16(), fields.name());
      case 16 -> new Rdata.Txt(fields.strings());
      default ->
          throw new IllegalArgumentException(
              "data of " + type + " must be written as \\# length hex");
    };
  }

  private static Inet6Address mapped() {
    throw new IllegalArgumentException("an IPv4 address belongs into A");
  }

  private static String dottedQuad(String word) {
    if (!word.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}")) {
      throw new IllegalArgumentException("`" + word + "` is no IPv4 address");
    }
    return word;
  }

  private static String colonned(String word) {
    if (!word.contains(":") || word.contains("%")) {
      throw new IllegalArgumentException("`" + word + "` is no IPv6 address");
    }
    return word;
  }

  private static Rdata generic(RecordType type, Fields fields) {
    int length = fields.number16();
    byte[] octets = HexFormat.of().parseHex(fields.rest());
    if (octets.length != length) {
      throw new IllegalArgumentException("\\# " + length + ", but " + octets.length + " octets");
    }
    try {
      return Rdata.decode(type, octets);
    } catch (MalformedMessageException malformed) {
      throw new IllegalArgumentException("no data of " + type + ": " + malformed.getMessage());
    }
  }

  /// Seconds, or sums of weeks, days, hours, minutes and seconds such as `1h30m`.
  static long seconds(String word) {
    long total = 0;
    long number = -1;
    for (char c : word.toLowerCase(Locale.ROOT).toCharArray()) {
      if (c >= '0' && c <= '9') {
        number = Math.max(number, 0) * 10 + c - '0';
      } else {
        long unit =
            switch (c) {
              case 's' -> 1;
              case 'm' -> 60;
              case 'h' -> 3_600;
              case 'd' -> 86_400;
              case 'w' -> 604_800;
              default -> -1;
            };
        if (unit < 0 || number < 0) {
          throw new IllegalArgumentException("`" + word + "` is no time");
        }
        total += number * unit;
        number = -1;
      }
      if (total > MAXIMUM_32_BITS || number > MAXIMUM_32_BITS) {
        throw new IllegalArgumentException("`" + word + "` is more than 32 bits of seconds");
      }
    }
    long sum = total + Math.max(number, 0);
    if (word.isEmpty() || sum > ResourceRecord.MAXIMUM_TTL) {
      throw new IllegalArgumentException("a time is 0 to 2147483647 seconds, not `" + word + "`");
    }
    return sum;
  }

  /// The fields of one entry, taken from the left.
  private final class Fields {
    private final List<MasterFileLexer.Token> tokens;
    private int next;

    Fields(List<MasterFileLexer.Token> tokens) {
      this.tokens = tokens;
    }

    String peek() {
      return next < tokens.size() && !tokens.get(next).quoted() ? tokens.get(next).text() : "";
    }

    Fields skip() {
      next++;
      return this;
    }

    String word() {
      if (next == tokens.size()) {
        throw new IllegalArgumentException("the entry ends too soon");
      }
      MasterFileLexer.Token token = tokens.get(next++);
      if (token.quoted() || token.text().isEmpty()) {
        throw new IllegalArgumentException("a quoted string does not belong here");
      }
      return token.text();
    }

    Name name() {
      return Name.of(word(), origin);
    }

    long number(long maximum) {
      String word = word();
      if (!word.matches("[0-9]{1,10}") || Long.parseLong(word) > maximum) {
        throw new IllegalArgumentException(
            "a number from 0 to " + maximum + " belongs here, not `" + word + "`");
      }
      return Long.parseLong(word);
    }

    int number16() {
      return (int) number(MAXIMUM_16_BITS);
    }

    List<Octets> strings() {
      List<Octets> strings = new ArrayList<>();
      while (next < tokens.size()) {
        strings.add(tokens.get(next++).octets());
      }
      return strings;
    }

    String rest() {
      StringBuilder rest = new StringBuilder();
      while (next < tokens.size()) {
        rest.append(word());
      }
      return rest.toString();
    }

    void end() {
      if (next < tokens.size()) {
        throw new IllegalArgumentException("too much: `" + tokens.get(next).text() + "`");
      }
    }
  }
}
