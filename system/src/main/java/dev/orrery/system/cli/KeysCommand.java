package dev.orrery.system.cli;

import dev.orrery.runtime.config.KeyReference;
import dev.orrery.runtime.rpc.RpcTls;
import dev.orrery.runtime.telemetry.TelemetryConfig;
import dev.orrery.system.model.Catalog;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `./orrery keys`: the generated reference of configuration keys.
@Command(
    name = "keys",
    mixinStandardHelpOptions = true,
    description = "Lists every configuration key with its default.")
final class KeysCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    SequencedMap<String, String> keys = new TreeMap<>();
    new Catalog()
        .kinds()
        .values()
        .forEach(kind -> keys.putAll(KeyReference.of(kind.section(), kind.configuration())));
    keys.putAll(KeyReference.of("telemetry", TelemetryConfig.class));
    keys.putAll(KeyReference.of("rpc", RpcTls.class));
    keys.put(
        "components.NAME",
        "default embedded; or grpc://HOST:PORT of an implementation of its contract");
    keys.put(
        "neighbours.dns", "default (empty); HOST:PORT of the model's DNS server, for ./orrery run");
    keys.put("neighbours.targets.NAME", "HOST:PORT of a component, instead of a look-up");
    keys.forEach((key, description) ->
        System.out.println(String.format(Locale.ROOT, "%-40s %s", key, description)));
    return 0;
  }
}
