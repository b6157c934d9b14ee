package org.aristobot.net;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.aristobot.app.TestServers;
import org.aristobot.bus.RedisAccess;
import org.aristobot.bus.RedisLedgers;
import org.aristobot.exchange.LedgerState;
import org.aristobot.model.Environment;
import org.aristobot.model.Venue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * What a reservation of an order costs, printed and not asserted; {@code -Dledger.measure=20000}
 * runs it with so many.
 */
@EnabledIfSystemProperty(named = "ledger.measure", matches = "\\d+")
class LedgerCostIT {

  private static final int COUNT = Integer.getInteger("ledger.measure", 1);

  /** As an order on Binance is charged: four buckets. */
  private static final List<Quota> QUOTAS =
      List.of(
          new Quota("REQUEST_WEIGHT", Quota.Scope.IP, 1L << 40, Duration.ofMinutes(1)),
          new Quota("RAW_REQUESTS", Quota.Scope.IP, 1L << 40, Duration.ofMinutes(5)),
          new Quota("ORDERS", Quota.Scope.KEY, 1L << 40, Duration.ofSeconds(10)),
          new Quota("ORDERS", Quota.Scope.KEY, 1L << 40, Duration.ofDays(1)));

  private static final List<Charge> ORDER =
      List.of(
          new Charge("REQUEST_WEIGHT", 1), new Charge("RAW_REQUESTS", 1), new Charge("ORDERS", 1));

  @Test
  void what_a_reservation_costs() throws InterruptedException {
    measure("warm-up", new RateLedger(Clock.systemUTC(), QUOTAS, null), COUNT);
    measure("in this process", new RateLedger(Clock.systemUTC(), QUOTAS, null), COUNT);
    try (Gateways warm = new Gateways(3)) {
      warm.measure("warm-up");
    }
    for (int n : new int[] {1, 3}) {
      try (Gateways gateways = new Gateways(n)) {
        gateways.measure("Redis, " + n + " at once");
      }
    }
  }

  private static final class Gateways implements AutoCloseable {
    private final List<RedisAccess> accesses = new ArrayList<>();
    private final List<RedisLedgers> all = new ArrayList<>();
    private final URI address = URI.create("http://venue-" + UUID.randomUUID() + ":1");

    Gateways(int n) {
      for (int i = 0; i < n; i++) {
        RedisAccess access = new RedisAccess(TestServers.redisUri(), "cost-" + i);
        accesses.add(access);
        all.add(new RedisLedgers(access));
      }
    }

    void measure(String what) throws InterruptedException {
      List<Thread> threads = new ArrayList<>();
      CountDownLatch go = new CountDownLatch(1);
      for (int i = 0; i < all.size(); i++) {
        LedgerState state = all.get(i).of(Venue.BINANCE, Environment.LIVE, address);
        RateLedger ledger = new RateLedger(Clock.systemUTC(), QUOTAS, state);
        String name = what + ", gateway " + (i + 1);
        threads.add(
            Thread.ofPlatform()
                .start(() -> {
                  try {
                    go.await();
                    LedgerCostIT.measure(name, ledger, COUNT);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                }));
      }
      go.countDown();
      for (Thread thread : threads) {
        thread.join();
      }
    }

    @Override
    public void close() {
      all.forEach(RedisLedgers::close);
      accesses.forEach(RedisAccess::close);
    }
  }

  private static void measure(String what, RateLedger ledger, int count) {
    long[] nanos = new long[count];
    Clock clock = Clock.systemUTC();
    long begin = System.nanoTime();
    for (int i = 0; i < count; i++) {
      long start = System.nanoTime();
      Permit permit = ledger.reserve(ORDER, "key", Priority.COMMAND, Duration.ofSeconds(5));
      nanos[i] = System.nanoTime() - start;
      permit.answered(
          clock.instant(),
          clock.instant(),
          "REQUEST_WEIGHT",
          List.of(new Permit.Count("REQUEST_WEIGHT", "1M", i)));
    }
    long took = System.nanoTime() - begin;
    Arrays.sort(nanos);
    System.out.printf(
        "%s: p50 %.1f µs, p99 %.1f µs; with its finish %.1f µs on average%n",
        what, nanos[count / 2] / 1e3, nanos[count * 99 / 100] / 1e3, took / 1e3 / count);
  }
}
