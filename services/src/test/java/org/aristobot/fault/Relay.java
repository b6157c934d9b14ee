package org.aristobot.fault;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.aristobot.bus.Step;
import org.jspecify.annotations.Nullable;

/**
 * Gateways one after the other, each killed as planned and followed at once by the next; the one
 * after the last death serves until the end. Two more stand by.
 */
final class Relay implements AutoCloseable {

  private static final int STAND_BY = 2;
  private static final Duration LOOK = Duration.ofMillis(1);
  private static final Duration LONGEST_LIFE = Duration.ofMinutes(3);

  private final World world;
  private final List<Death> plan;
  private final Function<World, GatewayProcess> launcher;
  private final Deque<GatewayProcess> standBy = new ArrayDeque<>();
  private final Map<Step, Integer> killsByStep = new EnumMap<>(Step.class);
  private final AtomicInteger kills = new AtomicInteger();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable RuntimeException failure;
  private @Nullable GatewayProcess serving;

  private Relay(World world, List<Death> plan, Function<World, GatewayProcess> launcher) {
    this.world = world;
    this.plan = List.copyOf(plan);
    this.launcher = launcher;
    this.thread = Thread.ofPlatform().name("relay").daemon().unstarted(this::run);
  }

  static Relay start(World world, List<Death> plan) {
    return start(world, plan, GatewayProcess::launch);
  }

  /** The same with gateways that are launched like that. */
  static Relay start(World world, List<Death> plan, Function<World, GatewayProcess> launcher) {
    Relay relay = new Relay(world, plan, launcher);
    relay.fill(plan.size() + 1);
    relay.thread.start();
    return relay;
  }

  private void fill(int needed) {
    while (standBy.size() < Math.min(STAND_BY, needed)) {
      standBy.add(launcher.apply(world));
    }
  }

  private void run() {
    try {
      List<Death> deaths = new ArrayList<>(plan);
      deaths.add(new Death.Never());
      for (int life = 0; life < deaths.size() && !isClosing(); life++) {
        GatewayProcess gateway = standBy.remove();
        serving = gateway;
        gateway.serve(deaths.get(life));
        fill(deaths.size() - life - 1);
        live(gateway, deaths.get(life));
      }
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private void live(GatewayProcess gateway, Death death) {
    switch (death) {
      case Death.AtStep(var step, var nth) -> {
        if (!gateway.awaitStandstill(LONGEST_LIFE)) {
          throw new IllegalStateException("no request was number " + nth + " at " + step);
        }
        gateway.kill();
        killsByStep.merge(step, 1, Integer::sum);
        kills.incrementAndGet();
      }
      case Death.Answered(var requests, var then) -> {
        int enough = world.answered() + requests;
        while (world.answered() < enough && !closes(LOOK)) {
          // Not yet.
        }
        if (!closes(then)) {
          gateway.kill();
          kills.incrementAndGet();
        }
      }
      case Death.Holding(), Death.Poisoned() ->
          throw new IllegalArgumentException("a relay does not do that: " + death);
      case Death.Never() -> {
        while (!closes(LONGEST_LIFE)) {
          // Lives on.
        }
      }
    }
  }

  private boolean isClosing() {
    return ended.getCount() == 0;
  }

  private boolean closes(Duration within) {
    try {
      return ended.await(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return true;
    }
  }

  int kills() {
    requireWell();
    return kills.get();
  }

  /** What broke the relay itself, which is no verdict on the gateways, is thrown here. */
  void requireWell() {
    RuntimeException broken = failure;
    if (broken != null) {
      throw broken;
    }
  }

  /** How often a gateway was killed at each step; to be asked after the end. */
  Map<Step, Integer> killsByStep() {
    return killsByStep;
  }

  /** Ends the relay with the gateway that serves and those that stand by. */
  @Override
  public void close() {
    ended.countDown();
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (serving != null) {
      serving.close();
    }
    standBy.forEach(GatewayProcess::close);
  }
}
