package dev.orrery.dns.core.message;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/// What a record says. One form for each type that is understood, and [Opaque] for all others,
/// which are kept octet for octet (RFC 3597). `toString` is the master-file text.
public sealed interface Rdata {
  /// An IPv4 address, 32 bits in network order (RFC 1035 §3.4.1).
  record A(int address) implements Rdata {
    public static A of(Inet4Address address) {
      byte[] octets = address.getAddress();
      int bits = 0;
      for (byte octet : octets) {
        bits = (bits << 8) | (octet & 0xff);
      }
      return new A(bits);
    }

    @Override
    public String toString() {
      return (address >>> 24)
          + "."
          + (address >>> 16 & 0xff)
          + "."
          + (address >>> 8 & 0xff)
          + "."
          + (address & 0xff);
    }
  }

  /// An IPv6 address in two halves (RFC 3596).
  record Aaaa(long high, long low) implements Rdata {
    public static Aaaa of(Inet6Address address) {
      byte[] octets = address.getAddress();
      long high = 0;
      long low = 0;
      for (int i = 0; i < 8; i++) {
        high = (high << 8) | (octets[i] & 0xff);
        low = (low << 8) | (octets[8 + i] & 0xff);
      }
      return new Aaaa(high, low);
    }

    @Override
    public String toString() {
      byte[] octets = new byte[16];
      for (int i = 0; i < 8; i++) {
        octets[i] = (byte) (high >>> (56 - 8 * i));
        octets[8 + i] = (byte) (low >>> (56 - 8 * i));
      }
      try {
        // The scope-free form, else a mapped address would come back as IPv4.
        return Inet6Address.getByAddress("", octets, -1).getHostAddress();
      } catch (UnknownHostException impossible) {
        throw new IllegalStateException(impossible);
      }
    }
  }

  /// A name server of the zone or the delegation.
  record Ns(Name server) implements Rdata {
    @Override
    public String toString() {
      return server.toString();
    }
  }

  /// The canonical name behind an alias.
  record Cname(Name target) implements Rdata {
    @Override
    public String toString() {
      return target.toString();
    }
  }

  record Ptr(Name target) implements Rdata {
    @Override
    public String toString() {
      return target.toString();
    }
  }

  /// Start of authority. All numbers are unsigned 32-bit; times in seconds. `minimum` bounds how
  /// long a negative answer is kept (RFC 2308 §4).
  record Soa(
      Name primary, Name mailbox, long serial, long refresh, long retry, long expire, long minimum)
      implements Rdata {
    public Soa withSerial(long newSerial) {
      return new Soa(primary, mailbox, newSerial, refresh, retry, expire, minimum);
    }

    @Override
    public String toString() {
      return primary + " " + mailbox + " " + serial + " " + refresh + " " + retry + " " + expire
          + " " + minimum;
    }
  }

  /// A mail exchanger; the smallest preference is tried first.
  record Mx(int preference, Name exchange) implements Rdata {
    @Override
    public String toString() {
      return preference + " " + exchange;
    }
  }

  /// One or more strings of at most 255 octets.
  record Txt(List<Octets> strings) implements Rdata {
    /// Octets of one string.
    public static final int MAXIMUM_STRING = 255;

    public Txt {
      strings = List.copyOf(strings);
      if (strings.isEmpty()) {
        throw new IllegalArgumentException("TXT needs a string, if an empty one");
      }
      for (Octets string : strings) {
        if (string.length() > MAXIMUM_STRING) {
          throw new IllegalArgumentException(
              "a TXT string has at most 255 octets, not " + string.length());
        }
      }
    }

    @Override
    public String toString() {
      return strings.stream().map(Octets::toString).collect(Collectors.joining(" "));
    }
  }

  /// Where a service listens (RFC 2782).
  record Srv(int priority, int weight, int port, Name target) implements Rdata {
    @Override
    public String toString() {
      return priority + " " + weight + " " + port + " " + target;
    }
  }

  /// Data of a type that is not understood.
  record Opaque(Octets octets) implements Rdata {
    @Override
    public String toString() {
      return "\\# "
          + octets.length()
          + (octets.length() == 0 ? "" : " " + HexFormat.of().formatHex(octets.toArray()));
    }
  }

  /// Decodes data that stands alone, without names compressed.
  ///
  /// @throws MalformedMessageException when the octets are no data of that type
  static Rdata decode(RecordType type, byte[] octets) throws MalformedMessageException {
    return MessageDecoder.data(type, octets);
  }

  /// The A or AAAA data of an address.
  static Rdata address(InetAddress address) {
    return address instanceof Inet4Address v4 ? A.of(v4) : Aaaa.of((Inet6Address) address);
  }
}
