package org.aristobot.storm;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.aristobot.model.Venue;

/** How often each fault struck in each phase, and which venue. Any thread. */
final class Hits {

  private final Map<Fault, Map<Phase, Integer>> counts = new EnumMap<>(Fault.class);
  private final Map<Fault, Map<Venue, Integer>> venues = new EnumMap<>(Fault.class);
  private int hurtingKills;

  synchronized void add(Fault fault, Phase phase, int hits) {
    counts.computeIfAbsent(fault, _ -> new EnumMap<>(Phase.class)).merge(phase, hits, Integer::sum);
  }

  synchronized void add(Fault fault, Phase phase, Venue venue, int hits) {
    add(fault, phase, hits);
    venues.computeIfAbsent(fault, _ -> new EnumMap<>(Venue.class)).merge(venue, hits, Integer::sum);
  }

  synchronized int of(Fault fault, Venue venue) {
    return venues.getOrDefault(fault, Map.of()).getOrDefault(venue, 0);
  }

  /** A gateway died with requests in its hands. */
  synchronized void addHurtingKill() {
    hurtingKills++;
  }

  synchronized int hurtingKills() {
    return hurtingKills;
  }

  synchronized int of(Fault fault, Phase phase) {
    return counts.getOrDefault(fault, Map.of()).getOrDefault(phase, 0);
  }

  synchronized int of(Fault fault) {
    return counts.getOrDefault(fault, Map.of()).values().stream().mapToInt(Integer::intValue).sum();
  }

  /** The faults that have not struck often enough for the run to count. */
  List<Fault> missing(StormSettings settings) {
    List<Fault> missing = new ArrayList<>();
    for (Fault fault : Fault.values()) {
      int hits = fault == Fault.GATEWAY_KILLED ? hurtingKills() : of(fault);
      if (hits < fault.least(settings)) {
        missing.add(fault);
      }
    }
    return missing;
  }
}
