package dev.orrery.apigateway.core.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrustedProxiesTest {
  private final TrustedProxies proxies =
      new TrustedProxies(List.of("10.1.0.0/16", "192.0.2.9", "2001:db8::/33"));

  private String client(String peer, String... forwardedFor) {
    return proxies.client(InetAddress.ofLiteral(peer), List.of(forwardedFor));
  }

  @Test
  void aProxyOfOursIsBelievedAboutTheLastAddressAlone() {
    assertThat(client("10.1.7.7", "198.51.100.1")).isEqualTo("198.51.100.1");
    assertThat(client("10.1.7.7", "203.0.113.5, 198.51.100.1")).isEqualTo("198.51.100.1");
    assertThat(client("192.0.2.9", "203.0.113.5", "198.51.100.1")).isEqualTo("198.51.100.1");
    assertThat(client("2001:db8:7fff::1", "198.51.100.1")).isEqualTo("198.51.100.1");
  }

  @Test
  void anybodyElseIsTheClientWhateverItSays() {
    assertThat(client("10.2.0.1", "198.51.100.1")).isEqualTo("10.2.0.1");
    assertThat(client("192.0.2.8", "198.51.100.1")).isEqualTo("192.0.2.8");
    assertThat(client("2001:db8:8000::1", "198.51.100.1")).isEqualTo("2001:db8:8000:0:0:0:0:1");
    assertThat(
            new TrustedProxies(List.of()).client(InetAddress.ofLiteral("::1"), List.of("7.7.7.7")))
        .isEqualTo("0:0:0:0:0:0:0:1");
  }

  @Test
  void whatIsNoAddressIsNotTheClients() {
    assertThat(client("10.1.7.7")).isEqualTo("10.1.7.7");
    assertThat(client("10.1.7.7", "unknown")).isEqualTo("10.1.7.7");
    assertThat(client("10.1.7.7", "")).isEqualTo("10.1.7.7");
  }

  @Test
  void aRangeThatIsNoneIsRefused() {
    for (String wrong : List.of("10.0.0.0/33", "10.0.0.0/x", "localhost", "::1/-1", "")) {
      assertThatThrownBy(() -> new TrustedProxies(List.of(wrong)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'" + wrong + "'");
    }
  }
}
