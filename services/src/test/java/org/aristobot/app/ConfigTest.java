package org.aristobot.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.aristobot.model.Venue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigTest {
  @TempDir Path temp;
  private Path folder = Path.of("unset");
  private Path home = Path.of("unset");

  @BeforeEach
  void makeFolders() throws IOException {
    folder = Files.createDirectory(temp.resolve("folder"));
    home = Files.createDirectory(temp.resolve("home"));
  }

  private Config load(String yaml, Map<String, String> environment) throws IOException {
    Files.writeString(folder.resolve("aristobot.yaml"), yaml);
    return Config.load(null, environment, folder, home);
  }

  @Test
  void without_file_and_environment_everything_has_its_default() {
    Config config = Config.load(null, Map.of("PATH", "/bin"), folder, home);

    assertThat(config.data()).isEqualTo(home.resolve("data"));
    assertThat(config.logs()).isEqualTo(home.resolve("data/logs"));
    assertThat(config.logFormat()).isEqualTo(LogFormat.TEXT);
    assertThat(config.postgres()).isEqualTo(new Config.Postgres(5490, null));
    assertThat(config.redis()).isEqualTo(new Config.Redis(6390, null));
    assertThat(config.secretKey()).isNull();
    assertThat(config.exchanges()).containsOnlyKeys(Venue.values());
    assertThat(config.exchange(Venue.BINANCE))
        .isEqualTo(new Config.VenueSettings(null, null, null, 9101));
    assertThat(config.visibilityLags()).isEmpty();
    assertThat(config.alerts()).isEqualTo(new Config.Alerts(null, null));
  }

  @Test
  void the_file_is_read_and_its_paths_start_from_its_own_folder() throws IOException {
    Config config =
        load(
            """
            data: kept
            log: {format: json}
            postgres:
              url: jdbc:postgresql://db:5432/trading
              user: app
              password: "0123"
            redis:
              uri: rediss://:pw@cache:6380
            exchanges:
              binance:
                live_url: http://127.0.0.1:9101
                visibility_lag: 120
            alerts:
            """,
            Map.of());

    assertThat(config.data()).isEqualTo(folder.resolve("kept"));
    assertThat(config.logFormat()).isEqualTo(LogFormat.JSON);
    assertThat(config.postgres().external())
        .isEqualTo(
            new PostgresAccess("jdbc:postgresql://db:5432/trading", "app", new Secret("0123")));
    assertThat(config.redis().external()).isEqualTo(new Secret("rediss://:pw@cache:6380"));
    assertThat(config.exchange(Venue.BINANCE).liveUrl()).hasToString("http://127.0.0.1:9101");
    assertThat(config.visibilityLags()).isEqualTo(Map.of(Venue.BINANCE, Duration.ofMinutes(2)));
  }

  @Test
  void an_exchange_on_this_machine_may_be_taken_at_a_short_lag() throws IOException {
    String yaml = "exchanges: {binance: {live_url: 'http://127.0.0.1:9101', visibility_lag: 2}}\n";

    assertThat(load(yaml, Map.of()).exchange(Venue.BINANCE).visibilityLag())
        .isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void every_exchange_has_settings_of_its_own() throws IOException {
    int port = 9101;
    for (Venue venue : Venue.values()) {
      Config byDefault = Config.load(null, Map.of(), home, home);
      assertThat(byDefault.exchange(venue).simulatorPort()).isEqualTo(port++);

      String word = venue.word();
      String testnet = venue.hasTestnet() ? "testnet_url: 'http://localhost:2', " : "";
      String yaml =
          """
          exchanges: {%s: {live_url: 'http://localhost:1', %svisibility_lag: 3}}
          simulators: {%s: {port: 4}}
          """
              .formatted(word, testnet, word);
      assertThat(load(yaml, Map.of()).exchange(venue))
          .isEqualTo(
              new Config.VenueSettings(
                  URI.create("http://localhost:1"),
                  venue.hasTestnet() ? URI.create("http://localhost:2") : null,
                  Duration.ofSeconds(3),
                  4));
      Map<String, String> variables =
          Map.of("ARISTOBOT_SIMULATORS_" + word.toUpperCase(Locale.ROOT) + "_PORT", "5");
      assertThat(load(yaml, variables).exchange(venue).simulatorPort()).isEqualTo(5);
    }
  }

  @Test
  void the_environment_wins_over_the_file_and_an_empty_variable_is_absent() throws IOException {
    Config config =
        load(
            "postgres: {port: 1111}\nredis: {port: 2222}\n",
            Map.of("ARISTOBOT_POSTGRES_PORT", "0", "ARISTOBOT_REDIS_PORT", ""));

    assertThat(config.postgres().port()).isZero();
    assertThat(config.redis().port()).isEqualTo(2222);
  }

  @Test
  void a_file_in_the_installations_folder_is_found_too() throws IOException {
    Files.writeString(home.resolve("aristobot.yaml"), "redis: {port: 3333}\n");

    assertThat(Config.load(null, Map.of(), folder, home).redis().port()).isEqualTo(3333);
  }

  @Test
  void the_secret_key_comes_under_either_name_and_ours_wins() {
    Map<String, String> both = Map.of("SECRET_KEY", "plain", "ARISTOBOT_SECRET_KEY", "ours");

    assertThat(Config.load(null, Map.of("SECRET_KEY", "plain"), folder, home).secretKey())
        .isEqualTo(new Secret("plain"));
    assertThat(Config.load(null, both, folder, home).secretKey()).isEqualTo(new Secret("ours"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dta: x | Unknown key dta",
        "exchanges: {binanc: {live_url: x}} | Unknown key exchanges.binanc",
        "simulators: {mtgox: {port: 1}} | Unknown key simulators.mtgox",
        "exchanges: {binance: {port: 1}} | Unknown key exchanges.binance.port",
        "postgres: 5 | postgres in",
        "postgres: {port: 65536} | postgres.port must be a port",
        "postgres: {port: -1} | postgres.port must be a port",
        "postgres: {user: a} | need postgres.url",
        "postgres: {url: 'jdbc:postgresql://h/d'} | needs postgres.user",
        "postgres: {url: 'mysql://h/d', user: a} | postgres.url must be",
        "redis: {uri: 'http://h'} | redis.uri must be",
        "log: {format: xml} | log.format must be text or json",
        "exchanges: {binance: {live_url: 'ftp://x'}} | exchanges.binance.live_url must be",
        "exchanges: {binance: {visibility_lag: 14}} | exchanges.binance.visibility_lag must be a whole",
        "exchanges: {binance: {live_url: 'http://x', visibility_lag: 2}} | visibility_lag must be a",
        "exchanges: {binance: {visibility_lag: 3601}} | exchanges.binance.visibility_lag must be",
        "exchanges: {binance: {visibility_lag: 1m}} | exchanges.binance.visibility_lag must be",
        "secret_key: 123 | secret_key in",
        "[1] | must hold keys",
      })
  void a_bad_file_is_refused_with_the_name_of_the_key(String yaml, String sentence) {
    assertThatThrownBy(() -> load(yaml, Map.of()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void a_bad_variable_is_refused_by_its_name() {
    assertThatThrownBy(() -> Config.load(null, Map.of("ARISTOBOT_REDIS_PROT", "1"), folder, home))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("ARISTOBOT_REDIS_PROT");
    assertThatThrownBy(() -> Config.load(null, Map.of("ARISTOBOT_REDIS_PORT", "x"), folder, home))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("ARISTOBOT_REDIS_PORT must be a port");
  }

  @Test
  void a_file_that_was_named_must_be_there() {
    assertThatThrownBy(() -> Config.load(Path.of("none.yaml"), Map.of(), folder, home))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("none.yaml");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "secret_key: [hunter2]",
        "secret_key: 'hunter2\n x: y",
        "redis: {uri: 'redis://:hunter2 @h'}",
        "alerts: {discord_url: 'hunter2'}",
        "postgres: {url: 'jdbc:postgresql://h/d?password=hunter2', user: a}",
      })
  void a_complaint_never_repeats_a_secret(String yaml) {
    assertThatThrownBy(() -> load(yaml, Map.of()))
        .isInstanceOf(UserError.class)
        .message()
        .doesNotContain("hunter2");
  }

  @Test
  void settings_never_show_a_secret() throws IOException {
    Config config =
        load(
            """
            secret_key: "hunter2"
            postgres: {url: 'jdbc:postgresql://h/d', user: a, password: "hunter2"}
            redis: {uri: 'redis://:hunter2@h'}
            alerts: {discord_url: 'https://h/hunter2', webhook_url: 'https://h/hunter2'}
            """,
            Map.of());

    assertThat(config.toString()).doesNotContain("hunter2");
  }
}
