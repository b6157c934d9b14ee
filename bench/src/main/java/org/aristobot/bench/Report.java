package org.aristobot.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A run as a table on the console, as JSON, and as a page with plots. */
record Report(Instant at, Map<String, String> machine, List<Section> sections) {

  private List<Row> rows() {
    return sections.stream().flatMap(section -> section.rows().stream()).toList();
  }

  private List<Row> goals() {
    return rows().stream().filter(row -> row.goal() != null).toList();
  }

  String console() {
    StringBuilder text = new StringBuilder();
    machine.forEach((name, value) -> text.append("%-12s %s%n".formatted(name, value)));
    for (Section section : sections) {
      text.append("%n%s%n".formatted(section.title()));
      for (Row row : section.rows()) {
        text.append(line(row)).append(System.lineSeparator());
      }
    }
    long met = goals().stream().filter(row -> goal(row).met()).count();
    text.append("%nGoals met: %d of %d%n".formatted(met, goals().size()));
    for (Row row : goals()) {
      text.append(
          "  %-7s %s: %s, %s: %s %s%n"
              .formatted(
                  goal(row).met() ? "met" : "NOT MET",
                  row.part(),
                  row.name(),
                  row.conditions(),
                  against(row),
                  "(goal: " + goal(row).text() + ")"));
    }
    return text.toString();
  }

  private static String line(Row row) {
    return "  %-34s %-30s %-28s %-8s %-10s %s"
        .formatted(
            row.name() + (row.unit().isEmpty() ? "" : ", " + row.unit()),
            row.ours().text(),
            row.theirs() == null ? "" : row.peer() + " " + row.theirs().text(),
            row.ratio() == null ? "" : Spread.number(row.ratio()) + "x",
            row.goal() == null ? "" : row.goal().met() ? "met" : "NOT MET",
            row.conditions());
  }

  private static Row.Goal goal(Row row) {
    return java.util.Objects.requireNonNull(row.goal());
  }

  private static String against(Row row) {
    String ours = row.ours().text() + (row.unit().isEmpty() ? "" : " " + row.unit());
    return row.theirs() == null
        ? ours
        : ours + " against " + row.theirs().text() + " of " + row.peer();
  }

  void write(Path home) throws IOException {
    Path results = Files.createDirectories(home.resolve("bench/results"));
    Files.writeString(results.resolve("latest.json"), json());
    Path plots = Files.createDirectories(home.resolve("docs/benchmarks"));
    for (Section section : sections) {
      for (Section.Chart chart : section.charts()) {
        Files.writeString(plots.resolve(chart.file() + ".svg"), chart.svg());
      }
    }
    // What a person found in the profiles stands behind what the run found.
    String findings = Files.readString(home.resolve("bench/findings.md"));
    Files.writeString(home.resolve("docs/benchmarks.md"), page() + "\n" + findings);
  }

  private String json() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("at", at.toString());
    document.put("machine", machine);
    document.put("rows", rows().stream().map(Report::json).toList());
    return JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build()
            .writeValueAsString(document)
        + "\n";
  }

  private static Map<String, @Nullable Object> json(Row row) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("part", row.part());
    fields.put("name", row.name());
    fields.put("unit", row.unit());
    fields.put("ours", row.ours());
    fields.put("peer_name", row.peer());
    fields.put("peer", row.theirs());
    fields.put("ratio", row.ratio());
    fields.put("goal", row.goal() == null ? null : row.goal().text());
    fields.put("met", row.goal() == null ? null : row.goal().met());
    fields.put("conditions", row.conditions());
    return fields;
  }

  private String page() {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # Benchmarks

        Written by `./aristobot bench`, which measures Aristobot beside its peers on the machine at hand: one run, the
        contenders taking turns, medians of the rounds with their range. Run it yourself; the figures of a small and busy
        machine are not those of yours, the ratios mostly are.

        """);
    page.append("| | |\n|---|---|\n| at | ").append(at).append(" |\n");
    machine.forEach((name, value) -> page.append("| %s | %s |\n".formatted(name, value)));
    goalsTable(page);
    for (Section section : sections) {
      section(page, section);
    }
    return page.toString();
  }

  private void goalsTable(StringBuilder page) {
    long met = goals().stream().filter(row -> goal(row).met()).count();
    page.append("\n## Goals: %d of %d met\n\n".formatted(met, goals().size()));
    page.append("| | measure | conditions | this run | goal |\n|---|---|---|---|---|\n");
    for (Row row : goals()) {
      page.append(
          "| %s | %s: %s | %s | %s | %s |\n"
              .formatted(
                  goal(row).met() ? "met" : "**not met**",
                  row.part(),
                  row.name(),
                  row.conditions(),
                  against(row),
                  goal(row).text()));
    }
  }

  private static void section(StringBuilder page, Section section) {
    page.append("\n## ").append(section.title()).append("\n\n");
    for (Section.Chart chart : section.charts()) {
      page.append("![%s](benchmarks/%s.svg)\n\n".formatted(chart.title(), chart.file()));
    }
    section.notes().stream()
        .filter(note -> !note.isEmpty())
        .forEach(note -> page.append(note).append("\n\n"));
    page.append("| measure | unit | Aristobot | peer | | times as good | conditions |\n");
    page.append("|---|---|---|---|---|---|---|\n");
    for (Row row : section.rows()) {
      page.append(
          "| %s | %s | %s | %s | %s | %s | %s |\n"
              .formatted(
                  row.name(),
                  row.unit(),
                  row.ours().text(),
                  row.peer() == null ? "" : row.peer(),
                  row.theirs() == null ? "" : row.theirs().text(),
                  row.ratio() == null ? "" : Spread.number(row.ratio()),
                  row.conditions()));
    }
  }
}
