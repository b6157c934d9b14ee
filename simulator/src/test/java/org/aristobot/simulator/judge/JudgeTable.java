package org.aristobot.simulator.judge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.aristobot.simulator.judge.Column.Finding;
import org.aristobot.simulator.judge.Column.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * The kept table of a venue's judges, {@code conformance/judges/<venue>.md}: a row for each cell, a
 * column for each peer. A run settles its own column and leaves the others alone.
 */
final class JudgeTable {

  /** System property that makes a run rewrite its column instead of comparing it. */
  static final String WRITE = "judges.write";

  private static final String FOLDER = "conformance/judges";
  private static final String PEER_HEAD = "| peer | version |";
  private static final String CELL_HEAD = "| cell |";
  private static final String REASON_HEAD = "| peer | cell | verdict | reason |";

  private final String venue;
  private final Path file;

  JudgeTable(String venue, Path file) {
    this.venue = venue;
    this.file = file;
  }

  static JudgeTable of(String venue) {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      if (Files.isDirectory(folder.resolve(FOLDER))) {
        return new JudgeTable(venue, folder.resolve(FOLDER).resolve(venue + ".md"));
      }
    }
    throw new IllegalStateException("no folder " + FOLDER + " here or above");
  }

  /**
   * Prints the column and compares it with the kept one, or rewrites the kept one when the system
   * property {@link #WRITE} is true.
   *
   * @throws AssertionError when a cell failed or the column is not as kept, better ones included
   */
  void settle(Column column) {
    System.out.println(printed(column));
    settle(column, Boolean.getBoolean(WRITE));
  }

  void settle(Column column, boolean write) {
    refuseFailures(column);
    Map<String, Column> kept = read();
    if (write) {
      kept.put(column.peer(), column);
      write(kept);
    } else {
      compare(kept.get(column.peer()), column);
    }
  }

  private static void refuseFailures(Column column) {
    StringBuilder failed = new StringBuilder();
    column
        .findings()
        .forEach((cell, finding) -> {
          if (finding.verdict() == Verdict.FAIL) {
            failed.append("\n\n").append(cell.word()).append(": ").append(finding.reason());
          }
        });
    if (!failed.isEmpty()) {
      throw new AssertionError(column.peer() + " finds the simulator wrong:" + failed);
    }
  }

  // --- comparing

  private void compare(@Nullable Column kept, Column found) {
    if (kept == null) {
      throw new AssertionError("There is no column " + found.peer() + " yet. " + howToWrite());
    }
    List<String> differences = new ArrayList<>();
    if (!kept.version().equals(found.version())) {
      differences.add("version: kept " + kept.version() + ", ran " + found.version());
    }
    for (Cell cell : Cell.values()) {
      Finding before = kept.of(cell);
      Finding now = found.of(cell);
      if (!before.equals(now)) {
        differences.add(difference(cell, before, now));
      }
    }
    if (!differences.isEmpty()) {
      throw new AssertionError(
          "%s is not as %s keeps it:\n%s\n%s"
              .formatted(found.peer(), file, String.join("\n", differences), howToWrite()));
    }
  }

  private static String difference(Cell cell, Finding before, Finding now) {
    String words =
        before.verdict() == Verdict.PASS
            ? "%s passed before and is worse now: %s (%s)"
            : now.verdict() == Verdict.PASS
                ? "%s is better than kept: %s%s"
                : "%s has another verdict or reason than kept: %s (%s)";
    return words.formatted(cell.word(), now.verdict().word(), now.reason());
  }

  private static String howToWrite() {
    return "If that is right, run this judge with -D"
        + WRITE
        + "=true, which rewrites its column, and commit the table.";
  }

  // --- text

  private static String printed(Column column) {
    StringBuilder text = new StringBuilder("%n%s %s%n".formatted(column.peer(), column.version()));
    column
        .findings()
        .forEach((cell, finding) ->
            text.append(
                "  %-26s %-7s %s%n"
                    .formatted(cell.word(), finding.verdict().word(), firstLine(finding))));
    Map<String, Integer> sums = new TreeMap<>();
    column.findings().values().forEach(f -> sums.merge(f.verdict().word(), 1, Integer::sum));
    return text.append("  ").append(sums).toString();
  }

  private static String firstLine(Finding finding) {
    return finding.reason().lines().findFirst().orElse("");
  }

  private Map<String, Column> read() {
    if (!Files.exists(file)) {
      return new LinkedHashMap<>();
    }
    try {
      return parse(Files.readAllLines(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Column> parse(List<String> lines) {
    Map<String, String> versions = new LinkedHashMap<>();
    for (List<String> row : rows(lines, PEER_HEAD)) {
      versions.put(row.get(0), row.get(1));
    }
    Map<String, String> reasons = new LinkedHashMap<>();
    for (List<String> row : rows(lines, REASON_HEAD)) {
      reasons.put(row.get(0) + " " + row.get(1), row.get(3));
    }
    List<List<String>> cells = rows(lines, CELL_HEAD);
    Map<String, Column> columns = new LinkedHashMap<>();
    versions.forEach((peer, version) -> {
      int place = columns.size();
      Map<Cell, Finding> findings = new EnumMap<>(Cell.class);
      for (List<String> row : cells) {
        String reason = reasons.getOrDefault(peer + " " + row.get(0), "");
        findings.put(Cell.of(row.get(0)), new Finding(Verdict.of(row.get(place + 1)), reason));
      }
      columns.put(peer, new Column(peer, version, findings));
    });
    return columns;
  }

  /** The rows of the table below the line that starts with {@code head}. */
  private static List<List<String>> rows(List<String> lines, String head) {
    return lines.stream()
        .dropWhile(line -> !line.startsWith(head))
        .takeWhile(line -> line.startsWith("|"))
        .skip(2)
        .map(line -> List.of(line.substring(2, line.length() - 2).split(" \\| ", -1)))
        .toList();
  }

  private void write(Map<String, Column> columns) {
    StringBuilder text = new StringBuilder();
    text.append("# The judges of the ").append(venue).append(" simulator\n\n");
    text.append(
        """
        Clients that others wrote, run unchanged but for their URLs against our simulator. `pass`: every value agreed
        with the simulator's control plane · `peer`: the peer's own fault · `absent`: the peer does not offer it.
        The judges write and compare this file; CONTRIBUTING.md says how.

        """);
    table(text, PEER_HEAD, columns.values().stream().map(c -> List.of(c.peer(), c.version())));
    table(
        text,
        CELL_HEAD + " " + String.join(" | ", columns.keySet()) + " |",
        Arrays.stream(Cell.values()).map(cell -> row(cell, columns)));
    table(text, REASON_HEAD, columns.values().stream().flatMap(JudgeTable::reasons));
    try {
      Files.writeString(file, text.toString().stripTrailing() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> row(Cell cell, Map<String, Column> columns) {
    List<String> row = new ArrayList<>(List.of(cell.word()));
    columns.values().forEach(column -> row.add(column.of(cell).verdict().word()));
    return row;
  }

  private static Stream<List<String>> reasons(Column column) {
    return column.findings().entrySet().stream()
        .filter(entry -> entry.getValue().verdict() != Verdict.PASS)
        .map(entry ->
            List.of(
                column.peer(),
                entry.getKey().word(),
                entry.getValue().verdict().word(),
                entry.getValue().reason()));
  }

  private static void table(StringBuilder text, String head, Stream<List<String>> rows) {
    long columns = head.chars().filter(c -> c == '|').count() - 1;
    text.append(head).append('\n').append("|").append("---|".repeat((int) columns)).append('\n');
    rows.forEach(row -> text.append("| ").append(String.join(" | ", row)).append(" |\n"));
    text.append('\n');
  }
}
