package dev.orrery.runtime.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The values a key may have, both ends allowed: a number as it is, a duration in milliseconds, a
/// data size in bytes.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Range {
  double min() default 0;

  double max() default Long.MAX_VALUE;
}
