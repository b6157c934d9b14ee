package org.aristobot.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.knowm.xchange.binance.BinanceExchange;

/** On what, and with what, a run was made. */
final class Machine {

  private static final int SYNCS = 60;

  private Machine() {}

  static Map<String, String> facts(Settings settings) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(
        "commit", run("git", "-C", Places.home().toString(), "describe", "--always", "--dirty"));
    facts.put("processor", processor());
    facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    facts.put("memory", memory());
    facts.put("system", System.getProperty("os.name"));
    facts.put("load before", load());
    facts.put(
        "java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
    facts.put("node", run("node", "--version"));
    facts.put("CCXT", ccxt());
    facts.put("XChange", jarVersion(BinanceExchange.class));
    facts.put(
        "settings",
        "%s, %d rounds of %d ms after %d ms of warming up, seed %d, heaps of at most 512 MB with the serial collector"
            .formatted(
                settings.quick() ? "quick" : "complete",
                settings.rounds(),
                settings.round().toMillis(),
                settings.warmUp().toMillis(),
                settings.seed()));
    return facts;
  }

  private static String processor() {
    return lines("/proc/cpuinfo").stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.replaceFirst(".*: *", ""))
        .findFirst()
        .orElse(System.getProperty("os.arch"));
  }

  private static String memory() {
    return lines("/proc/meminfo").stream()
        .filter(line -> line.startsWith("MemTotal"))
        .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024 / 1024 + " GB")
        .findFirst()
        .orElse("unknown");
  }

  private static String load() {
    return lines("/proc/loadavg").stream()
        .findFirst()
        .map(line -> line.replaceFirst(" .*", ""))
        .orElse("unknown");
  }

  private static String ccxt() {
    return lines(Places.home().resolve("conformance/package.json").toString()).stream()
        .filter(line -> line.contains("\"ccxt\""))
        .map(line -> line.replaceAll("[^0-9.]", ""))
        .findFirst()
        .orElse("unknown");
  }

  private static String jarVersion(Class<?> type) {
    String jar =
        Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath())
            .getFileName()
            .toString();
    return jar.replaceFirst("\\.jar$", "").replaceFirst("^[a-z-]*", "");
  }

  /** Resident memory of a process, in MB. */
  static double residentMegabytes(long pid) {
    return lines("/proc/" + pid + "/status").stream()
        .filter(line -> line.startsWith("VmRSS"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
        .findFirst()
        .orElse(Double.NaN);
  }

  private static List<String> lines(String file) {
    try {
      return Files.exists(Path.of(file)) ? Files.readAllLines(Path.of(file)) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How long the disk takes to have 8 kB for certain: the median, in milliseconds. */
  static double syncMillis(Path folder) {
    Path file = folder.resolve("sync");
    Latencies latencies = new Latencies();
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      for (int i = 0; i < SYNCS; i++) {
        long start = System.nanoTime();
        int _ = channel.write(ByteBuffer.allocate(8192), 8192L * i);
        channel.force(false);
        latencies.add(System.nanoTime() - start);
      }
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Latencies.percentile(Latencies.sorted(List.of(latencies)), 50) / 1e3;
  }

  /** What a command prints, without its end of line. */
  static String run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      boolean ended = process.waitFor(20, TimeUnit.SECONDS);
      return ended && process.exitValue() == 0 ? text.strip() : "unknown";
    } catch (IOException e) {
      return "unknown";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "unknown";
    }
  }
}
