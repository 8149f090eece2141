package dev.orrery.cache.core.command;

import dev.orrery.cache.core.command.Client.ReplyMode;
import dev.orrery.cache.core.command.CommandSpec.Flag;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Runs commands: finds them, checks what can be checked from the table, queues them inside MULTI,
/// executes them, and tells those who listen. Called with the lock of the databases held.
///
/// ```
///   arguments ─► known? arity? logged in? memory? ─► in MULTI? ─► queue, +QUEUED
///                        │ no: error                    └─► execute ─► log, replicas ─► blocked clients
/// ```
public final class CommandProcessor {
  /// What runs at once inside a transaction.
  private static final Set<String> NOT_QUEUED =
      Set.of("exec", "discard", "multi", "watch", "quit", "reset");

  /// What a subscriber may do in version 2 of the protocol.
  private static final Set<String> WHILE_SUBSCRIBED =
      Set.of(
          "subscribe",
          "unsubscribe",
          "psubscribe",
          "punsubscribe",
          "ssubscribe",
          "sunsubscribe",
          "ping",
          "quit",
          "reset");

  /// Of the arguments shown in the error on an unknown command.
  private static final int SHOWN = 128;

  private final Server server;

  public CommandProcessor(Server server) {
    this.server = server;
  }

  /// Runs one command and writes its reply to the client's [Client#reply()].
  public void process(Client client, Arguments arguments) {
    ReplyWriter reply = client.reply();
    int mark = reply.length();
    CommandSpec spec = server.commands().find(arguments);
    client.running = true;
    try {
      if (spec == null) {
        throw unknown(arguments);
      }
      check(client, spec, arguments);
    } catch (CommandException refused) {
      client.spoiled = true;
      server.info().countRejected(spec);
      reply.error(refused.reply());
      mute(client, reply, mark);
      return;
    }
    if (server.pause().holds(client, spec, arguments)) {
      client.running = false;
      return;
    }
    List<Arguments> queued = client.queued;
    if (queued != null && !NOT_QUEUED.contains(spec.name())) {
      queued.add(arguments.copy());
      reply.simple("QUEUED");
    } else {
      call(client, spec, arguments);
      server.propagation().flush();
      server.blockedClients().serveReady();
    }
    mute(client, reply, mark);
  }

  /// Runs what a pause held back and holds back no longer, if there is such a command.
  public void resume(Client client) {
    Arguments postponed = client.postponed;
    if (postponed != null && !client.heldBack) {
      client.postponed = null;
      process(client, postponed);
    }
  }

  private void check(Client client, CommandSpec spec, Arguments arguments) {
    if (!spec.accepts(arguments.count())) {
      throw CommandException.wrongArity(spec.name());
    }
    if (mustAuthenticate(client) && !spec.has(Flag.NO_AUTH)) {
      throw new CommandException("NOAUTH Authentication required.");
    }
    if (client.isConfined() && !WHILE_SUBSCRIBED.contains(spec.name())) {
      throw new CommandException(
          "ERR Can't execute '"
              + spec.name()
              + "': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this"
              + " context");
    }
    if (client.queued != null && spec.has(Flag.NO_MULTI)) {
      throw new CommandException("ERR Command not allowed inside a transaction");
    }
    if (spec.has(Flag.DENYOOM) && isFull()) {
      throw new CommandException("OOM command not allowed when used memory > 'maxmemory'.");
    }
  }

  public boolean mustAuthenticate(Client client) {
    return !client.isAuthenticated() && !server.settings().requirepass.text().isEmpty();
  }

  /// Only without a policy to make room can memory be full.
  private boolean isFull() {
    long bound = server.settings().maxmemory.value();
    return bound > 0
        && server.databases().capacityBytes() == 0
        && server.databases().usedBytes() > bound;
  }

  private static CommandException unknown(Arguments arguments) {
    StringBuilder shown = new StringBuilder();
    for (int i = 1; i < arguments.count() && shown.length() < SHOWN; i++) {
      shown.append('\'').append(cut(arguments.text(i), SHOWN - shown.length())).append("' ");
    }
    return new CommandException(
        "ERR unknown command '"
            + cut(arguments.text(0), SHOWN)
            + "', with args beginning with: "
            + shown);
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length);
  }

  /// Runs a command that passed the checks; also from within EXEC.
  void call(Client client, CommandSpec spec, Arguments arguments) {
    ReplyWriter reply = client.reply();
    int mark = reply.length();
    long changesBefore = server.databases().changes();
    int database = client.database();
    List<CommandObserver> observers = server.commandObservers();
    client.began(spec, arguments, server.databases().nowMillis());
    server.propagation().begin();
    for (int i = 0; i < observers.size(); i++) {
      observers.get(i).running(client, spec, arguments);
    }
    long began = server.databases().time().monotonicNanos();
    boolean failed = false;
    try {
      spec.command().execute(client.context(), arguments, reply);
    } catch (CommandException refused) {
      failed = true;
      reply.truncate(mark);
      reply.error(refused.reply());
    }
    if (server.databases().changes() != changesBefore && !failed) {
      server.propagation().ran(database, arguments);
    }
    long nanos = server.databases().time().monotonicNanos() - began;
    server.info().countCall(spec, failed, nanos, reply);
    for (int i = 0; i < observers.size(); i++) {
      observers.get(i).ran(client, spec, arguments, nanos);
    }
  }

  /// `CLIENT REPLY OFF` and `SKIP`.
  private static void mute(Client client, ReplyWriter reply, int mark) {
    ReplyMode mode = client.replyMode();
    client.running = false;
    if (mode != ReplyMode.ON) {
      reply.truncate(mark);
      client.flushPushes();
      if (mode == ReplyMode.SKIP_NEXT) {
        client.setReplyMode(ReplyMode.SKIP);
      } else if (mode == ReplyMode.SKIP) {
        client.setReplyMode(ReplyMode.ON);
      }
    }
  }

  @Nullable CommandSpec find(Arguments arguments) {
    return server.commands().find(arguments);
  }
}
