package dev.orrery.primitives.lab;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.Arrays;

/// A class somebody brought, checked to have the type and the constructor that a swap point wants.
///
/// @param <T> the interface it implements
public final class Implementation<T> {
  private final Class<T> type;
  private final Constructor<?> constructor;

  private Implementation(Class<T> type, Constructor<?> constructor) {
    this.type = type;
    this.constructor = constructor;
  }

  /// @throws ReflectiveOperationException when `brought` is abstract, is no `type`, or has no
  ///   public constructor with these parameters; the message says which
  public static <T> Implementation<T> of(
      Class<?> brought, Class<T> type, Class<?>... constructorParameters)
      throws ReflectiveOperationException {
    if (!type.isAssignableFrom(brought)) {
      throw new InstantiationException(brought.getName() + " does not implement " + type.getName());
    }
    if (Modifier.isAbstract(brought.getModifiers())) {
      throw new InstantiationException(brought.getName() + " is abstract");
    }
    if (!Modifier.isPublic(brought.getModifiers())) {
      throw new IllegalAccessException(brought.getName() + " is not public");
    }
    try {
      return new Implementation<>(type, brought.getConstructor(constructorParameters));
    } catch (NoSuchMethodException missing) {
      NoSuchMethodException clearer =
          new NoSuchMethodException(
              brought.getName()
                  + " has no public constructor with the parameters "
                  + Arrays.stream(constructorParameters).map(Class::getSimpleName).toList());
      clearer.initCause(missing);
      throw clearer;
    }
  }

  /// Makes an instance; what its constructor throws comes out as it is when unchecked.
  public T create(Object... arguments) {
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
