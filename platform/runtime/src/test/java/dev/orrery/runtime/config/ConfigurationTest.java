package dev.orrery.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConfigurationTest {
  enum Mode {
    FAST_PATH,
    SLOW
  }

  record Inner(@Default("3") @Range(min = 1, max = 9) int rise) {}

  record Sample(
      @Default("lru") String eviction,
      @Default("64MiB") @Range(min = 1024, max = 1 << 30) DataSize capacity,
      @Default("5s") @Range(min = 10, max = 60_000) Duration maximumDelay,
      @Default("500") @Range(min = 0, max = 1_000_000) long fanoutThreshold,
      @Default("0.5") double share,
      @Default("true") boolean enabled,
      @Default("slow") Mode mode,
      @Default("[a, b]") List<String> names,
      Inner health,
      Map<String, String> targets) {}

  private static Sample bind(String toml) {
    return Configuration.parse(toml, "orrery.toml").bind("cache", Sample.class);
  }

  @Test
  void defaultsServeWithoutAFile() {
    Sample sample = Configuration.empty().bind("cache", Sample.class);
    assertThat(sample)
        .isEqualTo(
            new Sample(
                "lru",
                new DataSize(64 << 20),
                Duration.ofSeconds(5),
                500,
                0.5,
                true,
                Mode.SLOW,
                List.of("a", "b"),
                new Inner(3),
                Map.of()));
  }

  @Test
  void readsEveryKindOfValue() {
    Sample sample =
        bind(
            """
            [cache]
            eviction = "sieve"
            capacity = "2KiB"
            maximum-delay = "200ms"
            fanout-threshold = 100
            share = 1
            enabled = false
            mode = "fast-path"
            names = ["x"]
            health.rise = 5
            [cache.targets]
            dns = "127.0.0.1:53"
            """);
    assertThat(sample.eviction()).isEqualTo("sieve");
    assertThat(sample.capacity().bytes()).isEqualTo(2048);
    assertThat(sample.maximumDelay()).isEqualTo(Duration.ofMillis(200));
    assertThat(sample.fanoutThreshold()).isEqualTo(100);
    assertThat(sample.share()).isEqualTo(1.0);
    assertThat(sample.enabled()).isFalse();
    assertThat(sample.mode()).isEqualTo(Mode.FAST_PATH);
    assertThat(sample.names()).containsExactly("x");
    assertThat(sample.health().rise()).isEqualTo(5);
    assertThat(sample.targets()).containsEntry("dns", "127.0.0.1:53");
  }

  @Test
  void namesPlaceKeyValueAndWhatIsAllowed() {
    assertThatThrownBy(() -> bind("[cache]\ncapacity = \"lots\"\n"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("orrery.toml:2:1")
        .hasMessageContaining("cache.capacity")
        .hasMessageContaining("\"lots\"")
        .hasMessageContaining("64MiB");
    assertThatThrownBy(() -> bind("[cache]\nhealth.rise = 12\n"))
        .hasMessageContaining("cache.health.rise")
        .hasMessageContaining("from 1 to 9");
    assertThatThrownBy(() -> bind("[cache]\nmode = \"other\"\n"))
        .hasMessageContaining("fast-path, slow");
    assertThatThrownBy(() -> bind("[cache]\nfanout-threshold = \"many\"\n"))
        .hasMessageContaining("a whole number");
  }

  @Test
  void refusesUnknownKeysAndSections() {
    assertThatThrownBy(() -> bind("[cache]\nevicton = \"lru\"\n"))
        .hasMessageContaining("orrery.toml:2:1: unknown key 'cache.evicton'")
        .hasMessageContaining("cache.eviction");
    Configuration other = Configuration.parse("[cach]\na = 1\n", "orrery.toml");
    assertThatThrownBy(() -> other.requireSections(Set.of("cache")))
        .hasMessageContaining("unknown section 'cach'");
  }

  @Test
  void reportsAllComplaintsAtOnce() {
    assertThatThrownBy(() -> bind("[cache]\nshare = \"x\"\nenabled = 3\n"))
        .hasMessageContaining("cache.share")
        .hasMessageContaining("cache.enabled");
  }

  @Test
  void brokenTomlIsNamedByLine() {
    assertThatThrownBy(() -> bind("[cache]\neviction = \n")).hasMessageContaining("orrery.toml:2");
    assertThatThrownBy(() -> Configuration.read(Path.of("no-such-file.toml")))
        .hasMessageContaining("no-such-file.toml");
  }

  @Test
  void setTakesBareWordsAndTomlValues() {
    Configuration configuration =
        Configuration.parse("[cache]\neviction = \"lru\"\n", "orrery.toml")
            .with("cache.eviction=my.pkg.MyLru")
            .with("cache.fanout-threshold=7")
            .with("cache.names=[\"p\", \"q\"]");
    Sample sample = configuration.bind("cache", Sample.class);
    assertThat(sample.eviction()).isEqualTo("my.pkg.MyLru");
    assertThat(sample.fanoutThreshold()).isEqualTo(7);
    assertThat(sample.names()).containsExactly("p", "q");
    assertThatThrownBy(() -> configuration.with("nonsense")).hasMessageContaining("path=value");
  }

  @Test
  void theKeyReferenceListsEveryKey() {
    assertThat(KeyReference.of("cache", Sample.class))
        .containsKeys("cache.eviction", "cache.health.rise");
  }
}
