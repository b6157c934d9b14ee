package org.aristobot.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.aristobot.exchange.LedgerState;
import org.aristobot.exchange.LedgerState.Answer;
import org.aristobot.exchange.LedgerState.Charged;
import org.aristobot.exchange.LedgerState.Draw;
import org.aristobot.exchange.LedgerState.Span;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every place that counts the use of limits does alike. */
abstract class LedgerStateContract {

  static final Quota WEIGHT = new Quota("W", Quota.Scope.IP, 100, Duration.ofMinutes(1));
  static final Quota ORDERS = new Quota("O", Quota.Scope.KEY, 5, Duration.ofSeconds(10));
  static final Quota DAILY = new Quota("O", Quota.Scope.KEY, 50, Duration.ofDays(1));

  /** Half a minute into a minute, ten seconds and a day that have begun. */
  private static final long START = Instant.parse("2026-01-01T00:00:30Z").toEpochMilli();

  private static final long MINUTE = 60_000;

  long now = START;

  /** The same counts as another gateway sees them. */
  abstract LedgerState join();

  /** What was taken, and of what. */
  record Taken(LedgerState state, List<Draw> draws, Answer.Granted granted) {

    void refund() {
      finish(true, null, null);
    }

    void lost() {
      finish(false, null, null);
    }

    void answered(long count, long sent, long received) {
      finish(false, count, new Span(sent, received));
    }

    void finish(boolean back, @Nullable Long count, @Nullable Span span) {
      List<Charged> charges = new ArrayList<>();
      for (int i = 0; i < draws.size(); i++) {
        Draw draw = draws.get(i);
        charges.add(
            new Charged(
                draw.bucket(),
                draw.permits(),
                granted.windows().get(i),
                back ? draw.permits() : 0,
                draw.bucket().name().equals("W-1M") ? count : null));
      }
      state.finish(granted.id(), charges, span);
    }
  }

  static List<Draw> query(long weight) {
    return List.of(WEIGHT.draw(weight, null, Priority.QUERY));
  }

  static List<Draw> order(String key) {
    return List.of(
        WEIGHT.draw(1, null, Priority.COMMAND),
        ORDERS.draw(1, key, Priority.COMMAND),
        DAILY.draw(1, key, Priority.COMMAND));
  }

  static List<Draw> command(long weight) {
    return List.of(WEIGHT.draw(weight, null, Priority.COMMAND));
  }

  Taken take(LedgerState state, List<Draw> draws) {
    Answer answer = state.take(draws, false, now);
    assertThat(answer).isInstanceOf(Answer.Granted.class);
    return new Taken(state, draws, (Answer.Granted) answer);
  }

  List<Long> refused(LedgerState state, List<Draw> draws) {
    Answer answer = state.take(draws, false, now);
    assertThat(answer).isInstanceOf(Answer.NotYet.class);
    return ((Answer.NotYet) answer).readyAt();
  }

  long left(LedgerState state, String bucket) {
    return Objects.requireNonNull(state.headroom(now).get(bucket), bucket).left();
  }

  @Test
  void all_buckets_give_or_none_does_and_every_gateway_sees_it() {
    LedgerState one = join();
    LedgerState two = join();
    for (int i = 0; i < 5; i++) {
      take(i % 2 == 0 ? one : two, order("a"));
    }
    assertThat(refused(two, order("a"))).containsExactly(now, START + 10_000, now);
    assertThat(left(one, "W-1M")).isEqualTo(95);
    assertThat(left(two, "O-10S:a")).isZero();
    assertThat(left(two, "O-1D:a")).isEqualTo(45);
    take(one, order("b"));
    assertThat(left(two, "O-10S:b")).isEqualTo(4);
  }

  @Test
  void a_window_that_turns_gives_everything_anew_but_what_is_under_way() {
    LedgerState state = join();
    take(state, command(50)).lost();
    Taken early = take(state, command(20));
    Taken late = take(join(), command(30));
    assertThat(refused(state, command(1))).containsExactly(START + MINUTE / 2);
    now += MINUTE;
    take(state, command(40)).lost();
    assertThat(left(state, "W-1M")).isEqualTo(10);
    early.finish(false, null, new Span(START, START + 100));
    assertThat(left(state, "W-1M")).as("answered before the turn").isEqualTo(30);
    late.finish(false, null, new Span(START, now));
    assertThat(left(state, "W-1M")).as("answered after it").isEqualTo(30);
  }

  @Test
  void what_is_given_back_is_there_again_once() {
    LedgerState state = join();
    Taken taken = take(state, order("a"));
    taken.refund();
    taken.refund();
    assertThat(left(state, "W-1M")).isEqualTo(100);
    assertThat(left(state, "O-10S:a")).isEqualTo(5);
    Taken late = take(state, command(10));
    now += MINUTE;
    take(state, command(10));
    late.refund();
    assertThat(left(state, "W-1M")).isEqualTo(90);
  }

  @Test
  void the_venues_count_is_a_lower_bound_and_exact_for_who_was_alone() {
    LedgerState one = join();
    LedgerState two = join();
    Taken first = take(one, command(10));
    Taken second = take(two, command(10));
    first.answered(5, now, now);
    assertThat(left(one, "W-1M")).isEqualTo(80);
    second.answered(15, now, now);
    assertThat(left(one, "W-1M")).as("the first was under way").isEqualTo(80);
    take(one, command(1)).answered(60, now, now);
    assertThat(left(two, "W-1M")).isEqualTo(40);
    take(two, command(1)).answered(30, now, now);
    assertThat(left(one, "W-1M")).isEqualTo(70);
    Taken overtaken = take(one, command(1));
    take(two, command(1)).lost();
    overtaken.answered(1, now, now);
    assertThat(left(one, "W-1M")).as("another came and went").isEqualTo(68);
  }

  @Test
  void a_count_that_may_be_of_another_window_is_not_heard() {
    LedgerState state = join();
    Taken slow = take(state, command(1));
    now = START + MINUTE / 2 + 100;
    slow.answered(99, START, now);
    take(state, command(1)).answered(99, now, now + 50);
    assertThat(left(state, "W-1M")).isEqualTo(98);
    now += 200;
    take(state, command(1)).answered(99, now, now + 50);
    assertThat(left(state, "W-1M")).isEqualTo(1);
  }

  @Test
  void a_closed_bucket_gives_nothing_to_anybody_and_reopens_by_itself() {
    LedgerState one = join();
    LedgerState two = join();
    one.close(WEIGHT.bucket(null), now + 3 * MINUTE, now);
    one.close(WEIGHT.bucket(null), now + MINUTE, now);
    assertThat(refused(two, order("a"))).containsExactly(START + 3 * MINUTE, now, now);
    assertThat(left(two, "W-1M")).isZero();
    now += 3 * MINUTE;
    take(two, order("a"));
    one.close(ORDERS.bucket("a"), now + MINUTE, now);
    assertThat(refused(two, order("a"))).containsExactly(now, now + MINUTE, now);
    take(two, order("b"));
  }

  @Test
  void what_a_killed_gateway_had_under_way_holds_up_nothing_for_long() {
    LedgerState killed = join();
    LedgerState other = join();
    for (int i = 0; i < 40; i++) {
      take(killed, command(1));
    }
    now += LedgerState.LONGEST_UNDER_WAY_MILLIS;
    assertThat(left(other, "W-1M")).isGreaterThanOrEqualTo(60);
    take(other, command(1)).answered(1, now, now);
    assertThat(left(other, "W-1M")).as("they may still be under way").isEqualTo(59);
    now += 1_000;
    take(other, command(1)).answered(2, now, now);
    assertThat(left(other, "W-1M")).isEqualTo(98);
  }

  @Test
  void what_a_killed_gateway_had_under_way_fills_no_short_window_over_and_over() {
    Quota second = new Quota("S", Quota.Scope.KEY, 9, Duration.ofSeconds(1));
    LedgerState killed = join();
    LedgerState other = join();
    for (int i = 0; i < 9; i++) {
      take(killed, List.of(second.draw(1, "a", Priority.COMMAND)));
    }
    now += 5_000;
    refused(other, List.of(second.draw(1, "a", Priority.COMMAND)));
    now += LedgerState.ANSWERED_MILLIS;
    take(other, List.of(second.draw(9, "a", Priority.COMMAND)));
  }

  @Test
  void a_clock_that_steps_back_gives_no_window_twice() {
    LedgerState state = join();
    now = START + MINUTE / 2 + 300;
    take(state, query(25));
    now -= 400;
    assertThat(refused(state, query(1))).allMatch(at -> at > START + MINUTE / 2);
    take(state, command(75));
    now += 400;
    assertThat(refused(state, command(1))).containsExactly(START + MINUTE / 2 + MINUTE);
  }

  @Test
  void a_clock_that_was_far_ahead_is_forgiven_and_what_was_counted_stays() {
    LedgerState state = join();
    now = START + 100 * MINUTE;
    take(state, command(60)).lost();
    now = START;
    take(state, command(30)).lost();
    assertThat(left(state, "W-1M")).isEqualTo(10);
    now = START + MINUTE;
    take(state, command(100));
  }

  @Test
  void queries_are_paced_and_leave_some_and_commands_are_not() {
    LedgerState state = join();
    now = START + MINUTE / 2;
    assertThat(refused(state, query(1))).containsExactly(now + 250);
    now += 250;
    take(state, query(25)).lost();
    assertThat(refused(state, query(13))).containsExactly(START + MINUTE / 2 + 10_800);
    now = START + MINUTE / 2 + 10_800;
    take(state, query(13)).lost();
    now = START + MINUTE / 2 + 54_000;
    take(state, query(52)).lost();
    assertThat(refused(state, query(1))).containsExactly(START + MINUTE / 2 + MINUTE + 250);
    take(state, command(10));
    assertThat(refused(state, command(1))).containsExactly(START + MINUTE / 2 + MINUTE);
  }

  @Test
  void a_limit_that_the_venue_tells_counts_from_then_on() {
    LedgerState state = join();
    take(state, command(100)).lost();
    Quota more = new Quota("W", Quota.Scope.IP, 1_000, Duration.ofMinutes(1));
    take(state, List.of(more.draw(850, null, Priority.COMMAND)));
    assertThat(left(state, "W-1M")).isEqualTo(50);
  }

  @Test
  void whatever_three_gateways_do_no_window_is_used_beyond_its_limit() throws Exception {
    long seed = System.nanoTime();
    System.out.println(getClass().getSimpleName() + ": seed " + seed);
    Map<String, AtomicLong> net = new ConcurrentHashMap<>();
    AtomicLong time = new AtomicLong(START);
    List<Thread> threads = new ArrayList<>();
    List<Throwable> problems = new ArrayList<>();
    for (int gateway = 0; gateway < 3; gateway++) {
      LedgerState state = join();
      for (int n = 0; n < 6; n++) {
        Random random = new Random(seed + gateway * 100L + n);
        threads.add(
            Thread.ofVirtual()
                .uncaughtExceptionHandler((_, problem) -> problems.add(problem))
                .start(() -> wander(state, random, time, net)));
      }
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(problems).isEmpty();
    assertThat(net).isNotEmpty();
    net.forEach((window, used) ->
        assertThat(used.get())
            .as("%s, seed %d", window, seed)
            .isLessThanOrEqualTo(
                window.startsWith("W") ? 100 : window.startsWith("O-10S") ? 5 : 50));
    assertThat(net.values().stream().mapToLong(AtomicLong::get).max().orElse(0)).isGreaterThan(50);
  }

  private static void wander(
      LedgerState state, Random random, AtomicLong time, Map<String, AtomicLong> net) {
    for (int i = 0; i < 150; i++) {
      long at = time.addAndGet(random.nextInt(60)) - random.nextInt(20);
      List<Draw> draws =
          random.nextInt(3) == 0
              ? query(1 + random.nextInt(20))
              : random.nextBoolean()
                  ? command(1 + random.nextInt(20))
                  : order("k" + random.nextInt(3));
      if (state.take(draws, random.nextBoolean(), at) instanceof Answer.Granted granted) {
        Taken taken = new Taken(state, draws, granted);
        count(taken, 1, net);
        switch (random.nextInt(3)) {
          case 0 -> {
            count(taken, -1, net);
            taken.refund();
          }
          case 1 -> taken.lost();
          default -> taken.finish(false, null, new Span(at, time.get()));
        }
      }
    }
  }

  private static void count(Taken taken, int sign, Map<String, AtomicLong> net) {
    for (int i = 0; i < taken.draws().size(); i++) {
      Draw draw = taken.draws().get(i);
      String window = draw.bucket().name() + " " + taken.granted().windows().get(i);
      net.computeIfAbsent(window, _ -> new AtomicLong()).addAndGet(sign * draw.permits());
    }
  }
}
