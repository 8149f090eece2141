package dev.orrery.apigateway.core.admission;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Whose word about the client's address is taken: the proxies of our own that stand before us.
///
/// A proxy adds the address it saw at the end of `X-Forwarded-For`; what stands before that is what
/// the client wrote itself. So of the field the last address counts, and only when the connection
/// it came on is from a proxy listed here. From anybody else the field is a claim, with which one
/// caller could pass for as many as it likes. Immutable.
public final class TrustedProxies {
  private final List<Prefix> prefixes;

  private record Prefix(InetAddress start, int bits) {
    boolean holds(InetAddress other) {
      byte[] mine = start.getAddress();
      byte[] theirs = other.getAddress();
      if (theirs.length != mine.length) {
        return false;
      }
      int whole = bits / Byte.SIZE;
      int rest = bits % Byte.SIZE;
      return Arrays.equals(mine, 0, whole, theirs, 0, whole)
          && (rest == 0 || ((mine[whole] ^ theirs[whole]) & 0xff) >>> (Byte.SIZE - rest) == 0);
    }
  }

  /// @param prefixes addresses, or ranges of them in CIDR notation (RFC 4632): `10.0.0.0/8`, `::1`
  /// @throws IllegalArgumentException naming the one that is neither
  public TrustedProxies(List<String> prefixes) {
    List<Prefix> parsed = new ArrayList<>();
    for (String text : prefixes) {
      int slash = text.indexOf('/');
      InetAddress address =
          literal(slash < 0 ? text : text.substring(0, slash)).orElseThrow(() -> malformed(text));
      int all = address.getAddress().length * Byte.SIZE;
      int bits = slash < 0 ? all : number(text, text.substring(slash + 1));
      if (bits < 0 || bits > all) {
        throw malformed(text);
      }
      parsed.add(new Prefix(address, bits));
    }
    this.prefixes = List.copyOf(parsed);
  }

  private static int number(String text, String digits) {
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException malformed) {
      throw malformed(text);
    }
  }

  private static IllegalArgumentException malformed(String text) {
    return new IllegalArgumentException(
        "'" + text + "' is neither an address nor a range such as 10.0.0.0/8");
  }

  private static Optional<InetAddress> literal(String text) {
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException none) {
      return Optional.empty();
    }
  }

  /// The client's address.
  ///
  /// @param peer whom the connection is from
  /// @param forwardedFor the values of `X-Forwarded-For`, in the order they came
  public String client(InetAddress peer, List<String> forwardedFor) {
    if (forwardedFor.isEmpty() || prefixes.stream().noneMatch(prefix -> prefix.holds(peer))) {
      return peer.getHostAddress();
    }
    String all = forwardedFor.getLast();
    return literal(all.substring(all.lastIndexOf(',') + 1).strip()).orElse(peer).getHostAddress();
  }
}
