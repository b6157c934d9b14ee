package org.aristobot.simulator.judge;

import java.time.Clock;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.aristobot.simulator.SimClient;
import org.aristobot.simulator.Simulator;
import org.aristobot.simulator.SimulatorOptions;
import org.aristobot.simulator.judge.Candidate.PeerFault;
import org.aristobot.simulator.judge.Column.Finding;
import org.jspecify.annotations.Nullable;

/** Leads a peer through all cells, each on a fresh simulator whose prices stand still. */
final class Judge {

  /** Helidon tells of every start and stop; held here, since loggers are weakly kept. */
  private static final Logger HELIDON = Logger.getLogger("io.helidon");

  private final JudgedVenue venue;
  private final Candidate candidate;

  private Judge(JudgedVenue venue, Candidate candidate) {
    this.venue = venue;
    this.candidate = candidate;
  }

  static Column hear(JudgedVenue venue, Candidate candidate) {
    Map<Cell, Finding> findings = new EnumMap<>(Cell.class);
    for (Cell cell : Cell.values()) {
      findings.put(cell, finding(venue, candidate, cell));
    }
    return new Column(candidate.name(), candidate.version(), findings);
  }

  static Finding finding(JudgedVenue venue, Candidate candidate, Cell cell) {
    HELIDON.setLevel(Level.WARNING);
    return new Judge(venue, candidate).finding(cell);
  }

  private Finding finding(Cell cell) {
    String absent = candidate.absent().get(cell);
    if (absent != null) {
      return Finding.absent(absent);
    }
    Throwable failure = failure(cell);
    return verdict(failure == null ? null : told(failure), candidate.faults().get(cell));
  }

  /**
   * What a cell's end means.
   *
   * @param failure null when the cell passed
   * @param fault what is known of the peer in this cell
   */
  static Finding verdict(@Nullable String failure, @Nullable PeerFault fault) {
    if (fault == null) {
      return failure == null ? Finding.pass() : Finding.fail(failure);
    }
    if (failure == null) {
      return Finding.fail("passes, but is listed as the peer's fault: take it off the list");
    }
    return failure.contains(fault.symptom())
        ? Finding.peer(fault.reason())
        : Finding.fail("not the peer's known fault: " + failure);
  }

  private @Nullable Throwable failure(Cell cell) {
    SimulatorOptions options = SimulatorOptions.of(venue.name()).withFrozen(true);
    try (Simulator simulator = Simulator.start(options);
        SimClient control = control(simulator)) {
      new Cells(venue, candidate, simulator.uri(), new Truth(venue, control)).check(cell);
      return null;
    } catch (Exception | AssertionError e) {
      return e;
    }
  }

  static SimClient control(Simulator simulator) {
    return new SimClient(simulator.uri(), Clock.systemUTC(), "", "");
  }

  /** The failure, its causes, and where in the judges it happened. */
  private static String told(Throwable failure) {
    StringBuilder text = new StringBuilder(failure.toString());
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      text.append("\ncaused by ").append(cause);
    }
    String here = Judge.class.getPackageName();
    return text.append("\n  at ")
        .append(
            Arrays.stream(failure.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith(here))
                .map(StackTraceElement::toString)
                .limit(4)
                .collect(Collectors.joining("\n  at ")))
        .toString();
  }
}
