package dev.orrery.system.model;

import dev.orrery.runtime.config.ConfigurationException;
import dev.orrery.runtime.config.Default;
import dev.orrery.runtime.config.Doc;
import dev.orrery.runtime.rpc.Neighbours;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;

/// Section `neighbours`: how a component that runs alone finds the others.
public record NeighboursConfig(
    @Default("") @Doc("HOST:PORT of the model's DNS server; empty means none") String dns,
    @Doc("HOST:PORT by service name, instead of a look-up") Map<String, String> targets) {
  public static final String SECTION = "neighbours";

  Neighbours neighbours(String zone) {
    Optional<InetSocketAddress> address =
        dns.isEmpty() ? Optional.empty() : Optional.of(address(dns));
    return new Neighbours(() -> address, zone, targets);
  }

  private static InetSocketAddress address(String text) {
    int colon = text.lastIndexOf(':');
    try {
      return new InetSocketAddress(
          text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    } catch (IndexOutOfBoundsException | IllegalArgumentException malformed) {
      throw new ConfigurationException("neighbours.dns is \"" + text + "\", expected HOST:PORT");
    }
  }
}
