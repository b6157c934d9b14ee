package org.aristobot.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.aristobot.app.TestGateway;
import org.aristobot.bus.BusClient.Answer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Ten times the queries that the venue's limits allow, with orders among them, through two gateways
 * that share a ledger: the venue refuses nothing, its budget is used, orders go on, and an account
 * that asks little is served.
 */
class OverloadIT {

  /** How far into its minute the venue is when the load begins: a whole one comes soon. */
  private static final Duration BEFORE_THE_MINUTE = Duration.ofSeconds(6);

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int BUDGET = 6_000;
  private static final int EVERY_MILLIS = 200;

  /** Those that ask as much as they can, and one that asks little. */
  private static final List<String> GREEDY = List.of("demo2", "demo3");

  private static final String QUIET = "demo4";

  /** What is asked at a time, how often: about 200 of weight, where 20 are allowed. */
  private static final Map<String, Integer> QUERIES = new LinkedHashMap<>();

  static {
    QUERIES.put("fetch_open_orders {}", 1);
    QUERIES.put("get_order_book {\"symbol\":\"BTC/USDT\",\"limit\":1000}", 1);
    QUERIES.put("get_balance {}", 1);
    QUERIES.put("get_trades {\"symbol\":\"BTC/USDT\"}", 1);
    QUERIES.put("get_ticker {\"symbol\":\"BTC/USDT\"}", 6);
    QUERIES.put("get_candles {\"symbol\":\"BTC/USDT\",\"timeframe\":\"1m\",\"limit\":10}", 6);
  }

  private final ConcurrentLinkedQueue<Long> orderNanos = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> problems = new ConcurrentLinkedQueue<>();
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger quietAsked = new AtomicInteger();
  private final AtomicInteger quietServed = new AtomicInteger();

  /**
   * The venue's clock: no run waits for a minute to begin. It starts when it is first looked at.
   */
  private static final class LateInAMinute implements InstantSource {
    private @Nullable Clock clock;

    @Override
    public synchronized Instant instant() {
      if (clock == null) {
        Instant now = Instant.now();
        Instant start =
            now.truncatedTo(ChronoUnit.MINUTES)
                .plus(Duration.ofMinutes(1))
                .minus(BEFORE_THE_MINUTE);
        clock = Clock.offset(Clock.systemUTC(), Duration.between(now, start));
      }
      return clock.instant();
    }
  }

  @Test
  void ten_times_the_queries_are_never_refused_by_the_venue_and_orders_go_on(@TempDir Path data)
      throws Exception {
    InstantSource clock = new LateInAMinute();
    try (World world = new World(data, clock)) {
      world.venue().limit("real");
      List<Long> greedy = GREEDY.stream().map(world::addBroker).toList();
      long quiet = world.addBroker(QUIET);
      Instant minute;
      List<AutoCloseable> gateways = List.of(gateway(world), gateway(world));
      try {
        minute = load(world, greedy, quiet, clock);
      } finally {
        closeAtOnce(gateways);
      }
      report(world, minute);
      judge(world, minute);
    }
  }

  private static AutoCloseable gateway(World world) {
    return TestGateway.start(
        world.data(),
        world.postgres(),
        world.redisUri(),
        world.venue().uri(),
        World.SECRET_KEY,
        (_, _) -> {});
  }

  /** Each lets what runs finish for a while. */
  private static void closeAtOnce(List<AutoCloseable> gateways) throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (AutoCloseable gateway : gateways) {
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                try {
                  gateway.close();
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /** Until a whole minute of the venue and a bit of the next one are over; answers that minute. */
  private Instant load(World world, List<Long> greedy, long quiet, InstantSource clock)
      throws InterruptedException {
    // The first one of each reads the markets, and with them the venue's limits.
    for (int i = 0; i < 4; i++) {
      place(world, Orders.mixed(0));
    }
    orderNanos.clear();
    CountDownLatch over = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    threads.add(Thread.ofVirtual().start(() -> overload(world, greedy, over)));
    threads.add(Thread.ofVirtual().start(() -> quiet(world, quiet, over)));
    for (int i = 0; i < 2; i++) {
      int start = i;
      threads.add(Thread.ofVirtual().start(() -> trade(world, start, over)));
    }
    Instant now = clock.instant();
    Instant minute = now.truncatedTo(ChronoUnit.MINUTES).plus(Duration.ofMinutes(1));
    Instant end = minute.plus(Duration.ofMinutes(1)).plusSeconds(1);
    boolean _ = over.await(Duration.between(now, end).toMillis(), TimeUnit.MILLISECONDS);
    over.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    return minute;
  }

  private static boolean pause(CountDownLatch over, long millis) {
    try {
      return !over.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Nobody takes these answers; they expire. */
  private void overload(World world, List<Long> greedy, CountDownLatch over) {
    long next = System.nanoTime();
    int account = 0;
    do {
      for (Map.Entry<String, Integer> query : QUERIES.entrySet()) {
        for (int n = 0; n < query.getValue(); n++) {
          long broker = greedy.get(account++ % greedy.size());
          String[] words = query.getKey().split(" ", 2);
          world.push(words[0], params(words[1], broker));
          asked.incrementAndGet();
        }
      }
      next += TimeUnit.MILLISECONDS.toNanos(EVERY_MILLIS);
    } while (pause(over, Math.max(0, (next - System.nanoTime()) / 1_000_000)));
  }

  private void quiet(World world, long broker, CountDownLatch over) {
    do {
      quietAsked.incrementAndGet();
      Answer answer = world.answer(world.push("get_balance", params("{}", broker)), PATIENCE);
      if (answer.success()) {
        quietServed.incrementAndGet();
      }
    } while (pause(over, 1_000));
  }

  private static ObjectNode params(String json, long broker) {
    return ((ObjectNode) World.JSON.readTree(json)).put("broker_id", broker);
  }

  private void trade(World world, int start, CountDownLatch over) {
    int i = start;
    do {
      ObjectNode order = Orders.mixed(i++).put("client_order_id", "overload-" + UUID.randomUUID());
      Answer answer = place(world, order);
      if (answer.success() && "open".equals(answer.data().path("status").asString(""))) {
        ObjectNode cancel = World.JSON.createObjectNode();
        cancel.put("client_order_id", order.get("client_order_id").asString());
        keep("cancel", timed(world, "cancel_order", cancel));
      }
    } while (pause(over, 250));
  }

  private Answer place(World world, ObjectNode order) {
    return keep("order", timed(world, "place_order", order));
  }

  private Answer timed(World world, String action, ObjectNode params) {
    long start = System.nanoTime();
    Answer answer = world.answer(world.push(action, params), PATIENCE);
    orderNanos.add(System.nanoTime() - start);
    return answer;
  }

  private Answer keep(String what, Answer answer) {
    if (!answer.success()) {
      problems.add(what + ": " + answer.code() + " " + answer.error());
    }
    return answer;
  }

  private static int used(World world, Instant minute) {
    return world
        .venue()
        .stats()
        .get("weight_by_window")
        .path(Long.toString(minute.toEpochMilli()))
        .asInt(0);
  }

  private void report(World world, Instant minute) {
    List<Long> nanos = new ArrayList<>(orderNanos);
    Collections.sort(nanos);
    JsonNode stats = world.venue().stats();
    System.out.printf(
        "overload: %d queries asked; weight used in the whole minute %d of %d (%d %%); 429: %d,"
            + " 418: %d; %d orders and cancels, p50 %d ms, p99 %d ms, most %d ms; the quiet"
            + " account: %d of %d served%n",
        asked.get(),
        used(world, minute),
        BUDGET,
        100 * used(world, minute) / BUDGET,
        stats.get("http_429").asInt(),
        stats.get("http_418").asInt(),
        nanos.size(),
        millis(nanos, 50),
        millis(nanos, 99),
        millis(nanos, 100),
        quietServed.get(),
        quietAsked.get());
    System.out.println("weight by minute: " + stats.get("weight_by_window"));
  }

  private static long millis(List<Long> sorted, int percent) {
    return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100)) / 1_000_000;
  }

  private void judge(World world, Instant minute) {
    JsonNode stats = world.venue().stats();
    assertThat(stats.get("http_429").asInt()).isZero();
    assertThat(stats.get("http_418").asInt()).isZero();
    assertThat(used(world, minute)).isBetween(BUDGET * 8 / 10, BUDGET);
    assertThat(problems).as("orders and cancels that failed").isEmpty();
    assertThat(orderNanos).hasSizeGreaterThan(50);
    assertThat(quietServed.get()).isGreaterThan(quietAsked.get() / 2);
  }
}
