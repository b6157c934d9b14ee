package org.aristobot.simulator.judge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.aristobot.simulator.judge.Column.Finding;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs CCXT, which lives in {@code conformance/}, against a simulated venue and reads what it
 * finds.
 */
final class CcxtJudge {

  /** What was found; the version of CCXT comes first. */
  record Report(String peer, String version, Map<Cell, Finding> findings) {

    /** Throws {@link IllegalArgumentException} unless every cell was judged. */
    Column column() {
      return new Column(peer, version, findings);
    }
  }

  private static final JsonMapper JSON = new JsonMapper();
  private static final int OLDEST_NODE = 20;
  private static final Duration INSTALLING = Duration.ofMinutes(5);
  private static final Duration JUDGING = Duration.ofMinutes(3);

  private final Path folder;

  private CcxtJudge(Path folder) {
    this.folder = folder;
  }

  /**
   * Finds CCXT, and installs what is in its lock file when that has not been done.
   *
   * @throws AssertionError when Node is missing or too old, or npm fails
   */
  static CcxtJudge installed() {
    CcxtJudge judge = new CcxtJudge(folder());
    judge.requireNode();
    if (!judge.isInstalled()) {
      judge.run(
          INSTALLING,
          List.of("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline"));
    }
    return judge;
  }

  /** Has all cells judged. */
  Report judge(String venue, URI simulator) {
    return report(List.of("--venue", venue, "--url", simulator.toString()));
  }

  /** Has one cell judged. */
  Finding judge(String venue, URI simulator, Cell cell) {
    Report report =
        report(List.of("--venue", venue, "--url", simulator.toString(), "--cell", cell.word()));
    Finding finding = report.findings().get(cell);
    if (finding == null || report.findings().size() != 1) {
      throw new AssertionError("asked for " + cell.word() + ", judged " + report.findings());
    }
    return finding;
  }

  /**
   * Tells the cells lies, one at a time.
   *
   * @return what came of it, the seed included
   * @throws AssertionError when one was believed
   */
  String lie(String venue, URI simulator, long seed) {
    return run(
        JUDGING,
        List.of(
            "node",
            "lies.mjs",
            "--venue",
            venue,
            "--url",
            simulator.toString(),
            "--seed",
            Long.toString(seed)));
  }

  /** Has the judge's own tests run; throws {@link AssertionError} when one fails. */
  void test() {
    run(JUDGING, List.of("node", "--test", "judge.test.mjs"));
  }

  private Report report(List<String> arguments) {
    List<String> command = new ArrayList<>(List.of("node", "judge.mjs"));
    command.addAll(arguments);
    List<JsonNode> lines = run(JUDGING, command).lines().map(JSON::readTree).toList();
    if (lines.isEmpty()) {
      throw new AssertionError("judge.mjs printed nothing");
    }
    Map<Cell, Finding> findings = new EnumMap<>(Cell.class);
    for (JsonNode line : lines.subList(1, lines.size())) {
      Finding finding =
          new Finding(
              Column.Verdict.of(line.required("verdict").stringValue()),
              line.required("note").stringValue());
      if (findings.put(Cell.of(line.required("cell").stringValue()), finding) != null) {
        throw new AssertionError("judged twice: " + line);
      }
    }
    JsonNode peer = lines.getFirst();
    return new Report(
        peer.required("peer").stringValue(), peer.required("version").stringValue(), findings);
  }

  // --- Node

  private static Path folder() {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve("conformance/package-lock.json"))) {
        return folder.resolve("conformance");
      }
    }
    throw new AssertionError("no conformance/package-lock.json here or above");
  }

  private void requireNode() {
    String version = run(Duration.ofSeconds(20), List.of("node", "--version")).strip();
    if (!version.matches("v[0-9]+\\..*")
        || Integer.parseInt(version.substring(1, version.indexOf('.'))) < OLDEST_NODE) {
      throw new AssertionError(
          "The CCXT judge needs Node %d or newer; this is %s.".formatted(OLDEST_NODE, version));
    }
  }

  /** npm leaves a lock file of its own behind when it is done. */
  private boolean isInstalled() {
    Path done = folder.resolve("node_modules/.package-lock.json");
    try {
      return Files.exists(done)
          && Files.getLastModifiedTime(done)
                  .compareTo(Files.getLastModifiedTime(folder.resolve("package-lock.json")))
              >= 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the command printed. */
  private String run(Duration limit, List<String> command) {
    try {
      Path out = Files.createTempFile("ccxt-judge", ".out");
      Path err = Files.createTempFile("ccxt-judge", ".err");
      try {
        int code = exitCode(limit, command, out, err);
        if (code != 0) {
          throw new AssertionError(
              "%s ended with %d:%n%s%s"
                  .formatted(String.join(" ", command), code, text(out), text(err)));
        }
        return text(out);
      } finally {
        Files.deleteIfExists(out);
        Files.deleteIfExists(err);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int exitCode(Duration limit, List<String> command, Path out, Path err)
      throws IOException {
    Process process = start(command, out, err);
    try {
      if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        return process.exitValue();
      }
      throw new AssertionError(
          "%s took longer than %s:%n%s".formatted(String.join(" ", command), limit, text(err)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private Process start(List<String> command, Path out, Path err) {
    try {
      return new ProcessBuilder(command)
          .directory(folder.toFile())
          .redirectOutput(out.toFile())
          .redirectError(err.toFile())
          .start();
    } catch (IOException e) {
      throw new AssertionError(
          "The CCXT judge needs Node %d or newer with npm, and there is no %s on the PATH."
              .formatted(OLDEST_NODE, command.getFirst()),
          e);
    }
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file);
  }
}
