package org.aristobot.simulator.faults;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.aristobot.simulator.book.SimClock;

/** The armed faults and their hits. Safe for all threads. */
public final class Faults {

  /** A fault, how often it struck, and how often it still will. */
  public record Hits(Fault fault, int hits, int left) {}

  private static final class Armed {
    final Fault fault;
    int hits;

    Armed(Fault fault) {
      this.fault = fault;
    }

    boolean matches(String operation) {
      return hits < fault.times() && (fault.match() == null || fault.match().equals(operation));
    }
  }

  private final SimClock clock;
  private final List<Armed> armed = new ArrayList<>();
  private volatile boolean any;

  public Faults(SimClock clock) {
    this.clock = clock;
  }

  public synchronized void arm(Fault fault) {
    armed.add(new Armed(fault));
    if (fault.kind() == FaultKind.CLOCK_SKEW) {
      clock.skew(fault.millis());
    }
    any = true;
  }

  public synchronized void clear() {
    armed.clear();
    clock.skew(0);
    any = false;
  }

  public synchronized List<Hits> hits() {
    return armed.stream().map(a -> new Hits(a.fault, a.hits, a.fault.times() - a.hits)).toList();
  }

  /** The faults that strike this request, of each kind the one armed first. */
  public Collection<Fault> strike(String operation) {
    return any ? strikeArmed(operation) : List.of();
  }

  private synchronized Collection<Fault> strikeArmed(String operation) {
    Map<FaultKind, Fault> struck = new EnumMap<>(FaultKind.class);
    for (Armed candidate : armed) {
      FaultKind kind = candidate.fault.kind();
      if (!struck.containsKey(kind) && candidate.matches(operation)) {
        candidate.hits++;
        struck.put(kind, candidate.fault);
      }
    }
    return List.copyOf(struck.values());
  }
}
