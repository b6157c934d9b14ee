package org.aristobot.storm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.aristobot.bus.BusClient;
import org.aristobot.bus.RedisAccess;
import org.aristobot.storm.JournalBooks.Row;
import org.jspecify.annotations.Nullable;

/**
 * One storm, from the first order to the verdict. Thread rule: one thread; {@link #run} blocks
 * until the end.
 */
public final class Storm implements AutoCloseable {

  /** Is thrown when it was asked to stop. */
  public static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Stopped() {
      super("the storm was stopped");
    }
  }

  private static final int CALLERS = 96;
  private static final Duration LOOK = Duration.ofMillis(5);
  private static final Duration ROUND = Duration.ofSeconds(90);

  /** The longest of the venues' own expiries of a command. */
  private static final Duration WINDOW = Duration.ofSeconds(30);

  /**
   * What a gateway that stood still may hold up beyond the window, slow machines, and a minute in
   * which nothing may be looked up, because a gateway that has just started takes the venue's
   * limits to be used up until it has read them.
   */
  private static final Duration MARGIN = Duration.ofMinutes(5);

  private static final Duration SLOW = Duration.ofMillis(400);
  private static final Duration SKEWED = Duration.ofMillis(800);
  private static final int LATE_ROUND = 20;
  private static final Duration TELLING = Duration.ofSeconds(10);

  private final StormSettings settings;
  private final Ground ground;
  private final BooleanSupplier stopped;
  private final Consumer<String> says;
  private final Random random;
  private final Hits hits = new Hits();
  private final RedisAccess access;
  private final BusClient bus;
  private final CallerLine line;
  private final List<VenueControl> venues;
  private final JournalBooks journal;
  private final Fleet fleet;
  private final Callers callers;
  private final Map<Phase, Duration> times = new EnumMap<>(Phase.class);
  private int fallen;
  private long toldAt = System.nanoTime();

  /**
   * @param stopped asked now and then; true ends the storm with {@link Stopped}
   * @param says is told how it goes, a line at a time
   */
  public Storm(
      StormSettings settings,
      Ground ground,
      InstantSource clock,
      BooleanSupplier stopped,
      Consumer<String> says) {
    this.settings = settings;
    this.ground = ground;
    this.stopped = stopped;
    this.says = says;
    random = new Random(~settings.seed());
    access = new RedisAccess(ground.redisUri(), "storm");
    bus = new BusClient(access);
    line = new CallerLine(access, bus);
    venues =
        ground.venues().entrySet().stream()
            .map(venue -> new VenueControl(venue.getKey(), venue.getValue(), hits))
            .toList();
    journal = new JournalBooks(ground.journal());
    fleet = new Fleet(ground, bus, hits);
    callers = Callers.start(CALLERS, settings.seed(), ground.traders(), line, clock);
  }

  /**
   * Storms, lets everything settle, and judges.
   *
   * @throws Stopped when it was asked to stop
   */
  public StormReport run() {
    for (VenueControl venue : venues) {
      ground.traders().stream()
          .filter(trader -> trader.venue() == venue.venue())
          .forEach(venue::open);
    }
    for (int i = 0; i < settings.gateways(); i++) {
      fleet.start();
    }
    if (!fleet.awaitServing(settings.gateways())) {
      throw new IllegalStateException("the gateways do not come up; their logs say why");
    }
    List<Round> rounds = Forecast.of(settings);
    for (Phase phase : Phase.values()) {
      long start = System.nanoTime();
      rounds.stream().filter(round -> round.phase() == phase).forEach(this::rage);
      if (phase == Phase.EVERYTHING) {
        rageOn();
      }
      venues.forEach(venue -> venue.clear(phase));
      Duration time = Duration.ofNanos(System.nanoTime() - start);
      times.put(phase, time);
      says.accept(
          "%s: %d orders ended, %.1f s"
              .formatted(phase.word, callers.asked().size(), time.toMillis() / 1e3));
    }
    Duration settling = settle();
    fleet.stop();
    List<JournalBooks.Event> events = journal.events();
    List<VenueOrder> truth = truth();
    Verdict verdict = Judge.judge(callers.asked(), journal.rows(), truth, provable(truth));
    return new StormReport(
        settings, verdict, hits, JournalBooks.longestDoubt(events), times, settling, fallen);
  }

  // --- raging

  private void rage(Round round) {
    fallen += fleet.reviveFallen();
    Phase phase = round.phase();
    if (round.blow() == Fault.CLOCK_SKEW) {
      skewed(round);
      return;
    }
    round.armed().forEach(this::arm);
    callers.release(round.orders() / 2);
    if (round.blow() != null) {
      awaitTaken(round.orders() / 4);
      callers.release(round.orders() - round.orders() / 2);
      strike(round.blow(), phase);
    } else {
      callers.release(round.orders() - round.orders() / 2);
    }
    awaitTaken(0);
    venues.forEach(venue -> venue.count(phase));
  }

  /** At one of the venues that bear it now. */
  private void arm(Fault fault) {
    List<VenueControl> bearing = venues.stream().filter(venue -> venue.bears(fault)).toList();
    if (!bearing.isEmpty()) {
      bearing.get(random.nextInt(bearing.size())).arm(fault, random, settings.lag());
    }
  }

  private List<VenueOrder> truth() {
    return venues.stream().flatMap(venue -> venue.orders().stream()).toList();
  }

  private Provable provable(List<VenueOrder> truth) {
    return new Provable(
        ground.traders(),
        venues.stream().flatMap(venue -> venue.struck().stream()).toList(),
        truth);
  }

  private void strike(Fault blow, Phase phase) {
    switch (blow) {
      case GATEWAY_KILLED -> {
        if (random.nextInt(3) > 0) {
          int orders = 1 + random.nextInt(6);
          venues.forEach(venue -> venue.slowDown(orders, SLOW));
        }
        fleet.killOne(random, phase);
      }
      case GATEWAY_FROZEN -> fleet.freezeOne(random, phase, standstill());
      case REDIS_RESTARTED, REDIS_KILLED -> {
        ground.restartRedis(blow == Fault.REDIS_KILLED);
        hits.add(blow, phase, 1);
      }
      case POSTGRES_CRASHED -> {
        ground.restartPostgres();
        hits.add(blow, phase, 1);
      }
      default -> throw new IllegalArgumentException(blow + " is armed, it does not strike");
    }
  }

  /** Mostly a hiccup, now and then longer than a sign of life or even a lease lasts. */
  private Duration standstill() {
    return switch (random.nextInt(6)) {
      case 0 -> Duration.ofSeconds(17 + random.nextInt(4));
      case 1 -> Duration.ofSeconds(31 + random.nextInt(5));
      default -> Duration.ofMillis(200 + random.nextInt(4_000));
    };
  }

  private void skewed(Round round) {
    int millis =
        random.nextBoolean() ? 6_000 + random.nextInt(3_000) : -1_500 - random.nextInt(2_000);
    venues.forEach(venue -> venue.clear(round.phase()));
    VenueControl.awaitNothingHeldUp();
    venues.forEach(venue -> venue.skew(Duration.ofMillis(millis)));
    callers.release(round.orders());
    VenueControl.pause(SKEWED);
    awaitTaken(0);
    VenueControl.pause(SKEWED);
    venues.forEach(venue -> venue.clear(round.phase()));
  }

  /**
   * Goes on until every fault has struck often enough, for half as many orders more at the most.
   */
  private void rageOn() {
    int more = settings.orders() / 2;
    List<Fault> missing = hits.missing(settings);
    while (!missing.isEmpty() && more > 0) {
      Fault blow = missing.stream().filter(fault -> !isArmed(fault)).findFirst().orElse(null);
      List<Fault> armed =
          blow == Fault.CLOCK_SKEW ? List.of() : missing.stream().filter(Storm::isArmed).toList();
      rage(new Round(Phase.EVERYTHING, LATE_ROUND, armed, blow));
      more -= LATE_ROUND;
      missing = hits.missing(settings);
    }
  }

  private static boolean isArmed(Fault fault) {
    return fault.place == Fault.Place.VENUE;
  }

  /** Waits until no more than so many orders of those released have not been begun. */
  private void awaitTaken(int left) {
    long end = System.nanoTime() + ROUND.toNanos();
    while (callers.waiting() > left && System.nanoTime() - end < 0) {
      goOn();
    }
  }

  private void goOn() {
    if (stopped.getAsBoolean()) {
      throw new Stopped();
    }
    VenueControl.pause(LOOK);
  }

  // --- the end

  /**
   * Waits until nobody waits and nothing is in doubt that could be proven, as long as that may take
   * by the rules. In between the exits of entries execute.
   */
  private Duration settle() {
    fleet.thawAll();
    fallen += fleet.reviveFallen();
    long start = System.nanoTime();
    long end = start + WINDOW.plus(settings.lag()).plus(MARGIN).toNanos();
    while (isBusy() && System.nanoTime() - end < 0) {
      goOn();
    }
    venues.forEach(VenueControl::executeExits);
    while (!isSettled() && System.nanoTime() - end < 0) {
      goOn();
      VenueControl.pause(LOOK.multipliedBy(50));
    }
    venues.forEach(venue -> venue.clear(Phase.AFTER));
    callers.giveUp();
    long last = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while ((isBusy() || callers.patient() > 0) && System.nanoTime() - last < 0) {
      goOn();
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private boolean isBusy() {
    return callers.busy() > 0 || callers.waiting() > 0;
  }

  /** Whether there is nothing left that time could change; what there is is told now and then. */
  private boolean isSettled() {
    Map<Long, Row> doubts = new HashMap<>();
    journal.inDoubt().forEach(row -> doubts.put(row.id(), row));
    List<VenueOrder> truth = truth();
    Provable provable = provable(truth);
    long ending =
        doubts.values().stream()
            .filter(row -> provable.canEnd(row, doubts.getOrDefault(row.parent(), row)))
            .count();
    boolean exits = Judge.standsBesideExecuted(truth);
    String left =
        "settling: %d callers busy, %d patient; %d rows in doubt, %d of them can be proven%s"
            .formatted(
                callers.busy() + callers.waiting(),
                callers.patient(),
                doubts.size(),
                ending,
                exits ? "; exits stand" : "");
    if (System.nanoTime() - toldAt > TELLING.toNanos()) {
      says.accept(left);
      toldAt = System.nanoTime();
    }
    return !isBusy() && callers.patient() <= doubts.size() && ending == 0 && !exits;
  }

  /** Leaves what is needed to find out what went wrong; to be asked before the ground is gone. */
  public void keepEvidence(Path folder, @Nullable StormReport report) {
    try {
      Files.createDirectories(folder);
      for (String table : List.of("orders", "order_events", "wire_log")) {
        Files.write(folder.resolve(table + ".jsonl"), journal.dump(table));
      }
      for (VenueControl venue : venues) {
        for (String what : List.of("orders", "struck", "stats")) {
          Files.writeString(
              folder.resolve(venue.venue().word() + "_" + what + ".json"),
              venue.raw("/_sim/" + what));
        }
      }
      Files.write(
          folder.resolve("asked.txt"), callers.asked().stream().map(Asked::toString).toList());
      Files.writeString(
          folder.resolve("report.txt"),
          settings
              + "\n"
              + (report == null
                  ? "no verdict\n"
                  : report.text() + String.join("\n", report.sentences()) + "\n"));
    } catch (IOException e) {
      throw new UncheckedIOException("the evidence cannot be written to " + folder, e);
    }
  }

  @Override
  public void close() {
    fleet.close();
    callers.close();
    venues.forEach(VenueControl::close);
    line.close();
    bus.close();
    access.close();
  }
}
