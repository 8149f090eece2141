package dev.orrery.dns.core.message;

/// One record.
///
/// @param recordClass [#INTERNET], or whatever stood on the wire
/// @param ttl seconds it may be cached, 0 to [#MAXIMUM_TTL]
public record ResourceRecord(Name name, RecordType type, int recordClass, long ttl, Rdata data) {
  /// Class IN.
  public static final int INTERNET = 1;

  /// RFC 2181 §8.
  public static final long MAXIMUM_TTL = 0x7fff_ffffL;

  /// A record of class IN.
  public static ResourceRecord of(Name name, RecordType type, long ttl, Rdata data) {
    return new ResourceRecord(name, type, INTERNET, ttl, data);
  }

  /// The address record of `address`: A or AAAA.
  public static ResourceRecord address(Name name, long ttl, java.net.InetAddress address) {
    Rdata data = Rdata.address(address);
    return of(name, data instanceof Rdata.A ? RecordType.A : RecordType.AAAA, ttl, data);
  }

  public ResourceRecord withName(Name newName) {
    return new ResourceRecord(newName, type, recordClass, ttl, data);
  }

  public ResourceRecord withTtl(long newTtl) {
    return new ResourceRecord(name, type, recordClass, newTtl, data);
  }

  @Override
  public String toString() {
    return name + " " + ttl + " IN " + type + " " + data;
  }
}
