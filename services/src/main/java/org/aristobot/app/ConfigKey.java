package org.aristobot.app;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.aristobot.model.Venue;
import org.jspecify.annotations.Nullable;

/**
 * A setting: its path in {@code aristobot.yaml}, what a value may look like, and its default. The
 * environment variable is {@code ARISTOBOT_} and the path in capitals with underscores.
 */
record ConfigKey(String path, Kind kind, @Nullable String byDefault) {
  static final ConfigKey DATA = new ConfigKey("data", Kind.TEXT, "data");
  static final ConfigKey LOGS = new ConfigKey("logs", Kind.TEXT, null);
  static final ConfigKey LOG_FORMAT = new ConfigKey("log.format", Kind.LOG_FORMAT, "text");
  static final ConfigKey SECRET_KEY = new ConfigKey("secret_key", Kind.SECRET, null);
  static final ConfigKey OLD_SECRET_KEY = new ConfigKey("old_secret_key", Kind.SECRET, null);
  static final ConfigKey POSTGRES_URL = new ConfigKey("postgres.url", Kind.JDBC_URL, null);
  static final ConfigKey POSTGRES_USER = new ConfigKey("postgres.user", Kind.TEXT, null);
  static final ConfigKey POSTGRES_PASSWORD = new ConfigKey("postgres.password", Kind.SECRET, null);
  static final ConfigKey POSTGRES_PORT = new ConfigKey("postgres.port", Kind.PORT, "5490");
  static final ConfigKey REDIS_URI = new ConfigKey("redis.uri", Kind.REDIS_URI, null);
  static final ConfigKey REDIS_PORT = new ConfigKey("redis.port", Kind.PORT, "6390");
  static final ConfigKey ALERTS_DISCORD_URL =
      new ConfigKey("alerts.discord_url", Kind.SECRET_HTTP_URL, null);
  static final ConfigKey ALERTS_WEBHOOK_URL =
      new ConfigKey("alerts.webhook_url", Kind.SECRET_HTTP_URL, null);

  /** The simulators' ports follow one another in the order of the venues. */
  private static final int FIRST_SIMULATOR_PORT = 9101;

  private static final List<ConfigKey> ALL =
      Stream.concat(
              Stream.of(
                  DATA,
                  LOGS,
                  LOG_FORMAT,
                  SECRET_KEY,
                  OLD_SECRET_KEY,
                  POSTGRES_URL,
                  POSTGRES_USER,
                  POSTGRES_PASSWORD,
                  POSTGRES_PORT,
                  REDIS_URI,
                  REDIS_PORT,
                  ALERTS_DISCORD_URL,
                  ALERTS_WEBHOOK_URL),
              Stream.of(Venue.values()).flatMap(ConfigKey::of))
          .toList();

  /** The shape of a value. A secret one is never repeated in a message. */
  enum Kind {
    TEXT("a text", false),
    SECRET("a text in quotes", true),
    LOG_FORMAT("text or json", false),
    PORT("a port number from 0 (any free one) to 65535", false),
    LAG(
        "a whole number of seconds from 15 to 3600 (from 1 where the exchange is on this machine)",
        false),
    HTTP_URL("an http:// or https:// address", false),
    SECRET_HTTP_URL("an http:// or https:// address", true),
    JDBC_URL("a jdbc:postgresql://host:port/database address without a password in it", true),
    REDIS_URI("a redis:// or rediss:// address", true);

    final String expected;
    final boolean secret;

    Kind(String expected, boolean secret) {
      this.expected = expected;
      this.secret = secret;
    }
  }

  /** Every setting that exists. */
  static List<ConfigKey> all() {
    return ALL;
  }

  /** Those of a venue; one without a test network has no address of one. */
  private static Stream<ConfigKey> of(Venue venue) {
    Stream<ConfigKey> always =
        Stream.of(liveUrl(venue), visibilityLag(venue), simulatorPort(venue));
    return venue.hasTestnet() ? Stream.concat(always, Stream.of(testnetUrl(venue))) : always;
  }

  static ConfigKey liveUrl(Venue venue) {
    return new ConfigKey("exchanges." + venue.word() + ".live_url", Kind.HTTP_URL, null);
  }

  static ConfigKey testnetUrl(Venue venue) {
    return new ConfigKey("exchanges." + venue.word() + ".testnet_url", Kind.HTTP_URL, null);
  }

  static ConfigKey visibilityLag(Venue venue) {
    return new ConfigKey("exchanges." + venue.word() + ".visibility_lag", Kind.LAG, null);
  }

  static ConfigKey simulatorPort(Venue venue) {
    int port = FIRST_SIMULATOR_PORT + List.of(Venue.values()).indexOf(venue);
    return new ConfigKey("simulators." + venue.word() + ".port", Kind.PORT, Integer.toString(port));
  }

  String variable() {
    return "ARISTOBOT_" + path.toUpperCase(Locale.ROOT).replace('.', '_');
  }

  static Optional<ConfigKey> ofPath(String path) {
    return ALL.stream().filter(key -> key.path.equals(path)).findFirst();
  }

  static Optional<ConfigKey> ofVariable(String variable) {
    return ALL.stream().filter(key -> key.variable().equals(variable)).findFirst();
  }
}
