package org.aristobot.bus;

import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves both request lists: takes messages, has them worked on, answers, and looks after what was
 * lost sight of here or left behind by a gateway that died. See the package for the rules.
 *
 * <p>Thread rule: {@link #start} once, {@link #stop} once; one thread per list, one that tidies,
 * one that keeps the gateway alive, and a virtual thread per request.
 */
public final class Intake {

  /** Carries out one request, on a thread of its own. What it throws is answered as a failure. */
  @FunctionalInterface
  public interface Handler {
    Reply handle(Request request, Trace trace);
  }

  /** Requests taken and not yet answered. */
  public record Load(int orders, int queries, int refusals) {}

  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

  /** Also how long a stop may have to wait; below the connection's own time-out. */
  private static final Duration BLOCK = Duration.ofMillis(500);

  private static final Duration BLOCKING_TIMEOUT = RedisAccess.COMMAND_TIMEOUT.plus(BLOCK);
  private static final Duration FULL_PAUSE = Duration.ofMillis(20);
  private static final int BATCH = 64;

  /** Between two looks whether the next suspect may be taken over. */
  private static final Duration TURN = Duration.ofMillis(50);

  private final IntakeSettings settings;
  private final InstantSource clock;
  private final List<StatefulRedisConnection<String, byte[]>> connections = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final RedisAccess access;
  private final Liveness liveness;
  private final Predicate<String> ended;
  private final Dispatcher dispatcher;
  private final List<Mailbox> mailboxes;

  /**
   * Connects.
   *
   * @param ended whether the gateway of that id is proven to have ended; false where nothing is
   *     proven. Its messages are taken over at once and not only when its sign of life expires.
   * @throws RedisException if Redis cannot be reached
   */
  public Intake(
      RedisAccess access,
      IntakeSettings settings,
      Handler handler,
      Predicate<String> ended,
      Trace.Listener listener,
      InstantSource clock) {
    this.access = access;
    this.ended = ended;
    this.settings = settings;
    this.clock = clock;
    StatefulRedisConnection<String, byte[]> shared = connect(RedisAccess.COMMAND_TIMEOUT);
    this.liveness = new Liveness(connect(RedisAccess.COMMAND_TIMEOUT), settings, clock);
    this.dispatcher = new Dispatcher(settings, handler, listener, clock, liveness);
    this.mailboxes =
        List.of(
            new Mailbox(shared, Keys.REQUESTS, settings.gatewayId(), liveness, clock),
            new Mailbox(shared, Keys.LEGACY_REQUESTS, settings.gatewayId(), liveness, clock));
  }

  private StatefulRedisConnection<String, byte[]> connect(Duration timeout) {
    StatefulRedisConnection<String, byte[]> connection = access.connect(timeout);
    connections.add(connection);
    return connection;
  }

  /**
   * Takes up what an earlier life or a dead gateway left, then begins to serve.
   *
   * @throws RedisException if Redis cannot be reached
   */
  public void start() {
    liveness.renew();
    for (Mailbox mailbox : mailboxes) {
      mailbox.strays().values().forEach(message -> recover(mailbox, message));
    }
    boolean _ = takeOver();
    for (Mailbox mailbox : mailboxes) {
      StatefulRedisConnection<String, byte[]> blocking = connect(BLOCKING_TIMEOUT);
      run("intake " + mailbox.list(), () -> serve(mailbox, blocking));
    }
    run("intake tidy", this::tidy);
    run("intake liveness", this::live);
    LOG.info("gateway {} serves the request lists on {}", settings.gatewayId(), access);
  }

  private interface Loop {
    void run() throws InterruptedException;
  }

  private void run(String name, Loop loop) {
    Runnable body =
        () -> {
          try {
            loop.run();
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
        };
    threads.add(Thread.ofPlatform().name(name).daemon().start(body));
  }

  public Load load() {
    return dispatcher.load();
  }

  private boolean isStopping() {
    return stopping.getCount() == 0;
  }

  private void serve(Mailbox mailbox, StatefulRedisConnection<String, byte[]> blocking)
      throws InterruptedException {
    Outage outage = new Outage("intake of " + mailbox.list());
    while (!isStopping()) {
      try {
        serveOnce(mailbox, blocking);
        outage.over();
      } catch (RedisException e) {
        if (!isStopping()) {
          outage.failed(e);
        }
      }
    }
  }

  private void serveOnce(Mailbox mailbox, StatefulRedisConnection<String, byte[]> blocking)
      throws InterruptedException {
    if (!liveness.isHeld() || !dispatcher.awaitRoomForRefusals(FULL_PAUSE)) {
      stopping.await(FULL_PAUSE.toMillis(), TimeUnit.MILLISECONDS);
      return;
    }
    boolean full = dispatcher.isFullOfOrders();
    List<Delivery> batch = full ? mailbox.skim(BATCH) : mailbox.take(BATCH);
    batch.forEach(dispatcher::accept);
    if (!batch.isEmpty()) {
      return;
    }
    if (full) {
      boolean _ = dispatcher.awaitRoomForOrders(FULL_PAUSE);
      return;
    }
    Delivery delivery = mailbox.await(blocking, BLOCK);
    if (delivery != null) {
      dispatcher.accept(delivery);
    }
  }

  private void live() throws InterruptedException {
    Outage outage = new Outage("sign of life");
    while (!stopping.await(settings.renewEvery().toMillis(), TimeUnit.MILLISECONDS)) {
      boolean renewed = false;
      while (!renewed && !isStopping()) {
        try {
          liveness.renew();
          outage.over();
          renewed = true;
        } catch (RedisException e) {
          outage.failed(e);
        }
      }
    }
  }

  private void tidy() throws InterruptedException {
    Outage outage = new Outage("tidying");
    Map<Mailbox, Map<String, byte[]>> before = new HashMap<>();
    while (!stopping.await(settings.tidyEvery().toMillis(), TimeUnit.MILLISECONDS)) {
      try {
        for (Mailbox mailbox : mailboxes) {
          before.put(mailbox, sweep(mailbox, before.getOrDefault(mailbox, Map.of())));
        }
        long next = System.nanoTime() + settings.tidyEvery().toNanos();
        while (takeOver()
            && System.nanoTime() - next < 0
            && !stopping.await(TURN.toMillis(), TimeUnit.MILLISECONDS)) {
          // One after the other.
        }
        outage.over();
      } catch (RedisException e) {
        if (!isStopping()) {
          outage.failed(e);
        }
      }
    }
  }

  /** Recovers what was a stray last time too: a message just moved has not reached us yet. */
  private Map<String, byte[]> sweep(Mailbox mailbox, Map<String, byte[]> before) {
    Map<String, byte[]> strays = mailbox.strays();
    strays.forEach((digest, message) -> {
      if (before.containsKey(digest) && !dispatcher.isFullOfOrders()) {
        LOG.info("a message on {} was lost sight of and is taken up again", mailbox.list());
        recover(mailbox, message);
      }
    });
    return strays;
  }

  private void recover(Mailbox mailbox, byte[] message) {
    mailbox.recover(message).forEach(dispatcher::accept);
  }

  /** Answers whether something that waits for its turn is left. */
  private boolean takeOver() {
    boolean left = false;
    for (String other : liveness.others()) {
      boolean silent = liveness.isDead(other);
      boolean proven = !silent && ended.test(other);
      if (!silent && !proven) {
        continue;
      }
      int taken = 0;
      for (Mailbox mailbox : mailboxes) {
        taken += takeOver(mailbox, other, proven);
      }
      // Not before: Redis may still serve a blocked call of a process that has ended.
      boolean forgotten = silent && liveness.forget(other);
      if (forgotten || taken > 0) {
        LOG.info("gateway {} is gone, {} messages of it were taken over", other, taken);
      }
      left |= !forgotten && mailboxes.stream().anyMatch(mailbox -> mailbox.isWaiting(other));
    }
    return left;
  }

  private int takeOver(Mailbox mailbox, String other, boolean proven) {
    int taken = 0;
    List<Delivery> batch;
    do {
      int suspects = mailboxes.stream().anyMatch(Mailbox::hasSuspect) ? 0 : 1;
      batch =
          dispatcher.isFullOfOrders()
              ? List.of()
              : mailbox.takeOver(other, proven, BATCH, suspects);
      batch.forEach(dispatcher::accept);
      taken += batch.size();
    } while (!batch.isEmpty());
    return taken;
  }

  /**
   * Ends: takes nothing more, lets what runs finish and be answered. What is not finished within
   * {@code grace} stays on Redis and is taken over by the next gateway.
   */
  public void stop(Duration grace) {
    stopping.countDown();
    try {
      for (Thread thread : threads) {
        thread.join(BLOCKING_TIMEOUT);
      }
      dispatcher.stop(clock.instant().plus(grace));
      liveness.retire();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RedisException e) {
      LOG.warn("the end could not be told to Redis: {}", e.getMessage());
    } finally {
      closeAll();
    }
  }

  /** Ends as a killed process does: nothing is answered, nobody is told. */
  void abandon() {
    stopping.countDown();
    dispatcher.abandon();
    closeAll();
  }

  private void closeAll() {
    threads.forEach(Thread::interrupt);
    connections.forEach(StatefulRedisConnection::close);
  }
}
