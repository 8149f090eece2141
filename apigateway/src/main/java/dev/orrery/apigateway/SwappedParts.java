package dev.orrery.apigateway;

import com.google.protobuf.Descriptors.Descriptor;
import dev.orrery.apigateway.core.admission.Admission.Limiters;
import dev.orrery.apigateway.core.routing.OrderedList;
import dev.orrery.apigateway.core.routing.RouteMatcher;
import dev.orrery.apigateway.core.routing.RoutePattern;
import dev.orrery.apigateway.core.routing.SegmentTrie;
import dev.orrery.apigateway.core.token.KeySource;
import dev.orrery.apigateway.core.token.SignatureVerifier;
import dev.orrery.apigateway.core.token.TokenRules;
import dev.orrery.apigateway.core.token.TokenVerifier;
import dev.orrery.apigateway.core.transcoding.ObjectTranscoder;
import dev.orrery.apigateway.core.transcoding.StreamingTranscoder;
import dev.orrery.apigateway.core.transcoding.Transcoder;
import dev.orrery.primitives.ratelimit.Gcra;
import dev.orrery.primitives.ratelimit.RateLimit;
import dev.orrery.primitives.ratelimit.RateLimiter;
import dev.orrery.primitives.ratelimit.TokenBucket;
import dev.orrery.runtime.config.ConfigurationException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/// What the configuration names, made: a built-in by its short name, or a class of the user's.
final class SwappedParts {
  private SwappedParts() {}

  static RouteMatcher matcher(String name, List<RoutePattern> routes) {
    return switch (name) {
      case "trie" -> new SegmentTrie(routes);
      case "ordered" -> new OrderedList(routes);
      default -> make("route-matcher", name, RouteMatcher.class, List.class).apply(routes);
    };
  }

  static Function<Descriptor, Transcoder> transcoders(String name) {
    return switch (name) {
      case "streaming" -> StreamingTranscoder::new;
      case "object" -> ObjectTranscoder::new;
      default -> {
        Maker<Transcoder> maker = make("transcoder", name, Transcoder.class, Descriptor.class);
        yield maker::apply;
      }
    };
  }

  static TokenVerifier verifier(String name, KeySource keys, TokenRules rules) {
    return name.equals("signature")
        ? new SignatureVerifier(keys, rules)
        : make("token-verifier", name, TokenVerifier.class, KeySource.class, TokenRules.class)
            .apply(keys, rules);
  }

  static Limiters limiters(String name) {
    return switch (name) {
      case "token-bucket" -> TokenBucket::new;
      case "gcra" -> Gcra::new;
      default -> {
        Maker<RateLimiter> maker =
            make("ratelimiter", name, RateLimiter.class, RateLimit.class, long.class);
        yield maker::apply;
      }
    };
  }

  private interface Maker<T> {
    T apply(Object... arguments);
  }

  private static <T> Maker<T> make(
      String key, String name, Class<T> type, Class<?>... parameters) {
    try {
      Constructor<? extends T> constructor =
          Class.forName(name).asSubclass(type).getConstructor(parameters);
      return arguments -> instance(constructor, arguments);
    } catch (ReflectiveOperationException | ClassCastException unfit) {
      throw new ConfigurationException(
          "apigateway."
              + key
              + " is \""
              + name
              + "\", expected a built-in or a class that implements "
              + type.getName()
              + " with a public constructor of "
              + Arrays.toString(parameters));
    }
  }

  private static <T> T instance(Constructor<? extends T> constructor, Object... arguments) {
    try {
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause() instanceof RuntimeException unchecked
          ? unchecked
          : new IllegalStateException(thrown.getCause());
    } catch (ReflectiveOperationException refused) {
      throw new IllegalStateException(refused);
    }
  }
}
