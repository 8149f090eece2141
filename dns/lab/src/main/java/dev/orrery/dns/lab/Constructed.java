package dev.orrery.dns.lab;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;

/// Makes what a contract tries out, by the constructor the swap point names.
final class Constructed {
  private Constructed() {}

  /// What the constructor throws comes out as it is when unchecked.
  static <T> T by(Constructor<? extends T> constructor, Object... arguments) {
    try {
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException thrown) {
      if (thrown.getCause() instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      throw new IllegalStateException(thrown.getCause());
    } catch (ReflectiveOperationException unusable) {
      throw new IllegalStateException(unusable);
    }
  }
}
