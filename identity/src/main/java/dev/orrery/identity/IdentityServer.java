package dev.orrery.identity;

import dev.orrery.identity.core.account.AccountIds;
import dev.orrery.identity.core.account.AccountStore;
import dev.orrery.identity.core.password.Argon2id;
import dev.orrery.identity.core.password.PasswordHasher;
import dev.orrery.identity.core.refresh.RefreshRotation;
import dev.orrery.identity.core.refresh.SingleUse;
import dev.orrery.identity.core.token.AccessTokens;
import dev.orrery.identity.core.token.SigningKeys;
import dev.orrery.identity.edge.grpc.AccountsService;
import dev.orrery.identity.edge.grpc.AdminService;
import dev.orrery.identity.edge.grpc.AuthenticationService;
import dev.orrery.identity.edge.http.PublicKeys;
import dev.orrery.identity.store.DatabaseAccountStore;
import dev.orrery.runtime.config.ConfigurationException;
import dev.orrery.runtime.http.HttpServer;
import dev.orrery.runtime.lifecycle.Component;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.runtime.lifecycle.Endpoint;
import dev.orrery.runtime.lifecycle.Health;
import dev.orrery.runtime.rpc.Access;
import dev.orrery.runtime.rpc.RpcServer;
import dev.orrery.runtime.telemetry.TelemetryFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The identity component, assembled.
public final class IdentityServer implements Component {
  private static final String DATABASE = "orrery:///database";

  private final IdentityConfig config;
  private final ComponentContext context;
  private final AccountStore store;
  private @Nullable ThreadHashingPool pool;
  private @Nullable RpcServer rpc;
  private @Nullable HttpServer http;

  public IdentityServer(IdentityConfig config, ComponentContext context) {
    this(config, context, new DatabaseAccountStore(context.channels().channel(DATABASE)));
  }

  /// With accounts kept elsewhere.
  public IdentityServer(IdentityConfig config, ComponentContext context, AccountStore store) {
    this.config = config;
    this.context = context;
    this.store = store;
  }

  @Override
  public void start() throws Exception {
    keepToOwner(context.data().path());
    AccessTokens tokens =
        new AccessTokens(SigningKeys.in(context.data().disk()), config.accessTokenLife());
    PasswordHasher hasher = hasher();
    ThreadHashingPool hashing =
        new ThreadHashingPool(context.instance(), config.hashingThreads(), config.hashingQueue());
    pool = hashing;
    LongSupplier ids = ids();
    rpc =
        RpcServer.builder(context)
            .service(
                new AuthenticationService(
                    store,
                    hasher,
                    hashing,
                    tokens,
                    rotation(),
                    config.refreshLife(),
                    ids,
                    context.time()))
            .service(new AccountsService(store), Access.SERVICE)
            .service(new AdminService(store, ids, context.time()), Access.OPERATOR)
            .start();
    http =
        new PublicKeys(tokens)
            .routes(
                HttpServer.builder()
                    .host(context.host())
                    .port(context.port("http"))
                    .filter(new TelemetryFilter(context)))
            .build()
            .start();
    context
        .meter()
        .gaugeBuilder("orrery.saturation")
        .buildWithCallback(gauge -> gauge.record(hashing.saturation()));
  }

  private PasswordHasher hasher() {
    return config.passwordHash().equals("argon2id")
        ? new Argon2id()
        : chosen(PasswordHasher.class, "password-hash", config.passwordHash(), "argon2id");
  }

  private RefreshRotation rotation() {
    return config.refresh().equals("single-use")
        ? new SingleUse()
        : chosen(RefreshRotation.class, "refresh", config.refresh(), "single-use");
  }

  /// An implementation named by its class.
  private static <T> T chosen(Class<T> type, String key, String name, String builtIn) {
    try {
      return Class.forName(name).asSubclass(type).getConstructor().newInstance();
    } catch (ReflectiveOperationException | ClassCastException unfit) {
      throw new ConfigurationException(
          "identity."
              + key
              + " is \""
              + name
              + "\", expected "
              + builtIn
              + " or a class that implements "
              + type.getName()
              + " with a public constructor without arguments");
    }
  }

  /// The signing keys lie here: nobody but the owner may look into the directory.
  private static void keepToOwner(Path directory) throws IOException {
    if (Files.getFileStore(directory).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }
  }

  private LongSupplier ids() {
    AccountIds ids = new AccountIds(config.instanceNumber());
    return () -> {
      synchronized (ids) {
        return ids.next(context.time().wallMillis());
      }
    };
  }

  @Override
  public List<Endpoint> endpoints() {
    List<Endpoint> endpoints = new ArrayList<>();
    if (rpc != null) {
      endpoints.add(new Endpoint("grpc", context.host(), rpc.port()));
    }
    if (http != null) {
      endpoints.add(new Endpoint("http", context.host(), http.port()));
    }
    return endpoints;
  }

  @Override
  public Health health() {
    return rpc == null ? Health.down("not started") : Health.healthy();
  }

  @Override
  public void close() {
    if (http != null) {
      http.close();
    }
    if (rpc != null) {
      rpc.close();
    }
    if (pool != null) {
      pool.close();
    }
  }

  @Override
  public void kill() {
    if (http != null) {
      http.kill();
    }
    if (rpc != null) {
      rpc.kill();
    }
    if (pool != null) {
      pool.close();
    }
  }
}
