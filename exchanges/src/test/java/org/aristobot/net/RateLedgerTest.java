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
  private final RateLedger ledger = new RateLedger(now::get, List.of(WEIGHT, ORDERS, DAILY), null);

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
  void queries_get_a_quarter_at_once_and_earn_the_rest() {
    query(25);
    // 1 of 65 that grow until a tenth of the window is left.
    assertLimited(() -> query(2), Duration.ofMillis(1_662 - 1_000));
    pass(Duration.ofMillis(662));
    query(2);
    assertLimited(() -> query(63), Duration.ofSeconds(54).minusMillis(1_662));
    pass(Duration.ofSeconds(53).minusMillis(662));
    query(63);
    assertThat(left("W-1M")).isEqualTo(10);
  }

  @Test
  void queries_leave_a_tenth_to_orders_and_cancels_which_are_never_paced() {
    pass(Duration.ofSeconds(53));
    query(90);
    assertLimited(() -> query(1), Duration.ofMillis(6_250));
    for (int i = 0; i < 5; i++) {
      command("a");
      command("b");
    }
    assertThat(left("W-1M")).isZero();
    assertLimited(() -> command("c"), Duration.ofSeconds(6));
  }

  @Test
  void queries_wait_until_a_window_has_surely_begun_at_the_venue() {
    pass(Duration.ofSeconds(59));
    assertLimited(() -> query(1), Duration.ofMillis(250));
    command("a");
    pass(Duration.ofMillis(250));
    query(24);
  }

  @Test
  void a_window_that_turns_gives_everything_anew() {
    query(25).lost();
    pass(Duration.ofSeconds(60));
    query(25);
    assertThat(left("W-1M")).isEqualTo(75);
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
      command("a").lost();
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
            ledger.reserve(List.of(new Charge("W", 91)), null, Priority.QUERY, Duration.ofDays(1)))
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
    permit.answered(now.get(), now.get(), "W", List.of());
    permit.refund();
    assertThat(left("W-1M")).isEqualTo(100);
    assertThat(left("O-10S:a")).isEqualTo(4);
  }

  @Test
  void a_refund_of_a_window_that_has_passed_gives_nothing() {
    Permit permit = query(10);
    permit.lost();
    pass(Duration.ofMinutes(1));
    query(10);
    permit.refund();
    assertThat(left("W-1M")).isEqualTo(90);
  }

  private void answered(Permit permit, Instant sent, long count) {
    permit.answered(sent, now.get(), null, List.of(new Permit.Count("W", "1M", count)));
  }

  @Test
  void the_venues_count_corrects_upwards_at_any_time_and_downwards_only_who_was_alone() {
    Permit one = query(10);
    Permit two = query(10);
    answered(one, now.get(), 5);
    assertThat(left("W-1M")).as("another is under way").isEqualTo(80);
    answered(two, now.get(), 15);
    assertThat(left("W-1M")).as("another was under way").isEqualTo(80);
    answered(query(1), now.get(), 50);
    assertThat(left("W-1M")).isEqualTo(50);
    answered(command("a"), now.get(), 30);
    assertThat(left("W-1M")).isEqualTo(70);
  }

  @Test
  void a_count_that_may_be_of_the_window_before_is_not_heard() {
    Permit slow = query(10);
    Instant sent = now.get();
    pass(Duration.ofSeconds(59));
    command("a").lost();
    answered(slow, sent, 77);
    Permit soon = command("a");
    answered(soon, now.get().plusMillis(100), 77);
    assertThat(left("W-1M")).isEqualTo(100 - 10 - 2);
  }

  @Test
  void what_is_under_way_when_a_window_turns_counts_in_the_next_one() {
    Permit late = query(10);
    Permit early = query(5);
    pass(Duration.ofSeconds(59));
    assertThat(left("W-1M")).isEqualTo(85);
    late.lost();
    early.refund();
    assertThat(left("W-1M")).isEqualTo(90);
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
    query(20);
    ledger.define(List.of(new Quota("W", Quota.Scope.IP, 1000, Duration.ofMinutes(1))));
    query(230);
    assertThat(left("W-1M")).isEqualTo(750);
    command("a");
  }

  @Test
  void a_clock_that_steps_back_does_not_give_a_window_twice() {
    query(25);
    pass(Duration.ofSeconds(-30));
    assertThatThrownBy(() -> query(1)).isInstanceOf(ExchangeException.class);
  }

  @Test
  void a_clock_that_was_far_ahead_is_forgiven_and_what_was_counted_stays() {
    pass(Duration.ofHours(2));
    query(25);
    pass(Duration.ofHours(-2));
    assertLimited(() -> query(2), Duration.ofMillis(662));
    pass(Duration.ofMinutes(1));
    query(1);
  }

  @Test
  void who_has_patience_gets_permits_when_the_window_turns() {
    RateLedger real = real(1, Duration.ofSeconds(1));
    Permit first = real.reserve(one(), null, Priority.COMMAND, Duration.ofSeconds(60));
    first.lost();
    Permit second = real.reserve(one(), null, Priority.COMMAND, Duration.ofSeconds(60));
    assertThat(second).isNotSameAs(first);
  }

  @Test
  void who_waits_is_let_in_in_the_order_of_arrival_and_commands_first() {
    RateLedger held = real(1, Duration.ofDays(1_000));
    Permit blocking = held.reserve(one(), null, Priority.COMMAND, Duration.ZERO);
    List<String> order = new CopyOnWriteArrayList<>();
    AtomicReference<Permit> last = new AtomicReference<>(blocking);
    Duration patience = Duration.ofDays(2_000);
    for (String name : List.of("first", "second", "third")) {
      Thread thread =
          Thread.ofVirtual()
              .start(() -> {
                last.set(held.reserve(one(), null, Priority.COMMAND, patience));
                order.add(name);
              });
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> thread.getState() == Thread.State.TIMED_WAITING);
    }
    for (int i = 1; i <= 3; i++) {
      int n = i;
      last.get().refund();
      await().atMost(Duration.ofSeconds(60)).until(() -> order.size() == n);
    }
    assertThat(order).containsExactly("first", "second", "third");
  }

  @Test
  void who_waits_for_one_account_does_not_hold_up_another() {
    RateLedger two =
        new RateLedger(
            Clock.systemUTC(),
            List.of(new Quota("O", Quota.Scope.KEY, 1, Duration.ofDays(1_000))),
            null);
    List<Charge> charge = List.of(new Charge("O", 1));
    two.reserve(charge, "a", Priority.COMMAND, Duration.ZERO);
    Thread waiting =
        Thread.ofVirtual()
            .start(() ->
                // Thrown on, it would end in whichever test waits for something just then.
                assertThatThrownBy(
                        () -> two.reserve(charge, "a", Priority.COMMAND, Duration.ofDays(2_000)))
                    .isInstanceOf(ExchangeException.class));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
    assertThat(two.reserve(charge, "b", Priority.COMMAND, Duration.ofSeconds(5))).isNotNull();
    waiting.interrupt();
    await().atMost(Duration.ofSeconds(60)).until(() -> !waiting.isAlive());
  }

  @Test
  void many_threads_together_never_take_more_than_there_is() throws InterruptedException {
    RateLedger shared = real(500, Duration.ofDays(1_000));
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
                    permit.lost();
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

  @Test
  void accounts_take_turns_however_many_queries_one_of_them_has() {
    RateLedger held = real(10, Duration.ofDays(1_000));
    List<String> order = new CopyOnWriteArrayList<>();
    AtomicReference<Permit> last =
        new AtomicReference<>(held.reserve(ten(), null, Priority.COMMAND, Duration.ZERO));
    for (String name : List.of("a1", "a2", "a3", "a4", "b1", "b2", "c1")) {
      String account = name.substring(0, 1);
      Thread thread =
          Thread.ofVirtual()
              .start(() -> {
                last.set(held.reserve(ten(), account, Priority.COMMAND, Duration.ofDays(2_000)));
                order.add(name);
              });
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> thread.getState() == Thread.State.TIMED_WAITING);
    }
    for (int i = 1; i <= 7; i++) {
      int n = i;
      last.get().refund();
      await().atMost(Duration.ofSeconds(60)).until(() -> order.size() == n);
    }
    assertThat(order).containsExactly("a1", "b1", "c1", "a2", "b2", "a3", "a4");
  }

  @Test
  void a_dear_request_is_not_starved_by_cheap_ones_behind_it() {
    RateLedger held = real(10, Duration.ofDays(1_000));
    Permit nine = held.reserve(List.of(new Charge("W", 9)), "a", Priority.COMMAND, Duration.ZERO);
    AtomicReference<Permit> dear = new AtomicReference<>();
    Thread thread =
        Thread.ofVirtual()
            .start(
                () -> dear.set(held.reserve(ten(), "a", Priority.COMMAND, Duration.ofDays(2_000))));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> thread.getState() == Thread.State.TIMED_WAITING);
    assertLimited(() -> held.reserve(one(), "b", Priority.COMMAND, Duration.ofMillis(50)));
    nine.refund();
    await().atMost(Duration.ofSeconds(60)).until(() -> dear.get() != null);
  }

  private static void assertLimited(Runnable reservation) {
    assertThatThrownBy(reservation::run)
        .isInstanceOfSatisfying(
            ExchangeException.class,
            e -> assertThat(e.failure().kind()).isEqualTo(ErrorKind.RATE_LIMITED));
  }

  private static List<Charge> ten() {
    return List.of(new Charge("W", 10));
  }

  private static List<Charge> one() {
    return List.of(new Charge("W", 1));
  }

  private static RateLedger real(long limit, Duration window) {
    return new RateLedger(
        Clock.systemUTC(), List.of(new Quota("W", Quota.Scope.IP, limit, window)), null);
  }
}
