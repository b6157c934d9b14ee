package org.aristobot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.aristobot.app.ChildPrograms.Ended;
import org.aristobot.model.Venue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole program, used as an operator does: keys, passwords and the secret key are in the files
 * that are made for them, and nowhere else on the disk, on a screen or among the processes.
 */
class SecrecyUpIT {

  private static final String KEY = "KeyThatNobodyMaySee4711";
  private static final String SECRET = "SecretThatNobodyMaySee0815";
  private static final String HARMLESS = "NameThatEverybodyMaySee42";

  /** Files whose purpose it is to hold a secret. */
  private static final Set<String> KEEPERS =
      Set.of("secret_key", "redis_password", "postgres_password", "redis/redis.conf");

  @TempDir Path temp;
  private ChildPrograms programs;
  private final List<String> secrets = new ArrayList<>(List.of(KEY, SECRET));

  @BeforeEach
  void prepare() throws IOException {
    programs = new ChildPrograms(temp);
  }

  @AfterEach
  void end() throws IOException {
    programs.close();
  }

  @Test
  void secrets_are_in_their_own_files_only() throws Exception {
    // Configured, as an existing installation has it, so that servers could inherit it.
    String secretKey = OwnerFiles.randomSecret().reveal();
    programs.set("SECRET_KEY", secretKey);
    secrets.add(secretKey);
    Process up = programs.up();
    for (String file : List.of("redis_password", "postgres_password")) {
      secrets.add(ChildPrograms.read(programs.data().resolve(file)).strip());
    }
    use();
    Map<String, String> texts = new LinkedHashMap<>(processes(up));
    programs.stop(up);
    programs.printed().forEach((file, text) -> texts.put(file.getFileName().toString(), text));
    files().forEach((file, text) -> texts.put("data/" + file, text));

    texts.forEach((place, text) -> {
      for (String secret : secrets) {
        assertThat(text.contains(secret)).as("%s holds %s", place, secret).isFalse();
      }
    });
    assertTheSearchLooksEverywhere(texts);
  }

  private Ended add(String... more) {
    List<String> line =
        new ArrayList<>(
            List.of("broker", "add", "--user", "ann", "--exchange", "binance", "--name", HARMLESS));
    line.addAll(List.of(more));
    return programs.runWith(KEY + "\n" + SECRET + "\n", line.toArray(String[]::new));
  }

  /** Every command that shows something, and some that fail. */
  private void use() {
    assertThat(add().err()).contains("binance refuses the keys");
    Ended added = add("--no-check");
    assertThat(added.code()).as(added.err()).isZero();
    long broker = 1L + Venue.values().length;
    String order =
        "{\"broker_id\":%d,\"symbol\":\"BTC/USDT\",\"side\":\"buy\",\"type\":\"market\","
            + "\"quantity\":\"0.001\",\"client_order_id\":\"%s\"}";
    assertThat(programs.run("call", "place_order", order.formatted(1, HARMLESS)).code()).isZero();
    // The exchange does not know the key, and a caller writes it where it does not belong.
    Ended refused =
        programs.run("call", "place_order", "--user", "2", order.formatted(broker, "c"));
    assertThat(refused.out()).contains("AUTHENTICATION_FAILED");
    assertThat(programs.run("broker", "test", Long.toString(broker)).code()).isEqualTo(1);
    for (List<String> command :
        List.of(
            List.of("broker", "list"),
            List.of("status"),
            List.of("orders", "list"),
            List.of("orders", "show", "1"),
            List.of("orders", "explain", "1"),
            List.of("orders", "explain", "1", "--json"),
            List.of("call", "get_stats"),
            List.of("vault", "rotate"),
            List.of("orders", "show", "nothing"))) {
      assertThat(programs.run(command.toArray(String[]::new)).code()).isLessThan(3);
    }
  }

  /** Command lines and environments of everything that {@code up} runs, and of itself. */
  private Map<String, String> processes(Process up) throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    if (!Files.isReadable(Path.of("/proc/self/cmdline"))) {
      return texts;
    }
    List<Long> servers = new ArrayList<>(programs.servers());
    for (long server : programs.servers()) {
      ProcessHandle.of(server)
          .ifPresent(handle -> handle.descendants().forEach(child -> servers.add(child.pid())));
    }
    assertThat(servers).hasSizeGreaterThan(4);
    for (long pid : servers) {
      texts.put("environment of " + pid, told(pid, "environ"));
      texts.put("command line of " + pid, told(pid, "cmdline"));
    }
    texts.put("command line of up", told(up.pid(), "cmdline"));
    return texts;
  }

  private static String told(long pid, String what) throws IOException {
    try {
      return bytes(Path.of("/proc/" + pid + "/" + what));
    } catch (IOException e) {
      if (Processes.alive(pid)) {
        throw e;
      }
      return ""; // Some processes of PostgreSQL do not stay.
    }
  }

  /** Everything below the data folder but the keepers and the servers' programs. */
  private Map<Path, String> files() throws IOException {
    Map<Path, String> files = new LinkedHashMap<>();
    Path data = programs.data();
    try (Stream<Path> all = Files.walk(data)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        Path name = data.relativize(file);
        if (!KEEPERS.contains(name.toString())) {
          files.put(name, bytes(file));
        }
      }
    }
    return files;
  }

  private static String bytes(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
  }

  private void assertTheSearchLooksEverywhere(Map<String, String> texts) {
    assertThat(texts.keySet())
        .contains("data/logs/aristobot.log", "data/logs/redis.log", "data/logs/postgresql.log")
        .anyMatch(place -> place.startsWith("data/redis/appendonly"));
    assertThat(holding(texts, HARMLESS))
        .as("on screens")
        .anyMatch(place -> place.startsWith("output-"))
        .as("in PostgreSQL")
        .anyMatch(place -> place.startsWith("data/postgres/base"))
        .as("in Redis")
        .anyMatch(place -> place.startsWith("data/redis"));
    assertThat(holding(texts, "fsync=on")).anyMatch(place -> place.startsWith("command line of"));
    assertThat(holding(texts, "PATH=")).anyMatch(place -> place.startsWith("environment of"));
    assertThat(ChildPrograms.read(programs.data().resolve("redis/redis.conf")))
        .contains(ChildPrograms.read(programs.data().resolve("redis_password")).strip());
  }

  private static List<String> holding(Map<String, String> texts, String wanted) {
    return texts.entrySet().stream()
        .filter(place -> place.getValue().contains(wanted))
        .map(Map.Entry::getKey)
        .toList();
  }
}
