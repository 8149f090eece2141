package dev.orrery.search.lab;

/// A class somebody brought.
public final class Brought {
  private Brought() {}

  /// An instance of it.
  ///
  /// @throws ReflectiveOperationException when it is no `type`, or has no public constructor
  ///   without arguments; the message says which
  public static <T> T instance(Class<?> brought, Class<T> type)
      throws ReflectiveOperationException {
    if (!type.isAssignableFrom(brought)) {
      throw new InstantiationException(brought.getName() + " does not implement " + type.getName());
    }
    return type.cast(brought.getConstructor().newInstance());
  }
}
