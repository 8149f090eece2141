package dev.orrery.dns.core.resolver;

import dev.orrery.dns.core.message.ResourceRecord;
import dev.orrery.dns.core.message.ResponseCode;
import java.util.List;
import java.util.Optional;

/// What is remembered about a name.
public sealed interface CacheEntry {
  /// All records of one name and type, each with the TTL it has left.
  record Records(List<ResourceRecord> records, Trust trust) implements CacheEntry {
    public Records {
      records = List.copyOf(records);
    }
  }

  /// Nothing is there (RFC 2308): of no type when `code` is NXDOMAIN, of one type when it is
  /// NOERROR.
  ///
  /// @param authority the SOA that said so, with the TTL it has left
  record Absent(ResponseCode code, Optional<ResourceRecord> authority) implements CacheEntry {}

  /// It could not be found out (RFC 9520).
  record Failed(String reason) implements CacheEntry {}
}
