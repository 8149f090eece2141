package dev.orrery.dns.core.resolver;

import dev.orrery.dns.core.message.Name;
import dev.orrery.dns.core.message.Rdata;

/// A name server at one of its addresses.
///
/// @param address A or AAAA
public record ServerAddress(Name name, Rdata address) {
  @Override
  public String toString() {
    return name + " (" + address + ")";
  }
}
