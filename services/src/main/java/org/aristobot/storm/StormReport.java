package org.aristobot.storm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.aristobot.model.Venue;
import org.aristobot.storm.Verdict.Wrong;

/** What came of a storm, and how it is told. */
public final class StormReport {

  /** How a storm ended. */
  public enum End {
    CLEAN,
    /** Something is doubled, lost, on a wrong account, closed by guess, or in doubt needlessly. */
    WRONG,
    /** Nothing is wrong, but too little happened for that to mean anything. */
    VOID
  }

  private final StormSettings settings;
  private final Verdict verdict;
  private final Hits hits;
  private final Duration longestDoubt;
  private final Map<Phase, Duration> times;
  private final Duration settling;
  private final int fallen;

  StormReport(
      StormSettings settings,
      Verdict verdict,
      Hits hits,
      Duration longestDoubt,
      Map<Phase, Duration> times,
      Duration settling,
      int fallen) {
    this.settings = settings;
    this.verdict = verdict;
    this.hits = hits;
    this.longestDoubt = longestDoubt;
    this.times = times;
    this.settling = settling;
    this.fallen = fallen;
  }

  public End end() {
    if (!verdict.isClean()) {
      return End.WRONG;
    }
    return hits.missing(settings).isEmpty() ? End.CLEAN : End.VOID;
  }

  public int asked() {
    return verdict.asked();
  }

  public int placed() {
    return verdict.placed();
  }

  public int doubled() {
    return verdict.of(Wrong.DOUBLED);
  }

  public int lost() {
    return verdict.of(Wrong.LOST);
  }

  public int wrongAccount() {
    return verdict.of(Wrong.WRONG_ACCOUNT);
  }

  public int closedByGuess() {
    return verdict.of(Wrong.GUESSED);
  }

  /** Doubts that no proof can end: the venue answered, and shows nothing. */
  public int inDoubtRightly() {
    return verdict.rightly();
  }

  /** Doubts that proof could have ended. */
  public int inDoubt() {
    return verdict.of(Wrong.IN_DOUBT);
  }

  /** One sentence for each thing that is wrong. */
  public List<String> sentences() {
    return verdict.sentences();
  }

  /** The tables that are printed. */
  public String text() {
    List<String> lines = new ArrayList<>();
    table(lines);
    lines.add("");
    lines.add("kills with work in flight  " + hits.hurtingKills());
    lines.add("gateways that fell by themselves  " + fallen);
    lines.add("longest doubt  " + seconds(longestDoubt));
    lines.add("answers  " + verdict.answers());
    lines.add("");
    lines.add("asked            " + verdict.asked());
    lines.add("placed           " + verdict.placed());
    for (Wrong wrong : Wrong.values()) {
      lines.add(String.format(Locale.ROOT, "%-17s%d", wrong.words, verdict.of(wrong)));
    }
    lines.add(
        "still in doubt, and rightly: the venue answered and shows nothing  " + verdict.rightly());
    lines.add("");
    lines.add(conclusion());
    return String.join("\n", lines) + "\n";
  }

  private void table(List<String> lines) {
    StringBuilder head = new StringBuilder(String.format(Locale.ROOT, "%-25s", "hits"));
    StringBuilder time = new StringBuilder(String.format(Locale.ROOT, "%-25s", "seconds"));
    for (Phase phase : Phase.values()) {
      head.append(String.format(Locale.ROOT, "%12s", phase.word));
      time.append(
          String.format(Locale.ROOT, "%12s", seconds(times.getOrDefault(phase, Duration.ZERO))));
    }
    head.append(String.format(Locale.ROOT, "%12s", "all"));
    for (Venue venue : Venue.values()) {
      head.append(String.format(Locale.ROOT, "%12s", venue.word()));
    }
    lines.add(head.toString());
    for (Fault fault : Fault.values()) {
      StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "%-25s", fault.word));
      for (Phase phase : Phase.values()) {
        row.append(String.format(Locale.ROOT, "%12d", hits.of(fault, phase)));
      }
      row.append(String.format(Locale.ROOT, "%12d", hits.of(fault)));
      if (fault.place == Fault.Place.VENUE || fault.place == Fault.Place.CLOCK) {
        for (Venue venue : Venue.values()) {
          row.append(String.format(Locale.ROOT, "%12d", hits.of(fault, venue)));
        }
      }
      lines.add(row.toString());
    }
    lines.add(time.append(String.format(Locale.ROOT, "%12s", seconds(settling) + "*")).toString());
    lines.add("* until nothing was in doubt any more that proof can end, after the last fault");
    lines.add(
        "cut_stream, skip_event and duplicate_event are not counted until the venues have streams");
  }

  private String conclusion() {
    return switch (end()) {
      case CLEAN -> "clean: seed " + settings.seed();
      case WRONG -> "WRONG: seed " + settings.seed() + "\n" + String.join("\n", first());
      case VOID ->
          "VOID: seed "
              + settings.seed()
              + "; too seldom struck "
              + hits.missing(settings).stream().map(fault -> fault.word).toList();
    };
  }

  private List<String> first() {
    return verdict.sentences().stream().limit(20).toList();
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1e3);
  }
}
