package org.aristobot.app;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.aristobot.model.Venue;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads and checks {@link Config}: the file first, then the environment over it. */
final class ConfigReader {
  private static final String FILE_NAME = "aristobot.yaml";

  /** Existing installations name their key so, without our prefix. */
  private static final String PLAIN_SECRET_KEY = "SECRET_KEY";

  /** Variables of the launcher and of single commands, which are not settings of the program. */
  private static final Set<String> NO_SETTINGS =
      Set.of("ARISTOBOT_JAVA_OPTS", ImportBrokersCommand.PASSWORD, ImportBrokersCommand.SECRET_KEY);

  /** Below it, orders have been seen that the venue's look-ups did not show yet. */
  private static final int LEAST_LAG_SECONDS = 15;

  private static final int MOST_LAG_SECONDS = 3600;

  /** A value with the place it came from, so that a complaint can name it. */
  private record Found(String value, String origin, Path base) {}

  private final Map<ConfigKey, Found> found = new HashMap<>();

  private ConfigReader() {}

  static Config read(@Nullable Path file, Map<String, String> environment, Path folder, Path home) {
    ConfigReader reader = new ConfigReader();
    for (ConfigKey key : ConfigKey.all()) {
      if (key.byDefault() != null) {
        reader.found.put(key, new Found(key.byDefault(), key.path(), home));
      }
    }
    Path source = locate(file, folder, home);
    if (source != null) {
      reader.readFile(source.toAbsolutePath());
    }
    reader.readEnvironment(environment, folder);
    return reader.config();
  }

  private static @Nullable Path locate(@Nullable Path file, Path folder, Path home) {
    if (file != null) {
      if (!Files.isReadable(folder.resolve(file))) {
        throw new UserError("The configuration file " + file + " cannot be read.");
      }
      return folder.resolve(file);
    }
    for (Path place : new Path[] {folder, home}) {
      if (Files.exists(place.resolve(FILE_NAME))) {
        return place.resolve(FILE_NAME);
      }
    }
    return null;
  }

  private void readFile(Path source) {
    YAMLMapper mapper =
        YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    JsonNode root;
    try {
      root = mapper.readTree(source.toFile());
    } catch (JacksonException e) {
      // The parser's own message quotes the text around the error, which may be a secret.
      throw new UserError(source + " is not readable YAML" + position(e) + ".");
    }
    if (root.isMissingNode() || root.isNull()) {
      return;
    }
    if (!root.isObject()) {
      throw new UserError(source + " must hold keys with values.");
    }
    walk(root, "", source);
  }

  private static String position(JacksonException e) {
    return e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")";
  }

  private void walk(JsonNode node, String prefix, Path source) {
    for (Map.Entry<String, JsonNode> property : node.properties()) {
      String path = prefix + property.getKey();
      JsonNode value = property.getValue();
      ConfigKey key = ConfigKey.ofPath(path).orElse(null);
      if (key != null) {
        put(key, value, source);
      } else if (!isSection(path)) {
        throw new UserError(
            "Unknown key " + path + " in " + source + "; known are " + paths() + ".");
      } else if (value.isObject()) {
        walk(value, path + ".", source);
      } else if (!value.isNull()) {
        throw new UserError(path + " in " + source + " must hold keys with values.");
      }
    }
  }

  private void put(ConfigKey key, JsonNode value, Path source) {
    if (value.isNull()) {
      return;
    }
    boolean text = value.isString();
    if (!value.isValueNode() || (key.kind().secret && !text)) {
      throw bad(key.path() + " in " + source, key);
    }
    Path folder = source.getParent();
    found.put(key, new Found(value.asString(), key.path(), folder == null ? source : folder));
  }

  private static boolean isSection(String path) {
    return ConfigKey.all().stream().anyMatch(key -> key.path().startsWith(path + "."));
  }

  private static String paths() {
    return ConfigKey.all().stream().map(ConfigKey::path).collect(Collectors.joining(", "));
  }

  /** Whether the program reads that environment variable. */
  static boolean isSetting(String variable) {
    return variable.startsWith("ARISTOBOT_") || variable.equals(PLAIN_SECRET_KEY);
  }

  private void readEnvironment(Map<String, String> environment, Path folder) {
    String plainSecret = environment.get(PLAIN_SECRET_KEY);
    if (plainSecret != null && !plainSecret.isEmpty()) {
      found.put(ConfigKey.SECRET_KEY, new Found(plainSecret, PLAIN_SECRET_KEY, folder));
    }
    environment.forEach((variable, value) -> {
      if (!variable.startsWith("ARISTOBOT_") || NO_SETTINGS.contains(variable)) {
        return;
      }
      ConfigKey key =
          ConfigKey.ofVariable(variable)
              .orElseThrow(() -> new UserError("Unknown environment variable " + variable + "."));
      if (!value.isEmpty()) {
        found.put(key, new Found(value, variable, folder));
      }
    });
  }

  private Config config() {
    Path data = path(ConfigKey.DATA);
    return new Config(
        data,
        found.containsKey(ConfigKey.LOGS) ? path(ConfigKey.LOGS) : data.resolve("logs"),
        logFormat(),
        new Config.Postgres(port(ConfigKey.POSTGRES_PORT), postgres()),
        new Config.Redis(port(ConfigKey.REDIS_PORT), secretAddress(ConfigKey.REDIS_URI)),
        secret(ConfigKey.SECRET_KEY),
        secret(ConfigKey.OLD_SECRET_KEY),
        exchanges(),
        new Config.Alerts(
            secretAddress(ConfigKey.ALERTS_DISCORD_URL),
            secretAddress(ConfigKey.ALERTS_WEBHOOK_URL)));
  }

  private Map<Venue, Config.VenueSettings> exchanges() {
    Map<Venue, Config.VenueSettings> exchanges = new EnumMap<>(Venue.class);
    for (Venue venue : Venue.values()) {
      ConfigKey live = ConfigKey.liveUrl(venue);
      ConfigKey testnet = ConfigKey.testnetUrl(venue);
      exchanges.put(
          venue,
          new Config.VenueSettings(
              address(live),
              address(testnet),
              lag(ConfigKey.visibilityLag(venue), live, testnet),
              port(ConfigKey.simulatorPort(venue))));
    }
    return exchanges;
  }

  private @Nullable PostgresAccess postgres() {
    Found user = found.get(ConfigKey.POSTGRES_USER);
    Found url = found.get(ConfigKey.POSTGRES_URL);
    if (url == null) {
      if (user != null || found.containsKey(ConfigKey.POSTGRES_PASSWORD)) {
        throw new UserError("postgres.user and postgres.password need postgres.url beside them.");
      }
      return null;
    }
    if (!url.value.startsWith("jdbc:postgresql:") || url.value.contains("password=")) {
      throw bad(url.origin, ConfigKey.POSTGRES_URL);
    }
    if (user == null) {
      throw new UserError("postgres.url needs postgres.user beside it.");
    }
    return new PostgresAccess(url.value, user.value, secret(ConfigKey.POSTGRES_PASSWORD));
  }

  private Path path(ConfigKey key) {
    Found value = required(key);
    try {
      return value.base.resolve(value.value).toAbsolutePath().normalize();
    } catch (java.nio.file.InvalidPathException e) {
      throw new UserError(value.origin + " is not a path.", e);
    }
  }

  private int port(ConfigKey key) {
    Found value = required(key);
    if (!value.value.matches("[0-9]{1,5}") || Integer.parseInt(value.value) > 65535) {
      throw bad(value.origin, key);
    }
    return Integer.parseInt(value.value);
  }

  /**
   * @param addresses of the exchange: one that only a simulator on this machine can have may be
   *     taken at a shorter lag
   */
  private @Nullable Duration lag(ConfigKey key, ConfigKey... addresses) {
    Found value = found.get(key);
    if (value == null) {
      return null;
    }
    int seconds = value.value.matches("[0-9]{1,4}") ? Integer.parseInt(value.value) : 0;
    int least = areOnLoopback(addresses) ? 1 : LEAST_LAG_SECONDS;
    if (seconds < least || seconds > MOST_LAG_SECONDS) {
      throw bad(value.origin, key);
    }
    return Duration.ofSeconds(seconds);
  }

  /** Whether there are any, and all are on this machine. */
  private boolean areOnLoopback(ConfigKey... addresses) {
    List<URI> known = Arrays.stream(addresses).map(this::address).filter(Objects::nonNull).toList();
    return !known.isEmpty()
        && known.stream().allMatch(uri -> Set.of("127.0.0.1", "localhost").contains(uri.getHost()));
  }

  private LogFormat logFormat() {
    Found value = required(ConfigKey.LOG_FORMAT);
    return switch (value.value.toLowerCase(Locale.ROOT)) {
      case "text" -> LogFormat.TEXT;
      case "json" -> LogFormat.JSON;
      default -> throw bad(value.origin, ConfigKey.LOG_FORMAT);
    };
  }

  private @Nullable URI address(ConfigKey key) {
    Found value = found.get(key);
    return value == null ? null : address(key, value);
  }

  private static URI address(ConfigKey key, Found value) {
    Set<String> schemes =
        key.kind() == ConfigKey.Kind.REDIS_URI
            ? Set.of("redis", "rediss")
            : Set.of("http", "https");
    try {
      URI uri = new URI(value.value);
      if (uri.getScheme() != null && schemes.contains(uri.getScheme()) && uri.getHost() != null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Told below: the exception's own message quotes the text, which may be a secret.
    }
    throw bad(value.origin, key);
  }

  private @Nullable Secret secretAddress(ConfigKey key) {
    Found value = found.get(key);
    return value == null ? null : new Secret(address(key, value).toString());
  }

  private @Nullable Secret secret(ConfigKey key) {
    Found value = found.get(key);
    return value == null ? null : new Secret(value.value);
  }

  private Found required(ConfigKey key) {
    Found value = found.get(key);
    if (value == null) {
      throw new IllegalStateException("No default for " + key);
    }
    return value;
  }

  private static UserError bad(String origin, ConfigKey key) {
    return new UserError(origin + " must be " + key.kind().expected + ".");
  }
}
