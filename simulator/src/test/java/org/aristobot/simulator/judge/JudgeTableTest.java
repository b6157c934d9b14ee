package org.aristobot.simulator.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.aristobot.simulator.judge.Column.Finding;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the kept table accepts, what it refuses, and what a rewrite leaves alone. */
class JudgeTableTest {

  private static final Finding NO_OCO = Finding.absent("it places no pairs");
  private static final Finding NO_EDIT = Finding.peer("it cancels by id alone");

  @TempDir Path folder;
  private Path file = Path.of("");
  private JudgeTable table = new JudgeTable("venue", file);

  @BeforeEach
  void keep_two_columns() {
    file = folder.resolve("venue.md");
    table = new JudgeTable("venue", file);
    table.settle(column("First", Cell.CREATE_OCO, NO_OCO), true);
    table.settle(column("Second", Cell.EDIT_ORDER, NO_EDIT), true);
  }

  private static Column column(String peer, Cell cell, Finding finding) {
    return column(peer, "1.0", cell, finding);
  }

  private static Column column(String peer, String version, Cell cell, Finding finding) {
    Map<Cell, Finding> findings = new EnumMap<>(Cell.class);
    for (Cell each : Cell.values()) {
      findings.put(each, each == cell ? finding : Finding.pass());
    }
    return new Column(peer, version, findings);
  }

  @Test
  void a_column_as_kept_is_fine() {
    table.settle(column("First", Cell.CREATE_OCO, NO_OCO), false);
    table.settle(column("Second", Cell.EDIT_ORDER, NO_EDIT), false);
  }

  @Test
  void a_cell_that_passed_and_no_longer_does_is_refused_whatever_the_excuse() {
    Column worse = column("First", Cell.TICKER, Finding.peer("it rounds"));
    assertThatThrownBy(() -> table.settle(worse, false))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("ticker passed before and is worse now: peer (it rounds)")
        .hasMessageContaining("create_oco is better than kept");
  }

  @Test
  void a_failure_is_refused_and_never_kept() throws IOException {
    String before = Files.readString(file);
    Column failed = column("First", Cell.BALANCE, Finding.fail("10 is not 9\nat line 3"));
    assertThatThrownBy(() -> table.settle(failed, true))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("balance: 10 is not 9");
    assertThat(file).hasContent(before);
  }

  @Test
  void a_better_cell_and_another_version_are_refused_until_the_table_is_rewritten() {
    Column better = column("Second", "1.1", Cell.EDIT_ORDER, Finding.pass());
    assertThatThrownBy(() -> table.settle(better, false))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("version: kept 1.0, ran 1.1")
        .hasMessageContaining("edit_order is better than kept")
        .hasMessageContaining("-Djudges.write=true");
    table.settle(better, true);
    table.settle(better, false);
    table.settle(column("First", Cell.CREATE_OCO, NO_OCO), false);
  }

  @Test
  void another_reason_is_refused_too() {
    assertThatThrownBy(
            () -> table.settle(column("First", Cell.CREATE_OCO, Finding.absent("lazy")), false))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("create_oco has another verdict or reason than kept: absent (lazy)");
  }

  @Test
  void a_peer_without_a_column_is_told_how_to_get_one() {
    assertThatThrownBy(() -> table.settle(column("Third", Cell.TICKER, Finding.pass()), false))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("no column Third")
        .hasMessageContaining("-Djudges.write=true");
  }

  @Test
  void a_column_says_something_about_every_cell() {
    assertThatThrownBy(() -> new Column("First", "1.0", Map.of(Cell.TICKER, Finding.pass())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("markets");
  }
}
