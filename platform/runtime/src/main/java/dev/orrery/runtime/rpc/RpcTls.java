package dev.orrery.runtime.rpc;

import dev.orrery.runtime.config.Default;
import dev.orrery.runtime.config.Doc;
import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ServerCredentials;
import io.grpc.TlsChannelCredentials;
import io.grpc.TlsServerCredentials;
import java.io.IOException;
import java.nio.file.Path;

/// Mutual TLS between components, by configuration section `rpc`; plaintext when no certificate is
/// named. A server's certificate names, as subject alternative names, `localhost` and the component
/// (`cache`), which is the authority that `orrery:///cache` is called by.
///
/// @param certificate PEM chain
/// @param key PEM, PKCS #8
/// @param trust PEM of the authorities whose certificates are believed, both ways
public record RpcTls(
    @Default("") @Doc("PEM file with this process's certificate chain; empty means plaintext")
        String certificate,
    @Default("") @Doc("PEM file with its private key (PKCS #8)") String key,
    @Default("") @Doc("PEM file with the trusted authorities, for both sides") String trust) {
  private static final String UNREADABLE = "cannot read the TLS files of section rpc: ";

  public RpcTls {
    boolean all = !certificate.isEmpty() && !key.isEmpty() && !trust.isEmpty();
    boolean none = certificate.isEmpty() && key.isEmpty() && trust.isEmpty();
    if (!all && !none) {
      throw new IllegalArgumentException(
          "certificate, key and trust are given together or not at all");
    }
  }

  public static RpcTls plaintext() {
    return new RpcTls("", "", "");
  }

  ServerCredentials server() throws IOException {
    if (certificate.isEmpty()) {
      return InsecureServerCredentials.create();
    }
    try {
      return TlsServerCredentials.newBuilder()
          .keyManager(Path.of(certificate).toFile(), Path.of(key).toFile())
          .trustManager(Path.of(trust).toFile())
          .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE)
          .build();
    } catch (IOException unreadable) {
      throw new IOException(UNREADABLE + unreadable.getMessage(), unreadable);
    }
  }

  ChannelCredentials client() {
    if (certificate.isEmpty()) {
      return InsecureChannelCredentials.create();
    }
    try {
      return TlsChannelCredentials.newBuilder()
          .keyManager(Path.of(certificate).toFile(), Path.of(key).toFile())
          .trustManager(Path.of(trust).toFile())
          .build();
    } catch (IOException unreadable) {
      throw new IllegalArgumentException(UNREADABLE + unreadable.getMessage(), unreadable);
    }
  }
}
