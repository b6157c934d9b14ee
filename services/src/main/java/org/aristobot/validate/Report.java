package org.aristobot.validate;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.aristobot.model.Decimals;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What came of validating one broker.
 *
 * @param cap what no order was worth more than, in quote
 * @param left what is still there of what was placed, in words
 * @param stopped whether it was ended before its end
 */
public record Report(
    Subject subject,
    boolean dryRun,
    BigDecimal cap,
    List<Row> rows,
    List<String> left,
    boolean stopped) {

  private static final JsonMapper JSON = new JsonMapper();

  private static final Map<String, String> SECTIONS =
      Map.of(
          "1", "Connection",
          "2", "At the market and at a limit",
          "3", "Kinds of orders",
          "4", "Shown, edited, cancelled",
          "5", "Statuses and storage",
          "6", "The same order twice",
          "7", "Refusals and faults");

  public Report {
    rows = List.copyOf(rows);
    left = List.copyOf(left);
  }

  /** Of a broker that could not even be begun with. */
  public static Report notReady(Subject subject, boolean dryRun, String why) {
    Row row = new Row("0", "can be validated", Verdict.FAIL, Duration.ZERO, why);
    return new Report(subject, dryRun, BigDecimal.ZERO, List.of(row), List.of(), false);
  }

  /** Whether all was looked at and nothing failed. */
  public boolean passed() {
    return !stopped && count(Verdict.FAIL) == 0;
  }

  private long count(Verdict verdict) {
    return rows.stream().filter(row -> row.verdict() == verdict).count();
  }

  /** The heading above the first row of a section, and the row. */
  public static List<String> lines(Row row) {
    List<String> lines = new ArrayList<>();
    String section = row.number().replaceFirst("\\..*", "");
    if (row.number().endsWith(".1") && SECTIONS.containsKey(section)) {
      lines.add("");
      lines.add(section + "  " + SECTIONS.get(section));
    }
    lines.add(
        String.format(
            Locale.ROOT,
            "  %-5s %-38s %-12s %7d ms  %s",
            row.number(),
            row.item(),
            row.verdict() == Verdict.FAIL ? "FAIL" : row.verdict().word(),
            row.took().toMillis(),
            row.why()));
    return lines;
  }

  /** What stands below the rows. */
  public List<String> summary() {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(
        count(Verdict.PASS)
            + " passed, "
            + count(Verdict.FAIL)
            + " failed, "
            + count(Verdict.NOT_OFFERED)
            + " not offered"
            + (dryRun ? ", " + count(Verdict.DRY_RUN) + " not placed" : "")
            + (stopped ? "; stopped before its end" : "")
            + ".");
    if (left.isEmpty()) {
      lines.add("Nothing is left.");
    }
    left.forEach(what -> lines.add("Left: " + what + "."));
    return lines;
  }

  /** The same as data. */
  public ObjectNode json() {
    ObjectNode json =
        JSON.createObjectNode()
            .put("broker_id", subject.broker().id())
            .put("broker", subject.broker().name())
            .put("user", subject.user())
            .put("exchange", subject.broker().venue().word())
            .put("world", subject.world().name().toLowerCase(Locale.ROOT))
            .put("address", subject.address().toString())
            .put("symbol", subject.symbol().toString())
            .put("dry_run", dryRun)
            .put("cap", Decimals.plain(cap))
            .put("passed", passed())
            .put("stopped", stopped);
    ArrayNode items = json.putArray("items");
    for (Row row : rows) {
      items
          .addObject()
          .put("number", row.number())
          .put("item", row.item())
          .put("result", row.verdict().word())
          .put("ms", row.took().toMillis())
          .put("why", row.why());
    }
    ArrayNode rest = json.putArray("left");
    left.forEach(rest::add);
    return json;
  }
}
