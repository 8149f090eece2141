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
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;

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
  private static final String UNREADABLE = "cannot use the TLS files of section rpc: ";
  private static final String KEY_HEADER = "-----BEGIN PRIVATE KEY-----";

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

  /// Finds out early, since TLS itself would not say which file is at fault.
  private void requireUsable() throws IOException {
    requireCertificate(certificate);
    requireCertificate(trust);
    if (!Files.readString(Path.of(key)).contains(KEY_HEADER)) {
      throw new IOException(key + " holds no PKCS #8 private key in PEM");
    }
  }

  private static void requireCertificate(String file) throws IOException {
    try (InputStream pem = Files.newInputStream(Path.of(file))) {
      if (CertificateFactory.getInstance("X.509").generateCertificates(pem).isEmpty()) {
        throw new IOException(file + " holds no certificate in PEM");
      }
    } catch (CertificateException malformed) {
      throw new IOException(file + " holds no certificate in PEM", malformed);
    }
  }

  ServerCredentials server() throws IOException {
    if (certificate.isEmpty()) {
      return InsecureServerCredentials.create();
    }
    try {
      requireUsable();
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
      requireUsable();
      return TlsChannelCredentials.newBuilder()
          .keyManager(Path.of(certificate).toFile(), Path.of(key).toFile())
          .trustManager(Path.of(trust).toFile())
          .build();
    } catch (IOException unreadable) {
      throw new IllegalArgumentException(UNREADABLE + unreadable.getMessage(), unreadable);
    }
  }
}
