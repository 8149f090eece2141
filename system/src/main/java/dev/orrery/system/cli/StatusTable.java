package dev.orrery.system.cli;

import dev.orrery.system.v1.InstanceStatus;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Prints how instances are.
final class StatusTable {
  private StatusTable() {}

  static void print(Console console, List<InstanceStatus> statuses) {
    console.line(
        console.bold(
            String.format(
                Locale.ROOT,
                "%-16s %-14s %-10s %s",
                "instance",
                "component",
                "state",
                "endpoints")));
    for (InstanceStatus status : statuses) {
      String state = status.getState().name().substring("STATE_".length()).toLowerCase(Locale.ROOT);
      String endpoints =
          status.getEndpointsList().stream()
              .map(endpoint ->
                  endpoint.getName() + "=" + endpoint.getHost() + ":" + endpoint.getPort())
              .collect(Collectors.joining("  "));
      String faults =
          (status.getSlowMillis() > 0 ? "  slowed by " + status.getSlowMillis() + " ms" : "")
              + (status.getPartitioned() ? "  partitioned" : "")
              + (status.getDetail().isEmpty() ? "" : "  " + status.getDetail());
      console.line(
          String.format(
              Locale.ROOT,
              "%-16s %-14s %-10s %s%s",
              status.getInstance(),
              status.getComponent(),
              state,
              endpoints,
              faults));
    }
  }
}
