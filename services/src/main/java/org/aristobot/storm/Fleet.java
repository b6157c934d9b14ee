package org.aristobot.storm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.aristobot.bus.BusClient;

/**
 * The gateways: so many serve at a time, one that dies is followed by the next. Thread rule: the
 * thread of the storm.
 */
final class Fleet implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration LOOK = Duration.ofMillis(2);

  /** How long a kill waits for work that it can interrupt. */
  private static final Duration WORK = Duration.ofSeconds(3);

  private final Ground ground;
  private final BusClient bus;
  private final Hits hits;
  private final List<GatewayLife> lives = new ArrayList<>();
  private final AtomicInteger started = new AtomicInteger();

  Fleet(Ground ground, BusClient bus, Hits hits) {
    this.ground = ground;
    this.bus = bus;
    this.hits = hits;
  }

  void start() {
    lives.add(GatewayLife.start(ground.gateway(started.incrementAndGet())));
  }

  /** Every gateway that has ended by itself is replaced as a killed one is. */
  int reviveFallen() {
    List<GatewayLife> fallen = lives.stream().filter(life -> !life.isAlive()).toList();
    lives.removeAll(fallen);
    fallen.forEach(_ -> start());
    return fallen.size();
  }

  /** Waits until so many serve; false if that takes too long. */
  boolean awaitServing(int count) {
    return await(START, () -> lives.stream().filter(GatewayLife::isServing).count() >= count);
  }

  private interface Look {
    boolean isTrue();
  }

  private static boolean await(Duration atMost, Look look) {
    long end = System.nanoTime() + atMost.toNanos();
    while (!look.isTrue()) {
      if (System.nanoTime() - end > 0 || Thread.currentThread().isInterrupted()) {
        return false;
      }
      VenueControl.pause(LOOK);
    }
    return true;
  }

  /** Kills one, preferably in the middle of its work, and starts the next. */
  void killOne(Random random, Phase phase) {
    if (!awaitServing(1)) {
      return;
    }
    List<GatewayLife> serving = lives.stream().filter(GatewayLife::isServing).toList();
    GatewayLife victim = serving.get(random.nextInt(serving.size()));
    String id = victim.id().orElseThrow();
    boolean _ = await(WORK, () -> held(id) > 0);
    victim.kill();
    // What it leaves behind is still there: others look for it every few seconds only.
    if (held(id) > 0) {
      hits.addHurtingKill();
    }
    hits.add(Fault.GATEWAY_KILLED, phase, 1);
    lives.remove(victim);
    start();
  }

  private long held(String id) {
    try {
      return bus.held(id);
    } catch (RuntimeException e) {
      return 0; // Redis is away.
    }
  }

  /** Stops one and lets it go on after that time. */
  void freezeOne(Random random, Phase phase, Duration time) {
    if (!awaitServing(1)) {
      return;
    }
    List<GatewayLife> serving = lives.stream().filter(GatewayLife::isServing).toList();
    GatewayLife victim = serving.get(random.nextInt(serving.size()));
    victim.freeze();
    hits.add(Fault.GATEWAY_FROZEN, phase, 1);
    Thread.ofVirtual()
        .name("thaw")
        .start(() -> {
          VenueControl.pause(time);
          victim.thaw();
        });
  }

  /** Everybody goes on. */
  void thawAll() {
    lives.forEach(GatewayLife::thaw);
  }

  /** Lets them end as they do when they are told to. */
  void stop() {
    lives.parallelStream().forEach(GatewayLife::stop);
  }

  /** At once, if they have not ended. */
  @Override
  public void close() {
    lives.forEach(GatewayLife::kill);
  }
}
