package org.aristobot.storm;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.aristobot.storm.Fault.Place;
import org.jspecify.annotations.Nullable;

/** The rounds of a storm, by its seed: what strikes in which order, not at which instant. */
final class Forecast {

  /** Orders of a round in which nothing but the venue fails. */
  private static final int ROUND = 20;

  /** More than the least, since some of what is armed meets no request. */
  private static final double PLENTY = 1.5;

  /** One order in so many meets each of the venue's faults. */
  private static final int ORDERS_PER_HIT = 100;

  private static final int ORDERS_PER_KILL = 500;

  private final StormSettings settings;
  private final Random random;

  private Forecast(StormSettings settings) {
    this.settings = settings;
    this.random = new Random(settings.seed());
  }

  static List<Round> of(StormSettings settings) {
    return new Forecast(settings).rounds();
  }

  private List<Round> rounds() {
    List<Round> rounds = new ArrayList<>();
    int left = settings.orders();
    for (Phase phase : Phase.values()) {
      boolean last = phase == Phase.AFTER;
      int orders = last ? left : settings.orders() * phase.percent / 100;
      rounds.addAll(rounds(phase, orders));
      left -= orders;
    }
    return rounds;
  }

  private List<Round> rounds(Phase phase, int orders) {
    List<Fault> blows = blows(phase);
    Deque<Fault> arms = new ArrayDeque<>(arms(phase));
    int count = Math.max(blows.size() + 1, orders / ROUND);
    List<@Nullable Fault> struck = new ArrayList<>(blows);
    struck.addAll(Collections.nCopies(count - blows.size(), null));
    Collections.shuffle(struck, random);
    int arming = (int) struck.stream().filter(blow -> blow != Fault.CLOCK_SKEW).count();
    List<Round> rounds = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Fault blow = struck.get(i);
      List<Fault> armed = new ArrayList<>();
      // A venue whose clock is wrong does nothing else wrong: see VenueControl.
      if (blow != Fault.CLOCK_SKEW) {
        int most = (arms.size() + arming - 1) / arming;
        arming--;
        while (armed.size() < most) {
          armed.add(arms.remove());
        }
      }
      int share = part(orders, i + 1, count) - part(orders, i, count);
      rounds.add(new Round(phase, share, armed, blow));
    }
    return rounds;
  }

  private static int part(int orders, int rounds, int of) {
    return (int) ((long) orders * rounds / of);
  }

  /** What strikes in the middle of a round, in no order. */
  private List<Fault> blows(Phase phase) {
    List<Fault> blows = new ArrayList<>();
    for (Fault fault : Fault.values()) {
      if (phase.strikes(fault.place) && fault.place != Place.VENUE) {
        blows.addAll(Collections.nCopies(share(phase, fault), fault));
      }
    }
    Collections.shuffle(blows, random);
    return blows;
  }

  /** Two thirds in the phase of their own, the others when everything fails. */
  private int share(Phase phase, Fault fault) {
    int all =
        switch (fault) {
          case GATEWAY_KILLED ->
              Math.max(settings.leastKills() + 2, settings.orders() / ORDERS_PER_KILL);
          case CLOCK_SKEW -> Math.max(2, settings.leastStops() / 2);
          default -> settings.leastStops() + 1;
        };
    int together = Math.max(1, all / 3);
    return phase == Phase.EVERYTHING ? together : Math.max(1, all - together);
  }

  private static int plenty(int least) {
    return (int) (least * PLENTY);
  }

  /** What waits for the venue's requests: every fault equally often, shuffled. */
  private List<Fault> arms(Phase phase) {
    if (!phase.strikes(Place.VENUE)) {
      return List.of();
    }
    int all = Math.max(plenty(settings.leastHits()), settings.orders() / ORDERS_PER_HIT);
    int times = phase == Phase.VENUE ? all - all / 3 : all / 3;
    List<Fault> arms = new ArrayList<>();
    for (Fault fault : Fault.at(Place.VENUE)) {
      arms.addAll(Collections.nCopies(times, fault));
    }
    Collections.shuffle(arms, random);
    return arms;
  }
}
