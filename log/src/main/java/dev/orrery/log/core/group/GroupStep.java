package dev.orrery.log.core.group;

import java.util.List;

/// What a step gives: an answer, and what must be durable before it is sent.
public record GroupStep(GroupReply reply, List<GroupChange> changes) {
  public GroupStep {
    changes = List.copyOf(changes);
  }
}
