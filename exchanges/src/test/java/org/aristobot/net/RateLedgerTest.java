package org.aristobot.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RateLedgerTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:01Z");
  private static final Quota WEIGHT = new Quota("W", Quota.Scope.IP, 100, Duration.ofMinutes(1));
  private static final Quota ORDERS = new Quota("O", Quota.Scope.KEY, 5, Duration.ofSeconds(10));
  private static final Quota DAILY = new Quota("O", Quota.Scope.KEY, 8, Duration.ofDays(1));
  private static final List<Charge> ORDER = List.of(new Charge("W", 1), new Charge("O", 1));

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final RateLedger ledger = new RateLedger(now::get, List.of(WEIGHT, ORDERS, DAILY));

  private void pass(Duration time) {
    now.updateAndGet(at -> at.plus(time));
  }

  private Permit query(long weight) {
    return ledger.reserve(List.of(new Charge("W", weight)), null, Priority.QUERY, Duration.ZERO);
  }

  private Permit command(String key) {
    return ledger.reserve(ORDER, key, Priority.COMMAND, Duration.ZERO);
  }

  private long left(String name) {
    return Objects.requireNonNull(ledger.headroom().get(name), name).left();
  }

  private static void assertLimited(Runnable reservation, @Nullable Duration retryAfter) {
    assertThatThrownBy(reservation::run)
        .isInstanceOfSatisfying(
            ExchangeException.class,
            e -> {
              assertThat(e.failure().kind()).isEqualTo(ErrorKind.RATE_LIMITED);
              assertThat(e.failure().retryAfter()).isEqualTo(retryAfter);
            });
  }

  @Test
  void labels_are_the_venues_own() {
    assertThat(List.of(WEIGHT.label(), ORDERS.label(), DAILY.label()))
        .containsExactly("1M", "10S", "1D");
  }

  @Test
  void queries_leave_a_fifth_to_orders_and_cancels() {
    query(80);
    assertLimited(() -> query(1), Duration.ofSeconds(59));
    command("a");
    assertThat(left("W-1M")).isEqualTo(19);
  }

  @Test
  void a_window_that_turns_gives_everything_anew() {
    query(80);
    pass(Duration.ofSeconds(58));
    assertLimited(() -> query(1), Duration.ofSeconds(1));
    pass(Duration.ofSeconds(1));
    query(80);
    assertThat(left("W-1M")).isEqualTo(20);
  }

  @Test
  void a_reservation_takes_all_buckets_or_none() {
    for (int i = 0; i < 5; i++) {
      command("a");
    }
    assertLimited(() -> command("a"), Duration.ofSeconds(9));
    assertThat(left("W-1M")).isEqualTo(95);
    assertThat(left("O-1D:a")).isEqualTo(3);
  }

  @Test
  void every_quota_of_a_pool_counts() {
    for (int i = 0; i < 5; i++) {
      command("a");
    }
    pass(Duration.ofSeconds(10));
    for (int i = 0; i < 3; i++) {
      command("a");
    }
    assertLimited(() -> command("a"), Duration.ofSeconds(86_400 - 11));
  }

  @Test
  void each_key_has_its_own_orders_and_all_share_the_address() {
    for (int i = 0; i < 5; i++) {
      command("a");
    }
    command("b");
    assertThat(left("W-1M")).isEqualTo(94);
    assertThat(left("O-10S:b")).isEqualTo(4);
  }

  @Test
  void what_costs_more_than_a_window_gives_is_refused_without_waiting() {
    assertThatThrownBy(() ->
            ledger.reserve(List.of(new Charge("W", 81)), null, Priority.QUERY, Duration.ofDays(1)))
        .isInstanceOf(ExchangeException.class)
        .hasMessageContaining("ever");
  }

  @Test
  void a_refund_gives_everything_back_once() {
    Permit permit = command("a");
    permit.refund();
    permit.refund();
    assertThat(left("W-1M")).isEqualTo(100);
    assertThat(left("O-10S:a")).isEqualTo(5);
  }

  @Test
  void the_venues_bonus_is_given_back_of_one_pool_only() {
    Permit permit = command("a");
    permit.finish();
    permit.refund("W");
    assertThat(left("W-1M")).isEqualTo(100);
    assertThat(left("O-10S:a")).isEqualTo(4);
  }

  @Test
  void a_refund_of_a_window_that_has_passed_gives_nothing() {
    Permit permit = query(10);
    pass(Duration.ofMinutes(1));
    query(10);
    permit.refund();
    assertThat(left("W-1M")).isEqualTo(90);
  }

  @Test
  void the_venues_count_corrects_upwards_at_any_time_and_downwards_only_at_rest() {
    Permit one = query(10);
    Permit two = query(10);
    one.finish();
    ledger.observe("W", "1M", null, 5, now.get(), now.get());
    assertThat(left("W-1M")).as("another is under way").isEqualTo(80);
    ledger.observe("W", "1M", null, 50, now.get(), now.get());
    assertThat(left("W-1M")).isEqualTo(50);
    two.finish();
    ledger.observe("W", "1M", null, 30, now.get(), now.get());
    assertThat(left("W-1M")).isEqualTo(70);
  }

  @Test
  void a_count_that_may_be_of_the_window_before_is_not_heard() {
    query(10).finish();
    Instant sent = now.get();
    pass(Duration.ofSeconds(59));
    query(3).finish();
    ledger.observe("W", "1M", null, 77, sent, now.get());
    assertThat(left("W-1M")).isEqualTo(97);
  }

  @Test
  void a_closed_bucket_gives_nothing_and_reopens_by_itself() {
    ledger.close("W", null, Duration.ofMinutes(3));
    assertThat(left("W-1M")).isZero();
    assertLimited(() -> command("a"), Duration.ofMinutes(3));
    pass(Duration.ofMinutes(3));
    command("a");
  }

  @Test
  void closing_the_orders_of_a_key_leaves_other_keys_and_queries_alone() {
    ledger.close("O", "a", Duration.ofSeconds(30));
    assertLimited(() -> command("a"), Duration.ofSeconds(30));
    command("b");
    query(1);
  }

  @Test
  void limits_that_the_venue_tells_replace_the_documented_ones() {
    query(80);
    ledger.define(List.of(new Quota("W", Quota.Scope.IP, 1000, Duration.ofMinutes(1))));
    query(700);
    assertThat(left("W-1M")).isEqualTo(220);
    command("a");
  }

  @Test
  void a_clock_that_steps_back_does_not_give_a_window_twice() {
    query(80);
    pass(Duration.ofSeconds(-30));
    assertThatThrownBy(() -> query(1)).isInstanceOf(ExchangeException.class);
  }

  @Test
  void who_has_patience_gets_permits_when_the_window_turns() {
    RateLedger real = real(1, Duration.ofSeconds(1));
    Permit first = real.reserve(one(), null, Priority.COMMAND, Duration.ofSeconds(10));
    Permit second = real.reserve(one(), null, Priority.COMMAND, Duration.ofSeconds(10));
    assertThat(second).isNotSameAs(first);
  }

  @Test
  void who_waits_is_let_in_in_the_order_of_arrival_and_commands_first() {
    RateLedger held = real(1, Duration.ofDays(1));
    Permit blocking = held.reserve(one(), null, Priority.COMMAND, Duration.ZERO);
    List<String> order = new CopyOnWriteArrayList<>();
    AtomicReference<Permit> last = new AtomicReference<>(blocking);
    Duration patience = Duration.ofDays(2);
    for (String name : List.of("first", "second", "third")) {
      Thread thread =
          Thread.ofVirtual()
              .start(() -> {
                last.set(held.reserve(one(), null, Priority.COMMAND, patience));
                order.add(name);
              });
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> thread.getState() == Thread.State.TIMED_WAITING);
    }
    for (int i = 1; i <= 3; i++) {
      int n = i;
      last.get().refund();
      await().atMost(Duration.ofSeconds(10)).until(() -> order.size() == n);
    }
    assertThat(order).containsExactly("first", "second", "third");
  }

  @Test
  void who_waits_for_one_account_does_not_hold_up_another() {
    RateLedger two =
        new RateLedger(
            Clock.systemUTC(), List.of(new Quota("O", Quota.Scope.KEY, 1, Duration.ofDays(1))));
    List<Charge> charge = List.of(new Charge("O", 1));
    two.reserve(charge, "a", Priority.COMMAND, Duration.ZERO);
    Thread waiting =
        Thread.ofVirtual()
            .start(() ->
                // Thrown on, it would end in whichever test waits for something just then.
                assertThatThrownBy(
                        () -> two.reserve(charge, "a", Priority.COMMAND, Duration.ofDays(2)))
                    .isInstanceOf(ExchangeException.class));
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
    assertThat(two.reserve(charge, "b", Priority.COMMAND, Duration.ofSeconds(5))).isNotNull();
    waiting.interrupt();
    await().atMost(Duration.ofSeconds(30)).until(() -> !waiting.isAlive());
  }

  @Test
  void many_threads_together_never_take_more_than_there_is() throws InterruptedException {
    RateLedger shared = real(500, Duration.ofDays(1));
    AtomicInteger granted = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                for (int n = 0; n < 50; n++) {
                  try {
                    Permit permit = shared.reserve(one(), null, Priority.COMMAND, Duration.ZERO);
                    granted.incrementAndGet();
                    permit.finish();
                  } catch (ExchangeException e) {
                    assertThat(e.failure().kind()).isEqualTo(ErrorKind.RATE_LIMITED);
                  }
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(granted).hasValue(500);
  }

  private static List<Charge> one() {
    return List.of(new Charge("W", 1));
  }

  private static RateLedger real(long limit, Duration window) {
    return new RateLedger(
        Clock.systemUTC(), List.of(new Quota("W", Quota.Scope.IP, limit, window)));
  }
}
