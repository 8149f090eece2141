package dev.orrery.cache.core.command;

/// The table of the families of this package: what every server has, and strings.
public final class Commands {
  private Commands() {}

  public static CommandTable all() {
    return new CommandTable()
        .addAll(ConnectionCommands.all())
        .addAll(ClientCommands.all())
        .addAll(ServerCommands.all())
        .addAll(TransactionCommands.all())
        .addAll(KeyCommands.all())
        .addAll(ScanCommands.all())
        .addAll(ExpireCommands.all())
        .addAll(StringCommands.all())
        .addAll(CounterCommands.all());
  }
}
