package dev.orrery.queue.core.engine;

import dev.orrery.queue.core.delivery.LedgerInput;
import dev.orrery.queue.core.delivery.LedgerStep;
import dev.orrery.queue.core.delivery.LedgerStep.Change;
import dev.orrery.queue.core.delivery.MessageState;
import dev.orrery.queue.core.journal.JournalEntry;
import dev.orrery.queue.core.journal.JournalEntry.Placement;
import dev.orrery.queue.core.journal.JournalEntry.Remembered;
import dev.orrery.queue.core.journal.JournalEntry.Removed;
import dev.orrery.queue.core.journal.JournalEntry.Stored;
import dev.orrery.queue.core.journal.JournalImage;
import dev.orrery.queue.core.message.StoredMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Sending, leasing, settling. Time is handed in, in milliseconds since 1970. Not thread-safe.
///
/// Every call may throw a [QueueException] and has then changed nothing.
public final class QueueEngine {
  /// Entries of one write that need not stay together.
  private static final int MAXIMUM_ENTRIES = 10_000;

  private final EngineOptions options;
  private final Changes changes;
  private final Settlements settlements;
  private final QueueRegistry registry;
  private long bytes;

  /// No timer of any queue runs out before.
  private long earliest = Long.MAX_VALUE;

  /// @param image what the journal held, the new epoch included
  /// @param changes written to from here on, at once if dead letters wait
  public QueueEngine(
      EngineOptions options,
      JournalImage image,
      Changes changes,
      Settlements settlements,
      long now) {
    this.options = options;
    this.changes = changes;
    this.settlements = settlements;
    this.registry = new QueueRegistry(options, image, changes, now);
    registry.all().forEach(queue -> bytes += queue.bytes());
    for (LiveQueue queue : List.copyOf(registry.all())) {
      watch(queue);
      bury(queue, now);
    }
  }

  /// Queues and topics: what is there, and how they come and go.
  public QueueRegistry registry() {
    return registry;
  }

  // ---- sending -------------------------------------------------------------------------------

  /// Takes all messages or none. They are ready, and the sender may be answered, once `durable` is
  /// called.
  public List<Sent> send(String name, List<NewMessage> messages, long now, Runnable durable) {
    LiveQueue queue = registry.queue(name);
    Admission admission = new Admission(messages, List.of(queue), now);
    admission.check();
    return admission.admit(durable).getFirst();
  }

  /// Puts a copy into each subscribed queue, into all or none. Returns how many queues there are.
  public int publish(String topic, List<NewMessage> messages, long now, Runnable durable) {
    List<LiveQueue> queues = registry.subscribed(topic);
    Admission admission = new Admission(messages, queues, now);
    admission.check();
    admission.admit(durable);
    return queues.size();
  }

  /// Some messages on their way into some queues.
  private final class Admission {
    private final List<NewMessage> messages;
    private final List<LiveQueue> queues;
    private final long now;

    Admission(List<NewMessage> messages, List<LiveQueue> queues, long now) {
      this.messages = messages;
      this.queues = queues;
      this.now = now;
    }

    void check() {
      long total = 0;
      for (LiveQueue queue : queues) {
        int more = 0;
        long moreBytes = 0;
        for (NewMessage each : messages) {
          if (duplicateOf(queue, each).isEmpty()) {
            more++;
            moreBytes += each.message().sizeBytes();
          }
        }
        queue.requireRoomFor(more, moreBytes);
        total += moreBytes;
      }
      if (bytes + total > options.maximumBytes()) {
        throw new QueueException(
                QueueException.Kind.BROKER_FULL,
                "all queues together hold at most " + options.maximumBytes() + " bytes")
            .with("limit", Long.toString(options.maximumBytes()));
      }
    }

    private OptionalLong duplicateOf(LiveQueue queue, NewMessage message) {
      return message.deduplicationId().isEmpty()
          ? OptionalLong.empty()
          : queue.window.find(message.deduplicationId(), now);
    }

    /// Returns, a queue, what became of the messages.
    List<List<Sent>> admit(Runnable durable) {
      List<JournalEntry> entries = new ArrayList<>();
      List<List<Sent>> sent = new ArrayList<>();
      queues.forEach(queue -> sent.add(new ArrayList<>()));
      Map<LiveQueue, List<MessageState>> entering = new LinkedHashMap<>();
      for (NewMessage each : messages) {
        List<Placement> placements = new ArrayList<>();
        for (int i = 0; i < queues.size(); i++) {
          sent.get(i).add(place(each, queues.get(i), placements, entries, entering));
        }
        if (!placements.isEmpty()) {
          entries.add(new Stored(each.message(), placements));
        }
      }
      changes.write(
          entries,
          () -> {
            entering.forEach(QueueEngine.this::enter);
            durable.run();
          });
      return sent;
    }

    private Sent place(
        NewMessage each,
        LiveQueue queue,
        List<Placement> placements,
        List<JournalEntry> entries,
        Map<LiveQueue, List<MessageState>> entering) {
      OptionalLong before = duplicateOf(queue, each);
      if (before.isPresent()) {
        return new Sent(before.getAsLong(), true);
      }
      long id = queue.admit(each.message());
      bytes += each.message().sizeBytes();
      MessageState state =
          each.delayMillis() > 0
              ? MessageState.delayed(id, 0, now + each.delayMillis())
              : MessageState.ready(id, 0);
      placements.add(new Placement(queue.name, state));
      entering.computeIfAbsent(queue, it -> new ArrayList<>()).add(state);
      if (!each.deduplicationId().isEmpty()) {
        long expires = now + options.deduplicationMillis();
        queue.window.remember(each.deduplicationId(), id, expires);
        entries.add(new Remembered(queue.name, each.deduplicationId(), id, expires));
      }
      return new Sent(id, false);
    }
  }

  /// Durable messages enter the books; what they are there is written already.
  private void enter(LiveQueue queue, List<MessageState> states) {
    if (registry.find(queue.name).filter(it -> it == queue).isEmpty()) {
      return; // deleted meanwhile
    }
    for (MessageState state : states) {
      LedgerStep step =
          queue.ledger.step(new LedgerInput.Enqueue(state.id(), state.untilMillis()), 0);
      follow(queue, step.changes().stream().filter(it -> it.id() != state.id()).toList());
      step.changes().stream()
          .filter(it -> it.id() == state.id())
          .forEach(it -> settlements.changed(queue.name, it));
    }
  }

  // ---- leasing -------------------------------------------------------------------------------

  /// Leases up to `maximum` ready messages that together have at most `maximumBytes`, but at least
  /// one if one is ready.
  public List<Delivered> lease(
      String name, int maximum, long maximumBytes, long leaseMillis, long now) {
    LiveQueue queue = registry.queue(name);
    List<Delivered> delivered = new ArrayList<>();
    List<Change> changed = new ArrayList<>();
    long size = 0;
    while (delivered.size() < maximum && size < maximumBytes) {
      LedgerStep step = queue.ledger.step(new LedgerInput.Lease(1, leaseMillis), now);
      changed.addAll(step.changes());
      if (step.leased().isEmpty()) {
        break;
      }
      StoredMessage message = queue.message(step.leased().getFirst().id());
      delivered.add(new Delivered(step.leased().getFirst(), message));
      size += message.sizeBytes();
    }
    follow(queue, changed);
    bury(queue, now);
    return delivered;
  }

  /// Done with it. Returns false when the lease no longer holds.
  public boolean acknowledge(String queue, long id, long token, long now) {
    return step(registry.queue(queue), new LedgerInput.Acknowledge(id, token), now);
  }

  /// The delivery failed. Returns false when the lease no longer holds.
  ///
  /// @param delayMillis how long the message waits; empty means as the retry policy says
  public boolean giveBack(String queue, long id, long token, OptionalLong delayMillis, long now) {
    return step(registry.queue(queue), new LedgerInput.Return(id, token, delayMillis), now);
  }

  /// Returns false when the lease no longer holds.
  public boolean extend(String queue, long id, long token, long leaseMillis, long now) {
    return step(registry.queue(queue), new LedgerInput.Extend(id, token, leaseMillis), now);
  }

  /// Lets time pass in every queue where something is due.
  public void tick(long now) {
    earliest = Long.MAX_VALUE;
    for (LiveQueue queue : List.copyOf(registry.all())) {
      OptionalLong deadline = queue.ledger.nextDeadline();
      if (deadline.isPresent() && deadline.getAsLong() <= now) {
        step(queue, new LedgerInput.Tick(), now);
      } else {
        watch(queue);
      }
    }
  }

  /// When [#tick(long)] has to come; empty when nothing runs out. It may be earlier than anything
  /// is due.
  public OptionalLong nextDeadline() {
    return earliest == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(earliest);
  }

  private boolean step(LiveQueue queue, LedgerInput input, long now) {
    LedgerStep step = queue.ledger.step(input, now);
    follow(queue, step.changes());
    bury(queue, now);
    return step.applied();
  }

  /// Writes what changed and lets go of what is gone.
  private void follow(LiveQueue queue, List<Change> changed) {
    watch(queue);
    if (changed.isEmpty()) {
      return;
    }
    List<JournalEntry> entries = new ArrayList<>();
    for (Change change : changed) {
      switch (change) {
        case Change.Now(MessageState state) -> {
          entries.add(new JournalEntry.Changed(queue.name, state));
          if (state.phase() == MessageState.Phase.DEAD) {
            queue.dead.addLast(state.id());
          }
        }
        case Change.Gone(long id) -> {
          entries.add(new Removed(queue.name, id));
          bytes -= queue.release(id);
        }
      }
      settlements.changed(queue.name, change);
    }
    for (int from = 0; from < entries.size(); from += MAXIMUM_ENTRIES) {
      changes.write(entries.subList(from, Math.min(entries.size(), from + MAXIMUM_ENTRIES)));
    }
  }

  private void watch(LiveQueue queue) {
    earliest = Math.min(earliest, queue.ledger.nextDeadline().orElse(Long.MAX_VALUE));
  }

  // ---- dead letters --------------------------------------------------------------------------

  /// Moves what is dead, here and where room may have come about here, as far as there is room.
  private void bury(LiveQueue queue, long now) {
    buryOwn(queue, now);
    for (String source : List.copyOf(queue.sources)) {
      registry.find(source).ifPresent(it -> buryOwn(it, now));
    }
  }

  private void buryOwn(LiveQueue queue, long now) {
    while (!queue.dead.isEmpty()) {
      long id = queue.dead.getFirst();
      Optional<LiveQueue> target = registry.find(queue.settings.deadLetterQueue());
      if (target.isEmpty() || !target.get().hasRoomFor(1, queue.message(id).sizeBytes())) {
        return;
      }
      queue.dead.removeFirst();
      int deliveries = queue.settings.maximumDeliveries();
      StoredMessage letter =
          queue
              .message(id)
              .withOrigin(Optional.of(new StoredMessage.Origin(queue.name, id, deliveries)));
      move(queue, id, target.get(), letter, now);
    }
  }

  /// Takes the message out here and puts it in there, in one change. Returns false when it cannot
  /// be taken.
  private boolean move(LiveQueue from, long id, LiveQueue to, StoredMessage as, long now) {
    LedgerStep step = from.ledger.step(new LedgerInput.Withdraw(id), now);
    if (!step.applied()) {
      follow(from, step.changes());
      return false;
    }
    follow(from, step.changes().stream().filter(it -> it.id() != id).toList());
    bytes += as.sizeBytes() - from.release(id);
    settlements.changed(from.name, new Change.Gone(id));
    MessageState state = MessageState.ready(to.admit(as), 0);
    changes.write(
        List.of(new Removed(from.name, id), new Stored(as, List.of(new Placement(to.name, state)))),
        () -> enter(to, List.of(state)));
    return true;
  }

  /// @param moved messages that are on their way to where they came from
  /// @param stayed messages whose queue is full or gone, or that are leased just now
  public record Redriven(int moved, int stayed) {}

  /// Sends the messages of a dead-letter queue, oldest first, back to the ends of the queues they
  /// came from.
  public Redriven redrive(String name, int maximum, long now, Runnable durable) {
    LiveQueue queue = registry.queue(name);
    int moved = 0;
    int stayed = 0;
    for (long id : queue.ids()) {
      if (moved == maximum) {
        break;
      }
      StoredMessage letter = queue.message(id);
      Optional<LiveQueue> target = letter.origin().flatMap(origin -> registry.find(origin.queue()));
      boolean fits = target.filter(it -> it.hasRoomFor(1, letter.sizeBytes())).isPresent();
      if (fits && move(queue, id, target.get(), letter.withOrigin(Optional.empty()), now)) {
        moved++;
      } else {
        stayed++;
      }
    }
    bury(queue, now);
    changes.write(List.of(), durable);
    return new Redriven(moved, stayed);
  }

  /// Takes away every message that is not under a lease. Returns how many.
  public int purge(String name, long now, Runnable durable) {
    LiveQueue queue = registry.queue(name);
    int purged = 0;
    List<Change> changed = new ArrayList<>();
    for (long id : queue.ids()) {
      LedgerStep step = queue.ledger.step(new LedgerInput.Withdraw(id), now);
      changed.addAll(step.changes());
      purged += step.applied() ? 1 : 0;
    }
    follow(queue, changed);
    queue.dead.clear();
    bury(queue, now);
    changes.write(List.of(), durable);
    return purged;
  }

  /// Deletes a queue with all its messages. Returns how many they were.
  public int delete(String name, Runnable durable) {
    LiveQueue gone = registry.delete(name, durable);
    bytes -= gone.bytes();
    return gone.depth();
  }

  /// Of all queues.
  public long bytes() {
    return bytes;
  }
}
