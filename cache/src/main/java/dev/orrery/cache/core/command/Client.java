package dev.orrery.cache.core.command;

import dev.orrery.cache.core.keyspace.Database;
import dev.orrery.cache.core.memory.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The state of one client between its commands. Guarded by the lock of the databases.
public final class Client {
  /// Whether replies are sent: `CLIENT REPLY`.
  public enum ReplyMode {
    ON,
    OFF,
    SKIP_NEXT,
    SKIP
  }

  /// A key that EXEC wants unchanged.
  record Watched(Database database, Bytes key) {}

  private final long id;
  private final Connection connection;
  private final ReplyWriter reply = new ReplyWriter();
  private final CommandContext context;
  private final long createdMillis;

  final Set<Watched> watched = new HashSet<>();

  /// Queued since MULTI; null outside of a transaction.
  @Nullable List<Arguments> queued;

  /// A queued command was refused: EXEC answers EXECABORT.
  boolean spoiled;

  /// A watched key was touched: EXEC answers nothing.
  boolean outrun;

  BlockedClients.@Nullable Wait wait;

  /// What CLIENT CACHING said of the next command; null when nothing.
  @Nullable Boolean caching;

  /// Came during a pause: runs before what the client sent after it.
  @Nullable Arguments postponed;

  /// The pause is not over.
  boolean heldBack;

  /// Its own command runs: what is pushed to it must not be muted with the reply.
  boolean running;

  private final Set<Bytes> channels = new LinkedHashSet<>();
  private final Set<Bytes> patterns = new LinkedHashSet<>();
  private final Set<Bytes> shardChannels = new LinkedHashSet<>();
  private final ReplyWriter heldPushes = new ReplyWriter();

  private int database;
  private String name = "";
  private boolean spared;
  private boolean monitor;
  private String user = "default";
  private boolean authenticated;
  private ReplyMode replyMode = ReplyMode.ON;
  private boolean closing;
  private long lastCommandMillis;
  private String lastCommand = "NULL";

  Client(long id, Connection connection, Server server) {
    this.id = id;
    this.connection = connection;
    this.context = new CommandContext(server, this);
    this.createdMillis = server.databases().nowMillis();
    this.lastCommandMillis = createdMillis;
  }

  public long id() {
    return id;
  }

  public Connection connection() {
    return connection;
  }

  /// What waits to be sent.
  public ReplyWriter reply() {
    return reply;
  }

  public CommandContext context() {
    return context;
  }

  /// Where to write what the client did not ask for with the command that runs: a message, a
  /// confirmation. `CLIENT REPLY OFF` does not hold it back.
  public ReplyWriter pushes() {
    if (!running || replyMode == ReplyMode.ON) {
      return reply;
    }
    heldPushes.setVersion(reply.version());
    return heldPushes;
  }

  void flushPushes() {
    reply.raw(Arrays.copyOf(heldPushes.array(), heldPushes.length()));
    heldPushes.clear();
  }

  /// Bytes replied or pushed that the network has not taken yet.
  public long waitingOutput() {
    return reply.length() + connection.outputBytes();
  }

  /// What it is subscribed to, in the order of SUBSCRIBE.
  public Set<Bytes> channels() {
    return channels;
  }

  public Set<Bytes> patterns() {
    return patterns;
  }

  public Set<Bytes> shardChannels() {
    return shardChannels;
  }

  public boolean isSubscribed() {
    return !(channels.isEmpty() && patterns.isEmpty() && shardChannels.isEmpty());
  }

  /// In version 2 a message looks like a reply, so a subscriber may do little else.
  public boolean isConfined() {
    return reply.version() == 2 && isSubscribed();
  }

  /// The number of the selected database.
  public int database() {
    return database;
  }

  public void select(int number) {
    database = number;
  }

  /// Given by CLIENT SETNAME; empty when it has none.
  public String name() {
    return name;
  }

  public void setName(String to) {
    name = to;
  }

  /// Sees every command: MONITOR.
  public boolean isMonitor() {
    return monitor;
  }

  public void setMonitor(boolean on) {
    monitor = on;
  }

  /// `CLIENT NO-EVICT`. No client is cut off for the memory all of them use, only for its own
  /// unread output; so this is a mark that CLIENT LIST shows.
  public boolean isSpared() {
    return spared;
  }

  public void spare(boolean on) {
    spared = on;
  }

  public String user() {
    return user;
  }

  public boolean isAuthenticated() {
    return authenticated;
  }

  public void authenticated(String as) {
    user = as;
    authenticated = true;
  }

  public void unauthenticated() {
    user = "default";
    authenticated = false;
  }

  public boolean inTransaction() {
    return queued != null;
  }

  void beginTransaction() {
    queued = new ArrayList<>();
    spoiled = false;
  }

  void endTransaction() {
    queued = null;
    spoiled = false;
    outrun = false;
  }

  public int queuedCommands() {
    return queued == null ? -1 : queued.size();
  }

  /// Waits in BLPOP or the like, or for the end of a pause: its further commands wait, too.
  public boolean isBlocked() {
    return wait != null || heldBack;
  }

  public ReplyMode replyMode() {
    return replyMode;
  }

  public void setReplyMode(ReplyMode mode) {
    replyMode = mode;
  }

  /// To be closed once its replies are sent; its further commands are not looked at.
  public boolean isClosing() {
    return closing;
  }

  public void closeAfterReply() {
    closing = true;
  }

  public long createdMillis() {
    return createdMillis;
  }

  public long lastCommandMillis() {
    return lastCommandMillis;
  }

  public String lastCommand() {
    return lastCommand;
  }

  void began(CommandSpec spec, Arguments arguments, long nowMillis) {
    lastCommand =
        Subcommands.has(spec.name()) && arguments.count() > 1
            ? spec.name() + "|" + arguments.word(1)
            : spec.name();
    lastCommandMillis = nowMillis;
  }
}
