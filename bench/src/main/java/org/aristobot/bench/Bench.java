package org.aristobot.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * {@code ./aristobot bench [--quick] [--only PART] [--seed N]}: measures, prints, and writes {@code
 * bench/results/latest.json} and {@code docs/benchmarks.md}; with {@code --only} it prints only.
 */
public final class Bench {

  private static final Set<String> PARTS =
      Set.of("client", "gateway", "accounts", "exact", "micro");

  private final Settings settings;
  private final Set<String> parts;
  private final List<Section> sections = new ArrayList<>();

  private Bench(Settings settings, Set<String> parts) {
    this.settings = settings;
    this.parts = parts;
  }

  public static void main(String[] arguments) throws IOException {
    List<String> words = Arrays.asList(arguments);
    if (words.contains("--help") || !known(words)) {
      System.out.println(
          """
          ./aristobot bench [--quick] [--only PART] [--seed N]

            --quick       in two minutes instead of ten; the figures are rougher
            --only PART   client, gateway, accounts, exact or micro; prints, writes nothing
            --seed N      of the random decimals

          It writes bench/results/latest.json, docs/benchmarks.md and docs/benchmarks/*.svg.\
          """);
      System.exit(words.contains("--help") ? 0 : 2);
    }
    String only = after(words, "--only");
    String seed = after(words, "--seed");
    Path work = Places.home().resolve("bench/target/work");
    Settings settings =
        Settings.of(
            words.contains("--quick"), seed == null ? 20_261_128L : Long.parseLong(seed), work);
    new Bench(settings, only == null ? PARTS : Set.of(only)).run(only == null);
    System.exit(0);
  }

  private static boolean known(List<String> words) {
    for (int i = 0; i < words.size(); i++) {
      switch (words.get(i)) {
        case "--quick" -> {}
        case "--only" -> {
          i++;
          if (i >= words.size() || !PARTS.contains(words.get(i))) {
            return false;
          }
        }
        case "--seed" -> {
          i++;
          if (i >= words.size() || !words.get(i).matches("[0-9]{1,18}")) {
            return false;
          }
        }
        default -> {
          return false;
        }
      }
    }
    return true;
  }

  private static @org.jspecify.annotations.Nullable String after(
      List<String> words, String option) {
    int at = words.indexOf(option);
    return at < 0 ? null : words.get(at + 1);
  }

  private void run(boolean keep) throws IOException {
    empty(settings.work());
    Path logs = Files.createDirectories(settings.work().resolve("logs"));
    InstantSource clock = InstantSource.system();
    var machine = Machine.facts(settings);
    long started = System.nanoTime();
    try (Stage stage = Stage.open(logs)) {
      measure(stage);
    }
    machine.put("took", (System.nanoTime() - started) / 1_000_000_000 + " s");
    Report report = new Report(clock.instant(), machine, sections);
    System.out.print(report.console());
    if (keep) {
      report.write(Places.home());
      System.out.println("Written: bench/results/latest.json, docs/benchmarks.md");
    }
  }

  private void measure(Stage stage) throws IOException {
    double clientP50 = Double.NaN;
    if (parts.contains("client")) {
      say("client");
      sections.add(ClientPart.measure(settings, stage));
      clientP50 = ClientPart.clientP50(sections.getLast());
    }
    if (!parts.equals(Set.of("client")) && !parts.equals(Set.of("micro"))) {
      Gateways.awaitCache(Duration.ofMinutes(1));
      try (World world = World.open(settings.work().resolve("data"))) {
        inWorld(stage, world, clientP50);
      }
    }
    if (parts.contains("micro")) {
      say("micro");
      sections.add(MicroPart.measure(settings, stage));
    }
  }

  /** Accounts first: the gateway part fills the journal, and kills PostgreSQL at its end. */
  private void inWorld(Stage stage, World world, double clientP50) {
    Section accounts = null;
    if (parts.contains("accounts")) {
      say("accounts");
      accounts = AccountsPart.measure(settings, stage, world);
    }
    Section exact = null;
    if (parts.contains("exact")) {
      say("exact");
      exact = ExactPart.measure(settings, stage, world);
    }
    if (parts.contains("gateway")) {
      say("gateway");
      sections.add(GatewayPart.measure(settings, stage, world, clientP50));
    }
    Stream.of(accounts, exact).filter(java.util.Objects::nonNull).forEach(sections::add);
  }

  private static void say(String part) {
    System.err.println("Measuring: " + part + " ...");
  }

  private static void empty(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    Files.createDirectories(folder);
  }
}
