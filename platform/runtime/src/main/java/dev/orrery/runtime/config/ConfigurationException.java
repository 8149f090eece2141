package dev.orrery.runtime.config;

/// A configuration that is refused. The message is for people: where, which key, what was wrong,
/// what is allowed.
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public ConfigurationException(String message) {
    super(message);
  }
}
