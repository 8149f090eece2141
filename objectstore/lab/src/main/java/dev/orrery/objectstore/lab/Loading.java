package dev.orrery.objectstore.lab;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;

/// Makes instances of a class that somebody brought.
public final class Loading {
  private Loading() {}

  /// @throws ReflectiveOperationException naming what is wrong with the class
  public static Constructor<?> constructor(
      Class<?> implementation, Class<?> type, Class<?>... parameters)
      throws ReflectiveOperationException {
    if (!type.isAssignableFrom(implementation)) {
      throw new InstantiationException(
          implementation.getName() + " does not implement " + type.getName());
    }
    return implementation.getConstructor(parameters);
  }

  /// What the constructor throws comes out as it is when unchecked.
  public static <T> T make(Class<T> type, Constructor<?> constructor, Object... arguments) {
    try {
      return type.cast(constructor.newInstance(arguments));
    } catch (InvocationTargetException thrown) {
      switch (thrown.getCause()) {
        case RuntimeException unchecked -> throw unchecked;
        case Error error -> throw error;
        case null, default -> throw new IllegalStateException(thrown.getCause());
      }
    } catch (ReflectiveOperationException refused) {
      throw new IllegalStateException(refused);
    }
  }
}
