package org.aristobot.simulator.judge;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * What one peer's run came to: a finding for every cell.
 *
 * @param peer its name, the head of the column
 * @param version of the peer, exactly
 */
record Column(String peer, String version, Map<Cell, Finding> findings) {

  /** How a cell ended. */
  enum Verdict {
    PASS,
    /** Our fault. Never kept: the run is red. */
    FAIL,
    /** The peer's own fault, known by name. */
    PEER,
    /** The peer does not offer it. */
    ABSENT;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Verdict of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /**
   * One cell's end.
   *
   * @param reason one line; empty for a pass
   */
  record Finding(Verdict verdict, String reason) {

    Finding {
      if (verdict == Verdict.PASS ? !reason.isEmpty() : reason.isBlank()) {
        throw new IllegalArgumentException("a reason belongs to all but a pass: " + reason);
      }
      if (verdict != Verdict.FAIL && (reason.contains("|") || reason.contains("\n"))) {
        throw new IllegalArgumentException("a reason is one line without bars: " + reason);
      }
    }

    static Finding pass() {
      return new Finding(Verdict.PASS, "");
    }

    static Finding fail(String reason) {
      return new Finding(Verdict.FAIL, reason);
    }

    static Finding peer(String reason) {
      return new Finding(Verdict.PEER, reason);
    }

    static Finding absent(String reason) {
      return new Finding(Verdict.ABSENT, reason);
    }
  }

  Column {
    for (Cell cell : Cell.values()) {
      if (!findings.containsKey(cell)) {
        throw new IllegalArgumentException(peer + " has no finding for " + cell.word());
      }
    }
    findings = Collections.unmodifiableMap(new EnumMap<>(findings));
  }

  Finding of(Cell cell) {
    Finding finding = findings.get(cell);
    if (finding == null) {
      throw new IllegalStateException(cell.word());
    }
    return finding;
  }
}
