package dev.orrery.cache.core.command;

/// A command refuses, having changed nothing; the message is the error reply. Thrown often and
/// caught one frame up, so it carries no stack trace.
public final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// @param reply a code in capitals, a space, a sentence
  public CommandException(String reply) {
    super(reply, null, false, false);
  }

  public String reply() {
    return String.valueOf(getMessage());
  }

  public static CommandException wrongType() {
    return new CommandException(
        "WRONGTYPE Operation against a key holding the wrong kind of value");
  }

  public static CommandException syntax() {
    return new CommandException("ERR syntax error");
  }

  public static CommandException notAnInteger() {
    return new CommandException("ERR value is not an integer or out of range");
  }

  public static CommandException notAFloat() {
    return new CommandException("ERR value is not a valid float");
  }

  public static CommandException noSuchKey() {
    return new CommandException("ERR no such key");
  }

  public static CommandException wrongArity(String command) {
    return new CommandException("ERR wrong number of arguments for '" + command + "' command");
  }
}
