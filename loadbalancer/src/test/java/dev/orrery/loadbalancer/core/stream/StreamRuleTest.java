package dev.orrery.loadbalancer.core.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.orrery.loadbalancer.core.backend.Backend;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamRuleTest {
  @Test
  void aListenerFollowsAServicesPortOrHasFixedBackends() {
    assertThat(
            StreamRule.parse(
                Map.of(
                    "kafka", "9092=log:kafka",
                    "kafka.policy", "ip-hash",
                    "redis", "127.0.0.1:6379*2, [::1]:6380")))
        .containsExactly(
            new StreamRule("kafka", "log", "kafka", List.of(), "ip-hash", 9092),
            new StreamRule(
                "redis",
                "",
                "",
                List.of(
                    new Backend.Address("127.0.0.1:6379", "127.0.0.1", 6379, 2),
                    new Backend.Address("[::1]:6380", "::1", 6380, 1)),
                "",
                0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http        | log:kafka       | is no name for a listener",
        "Kafka       | log:kafka       | is no name for a listener",
        "kafka       | log             | a backend is HOST:PORT",
        "kafka       | 127.0.0.1:99999 | a backend is HOST:PORT",
        "kafka       | 127.0.0.1:80*0  | a backend is HOST:PORT",
        "kafka       | 70000=log:kafka | is no port",
        "kafka.speed | fast            | is no key",
        "kafka.policy| ip-hash         | a backend is HOST:PORT",
      })
  void whatIsNoRuleIsRefusedWithASentence(String key, String value, String why) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StreamRule.parse(Map.of(key, value)))
        .withMessageContaining("loadbalancer.l4." + key.split("[.]")[0])
        .withMessageContaining(why);
  }
}
