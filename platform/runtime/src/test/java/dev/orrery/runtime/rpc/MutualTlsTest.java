package dev.orrery.runtime.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.testkit.wait.RequiredTool;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Components that believe only each other's certificates.
class MutualTlsTest {
  @TempDir private Path folder;

  /// A certificate that is its own authority, for `localhost`, 127.0.0.1 and `x`.
  private RpcTls selfSigned(String name) throws Exception {
    Path certificate = folder.resolve(name + ".crt");
    Path key = folder.resolve(name + ".key");
    List<String> command = new ArrayList<>();
    command.add(RequiredTool.named("openssl", "openssl").toString());
    command.addAll(
        List.of("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"));
    command.addAll(List.of("-nodes", "-days", "2", "-subj", "/CN=" + name));
    command.addAll(List.of("-addext", "subjectAltName=DNS:localhost,DNS:x,IP:127.0.0.1"));
    command.addAll(List.of("-keyout", key.toString(), "-out", certificate.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    return new RpcTls(certificate.toString(), key.toString(), certificate.toString());
  }

  private ComponentContext context(String name, RpcTls tls) {
    return ComponentContext.testBuilder(name, folder.resolve(name)).tls(tls).build();
  }

  @Test
  void acceptComponentsOfTheModelAndRefuseAllOthers() throws Exception {
    RpcTls ours = selfSigned("ours");
    RpcTls theirs = selfSigned("theirs");
    RpcTls believesUs = new RpcTls(theirs.certificate(), theirs.key(), ours.trust());
    try (ComponentContext component = context("component", ours);
        ComponentContext plaintext = context("plaintext", RpcTls.plaintext());
        ComponentContext stranger = context("stranger", believesUs);
        RpcServer server = NamedInstance.start(component, "a")) {
      String target = "127.0.0.1:" + server.port();
      assertThat(NamedInstance.ask(component.channels().channel(target))).isEqualTo("a");
      assertThatThrownBy(() -> NamedInstance.ask(plaintext.channels().channel(target)))
          .isInstanceOf(StatusRuntimeException.class)
          .hasMessageContaining("UNAVAILABLE");
      assertThatThrownBy(() -> NamedInstance.ask(stranger.channels().channel(target)))
          .isInstanceOf(StatusRuntimeException.class)
          .hasMessageContaining("UNAVAILABLE");
    }
  }

  @Test
  void reachAComponentByItsNameInTheRegistry() throws Exception {
    RpcTls ours = selfSigned("ours");
    try (FakeNeighbourhood neighbourhood = new FakeNeighbourhood();
        ComponentContext component =
            ComponentContext.testBuilder("component", folder.resolve("component"))
                .tls(ours)
                .neighbours(neighbourhood.neighbours())
                .build();
        RpcServer server = NamedInstance.start(component, "a")) {
      neighbourhood.set("x", server.port());
      assertThat(NamedInstance.ask(component.channels().channel("orrery:///x"))).isEqualTo("a");
    }
  }

  @Test
  void filesThatCannotBeReadAreNamed() throws Exception {
    String absent = folder.resolve("absent.pem").toString();
    RpcTls unreadable = new RpcTls(absent, absent, absent);
    try (ComponentContext component = context("unreadable", RpcTls.plaintext())) {
      assertThat(component.tls()).isEqualTo(RpcTls.plaintext());
    }
    assertThatThrownBy(unreadable::server)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("TLS files of section rpc")
        .hasMessageContaining(absent);
    assertThatThrownBy(unreadable::client)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("TLS files of section rpc")
        .hasMessageContaining(absent);
  }

  @Test
  void filesThatAreNoCertificatesAreRefusedWithTheirNames() throws Exception {
    String garbage = Files.writeString(folder.resolve("garbage.pem"), "no PEM").toString();
    RpcTls wrong = new RpcTls(garbage, garbage, garbage);
    try (ComponentContext component =
        ComponentContext.testBuilder("component", folder.resolve("component")).tls(wrong).build()) {
      assertThatThrownBy(() -> NamedInstance.start(component, "a"))
          .hasMessageContaining("section rpc")
          .hasMessageContaining(garbage);
    }
  }

  @Test
  void areGivenTogetherOrNotAtAll() {
    assertThatThrownBy(() -> new RpcTls("certificate.pem", "", ""))
        .hasMessageContaining("together or not at all");
  }
}
