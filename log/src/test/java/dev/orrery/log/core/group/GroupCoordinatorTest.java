package dev.orrery.log.core.group;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.log.core.group.GroupReply.Reason;
import dev.orrery.log.core.partition.TopicPartition;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The steps of a rebalance, one by one.
class GroupCoordinatorTest {
  private static final TopicPartition P0 = new TopicPartition("t", 0);
  private static final TopicPartition P1 = new TopicPartition("t", 1);

  private final GroupCoordinator coordinator =
      new GroupCoordinator(new StickyAssignor(), CoordinatorOptions.DEFAULTS);
  private long now;

  @BeforeEach
  void aTopicOfTwoPartitions() {
    coordinator.step(new GroupInput.TopicCreated("t", 2), now);
  }

  @Test
  void aPartitionIsGivenOnlyAfterItsOwnerHasLetGo() {
    int first = assigned(heartbeat("a", 0, Set.of()), P0, P1);
    int waiting = assigned(heartbeat("b", 0, Set.of()));
    int revoked = assigned(heartbeat("a", first, Set.of(P0, P1)), P0);
    assertThat(revoked).isGreaterThan(first);
    assigned(heartbeat("b", waiting, Set.of()));
    assigned(heartbeat("a", revoked, Set.of(P0, P1)), P0);
    assigned(heartbeat("b", waiting, Set.of()));
    assigned(heartbeat("a", revoked, Set.of(P0)), P0);
    assigned(heartbeat("b", waiting, Set.of()), P1);
  }

  @Test
  void aLostAnswerIsGivenAgainAndLetsGoOfNothing() {
    int first = assigned(heartbeat("a", 0, Set.of()), P0, P1);
    int waiting = assigned(heartbeat("b", 0, Set.of()));
    int revoked = assigned(heartbeat("a", first, Set.of(P0, P1)), P0);
    assertThat(assigned(heartbeat("a", first, Set.of()), P0)).isEqualTo(revoked);
    assigned(heartbeat("b", waiting, Set.of()));
    refused(heartbeat("b", 99, Set.of()), Reason.FENCED_MEMBER_EPOCH);
  }

  @Test
  void anOldHeartbeatArrivingLateIsFenced() {
    int first = assigned(heartbeat("a", 0, Set.of()), P0, P1);
    int waiting = assigned(heartbeat("b", 0, Set.of()));
    int revoked = assigned(heartbeat("a", first, Set.of(P0, P1)), P0);
    assigned(heartbeat("a", revoked, Set.of(P0)), P0);
    refused(heartbeat("a", first, Set.of()), Reason.FENCED_MEMBER_EPOCH);
    assigned(heartbeat("b", waiting, Set.of()), P1);
  }

  @Test
  void theSilentLoseTheirPartitionsWhenTheirSessionHasPassed() {
    int first = assigned(heartbeat("a", 0, Set.of()), P0, P1);
    int waiting = assigned(heartbeat("b", 0, Set.of()));
    now = 5_999;
    assigned(heartbeat("b", waiting, Set.of()));
    assertThat(coordinator.nextDeadline()).hasValue(6_000);
    now = 6_000;
    assigned(heartbeat("b", waiting, Set.of()), P0, P1);
    refused(heartbeat("a", first, Set.of(P0, P1)), Reason.UNKNOWN_MEMBER);
  }

  @Test
  void whoDoesNotLetGoIsFencedAndItsPartitionsFreeAfterItsSession() {
    int first = assigned(heartbeat("a", 0, Set.of()), P0, P1);
    int waiting = assigned(heartbeat("b", 0, Set.of()));
    int revoked = assigned(heartbeat("a", first, Set.of(P0, P1)), P0);
    while (now < 30_000 - 2_000) {
      now += 2_000;
      assigned(heartbeat("a", revoked, Set.of(P0, P1)), P0);
      assigned(heartbeat("b", waiting, Set.of()));
    }
    now = 30_000;
    refused(heartbeat("a", revoked, Set.of(P0, P1)), Reason.FENCED_MEMBER_EPOCH);
    assigned(heartbeat("b", waiting, Set.of()));
    now = 33_999;
    assigned(heartbeat("b", waiting, Set.of()));
    now = 34_000;
    assigned(heartbeat("b", waiting, Set.of()), P0, P1);
  }

  @Test
  void onlyTheOwnerCommits() {
    int first = assigned(heartbeat("a", 0, Set.of()), P0, P1);
    int waiting = assigned(heartbeat("b", 0, Set.of()));
    assertThat(commit("a", first, P1)).isInstanceOf(GroupReply.Done.class);
    refused(commit("b", waiting, P1), Reason.FENCED_MEMBER_EPOCH);
    refused(commit("c", 1, P1), Reason.UNKNOWN_MEMBER);
    refused(commit("", 0, P1), Reason.UNKNOWN_MEMBER);
    int revoked = assigned(heartbeat("a", first, Set.of(P0, P1)), P0);
    assertThat(commit("a", first, P1)).isInstanceOf(GroupReply.Done.class);
    assigned(heartbeat("a", revoked, Set.of(P0)), P0);
    refused(commit("a", first, P1), Reason.FENCED_MEMBER_EPOCH);
    refused(commit("a", revoked, P1), Reason.FENCED_MEMBER_EPOCH);
    assertThat(commit("a", revoked, P0)).isInstanceOf(GroupReply.Done.class);
  }

  @Test
  void outsideMembershipOffsetsAreCommittedWhileTheGroupIsEmpty() {
    assertThat(commit("", 0, P0)).isInstanceOf(GroupReply.Done.class);
    assertThat(coordinator.offsets("g")).containsEntry(P0, new CommittedOffset(7, "m"));
  }

  @Test
  void leavingFreesAtOnce() {
    int first = assigned(heartbeat("a", 0, Set.of()), P0, P1);
    int waiting = assigned(heartbeat("b", 0, Set.of()));
    step(new GroupInput.Heartbeat("g", "a", first, true, Set.of(), Set.of(), 0));
    assigned(heartbeat("b", waiting, Set.of()), P0, P1);
  }

  @Test
  void aTopicCreatedLaterIsSharedOut() {
    int first = assigned(heartbeat("a", 0, Set.of()), P0, P1);
    coordinator.step(new GroupInput.TopicCreated("u", 1), now);
    assigned(heartbeat("a", first, Set.of(P0, P1)), P0, P1, new TopicPartition("u", 0));
  }

  private GroupReply heartbeat(String member, int epoch, Set<TopicPartition> owned) {
    return step(new GroupInput.Heartbeat("g", member, epoch, false, Set.of("t", "u"), owned, 0));
  }

  private GroupReply commit(String member, int epoch, TopicPartition partition) {
    return step(
        new GroupInput.Commit("g", member, epoch, Map.of(partition, new CommittedOffset(7, "m"))));
  }

  private GroupReply step(GroupInput input) {
    return coordinator.step(input, now).reply();
  }

  private static int assigned(GroupReply reply, TopicPartition... partitions) {
    assertThat(reply).isInstanceOf(GroupReply.Assigned.class);
    GroupReply.Assigned assigned = (GroupReply.Assigned) reply;
    assertThat(assigned.assigned()).isEqualTo(new TreeSet<>(Set.of(partitions)));
    return assigned.memberEpoch();
  }

  private static void refused(GroupReply reply, Reason reason) {
    assertThat(reply).isInstanceOf(GroupReply.Refused.class);
    assertThat(((GroupReply.Refused) reply).reason()).isEqualTo(reason);
  }
}
