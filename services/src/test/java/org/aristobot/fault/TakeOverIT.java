package org.aristobot.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.aristobot.bus.BusClient.Answer;
import org.aristobot.bus.Step;
import org.aristobot.fault.TakeOver.Kind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Three gateways, one of which dies or stands still while it holds requests in every state: how
 * soon the others have taken up everything, and what came of it. All kinds of end happen at the
 * same time, each in a world of its own.
 */
class TakeOverIT {

  /** What is promised; by the settings it is 12 s at most. */
  private static final double PROMISED = 15;

  private static final Map<Kind, TakeOver> ENDS = new EnumMap<>(Kind.class);

  @BeforeAll
  static void end(@TempDir Path data) throws Exception {
    for (Kind kind : Kind.values()) {
      World world = new World(data.resolve(kind.name()), ENDS.size());
      ENDS.put(kind, new TakeOver(kind, world));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(Kind.values().length)) {
      List<Future<?>> running = new ArrayList<>();
      ENDS.values().forEach(end -> running.add(threads.submit(end::run)));
      for (Future<?> end : running) {
        end.get();
      }
    }
    ENDS.values().forEach(System.out::println);
  }

  @AfterAll
  static void close() {
    ENDS.values().forEach(TakeOver::close);
  }

  private static TakeOver end(Kind kind) {
    return Objects.requireNonNull(ENDS.get(kind));
  }

  @ParameterizedTest
  @EnumSource
  void it_held_as_many_requests_in_every_state(Kind kind) {
    for (Step step : List.of(Step.MOVED, Step.JOURNALED, Step.SENT, Step.ANSWERED)) {
      assertThat(end(kind).held(step)).as("%s", step).isEqualTo(TakeOver.EACH);
    }
  }

  @ParameterizedTest
  @EnumSource
  void its_lists_its_rows_and_its_sweep_are_taken_up_within_fifteen_seconds(Kind kind) {
    assertThat(end(kind).takenAfter().values())
        .allSatisfy(seconds -> assertThat(seconds).isLessThanOrEqualTo(PROMISED));
  }

  @ParameterizedTest
  @EnumSource
  void what_was_answered_or_sent_or_only_taken_is_told_as_placed(Kind kind) {
    for (Step step : List.of(Step.MOVED, Step.SENT, Step.ANSWERED)) {
      assertThat(end(kind).answers(step)).as("%s", step).allMatch(Answer::success);
    }
    assertThat(end(kind).answers(Step.SENT)).allMatch(Answer::replayed);
  }

  /** Only where its end is proven, it is sure that the order has not left. */
  @ParameterizedTest
  @EnumSource(names = {"KILLED", "KILLED_ELSEWHERE"})
  void what_was_journaled_is_sent_where_that_is_safe_and_else_in_doubt(Kind kind) {
    if (kind == Kind.KILLED) {
      assertThat(end(kind).answers(Step.JOURNALED)).allMatch(Answer::success);
    } else {
      assertThat(end(kind).answers(Step.JOURNALED))
          .allMatch(answer -> "ORDER_STATE_UNKNOWN".equals(answer.code()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_cancel_is_done_by_another_and_an_edit_is_in_doubt(Kind kind) {
    assertThat(end(kind).cancels()).allMatch(Answer::success);
    assertThat(end(kind).edits()).allMatch(answer -> "ORDER_STATE_UNKNOWN".equals(answer.code()));
  }

  @Test
  void one_that_wakes_up_sends_nothing_of_what_it_held() {
    assertThat(end(Kind.FROZEN).sentByTheDead()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void nothing_is_lost_and_nothing_doubled(Kind kind) {
    Verdict verdict = end(kind).verdict();
    assertThat(verdict.problems()).isEmpty();
    assertThat(end(kind).clientIdsOnTheVenue()).doesNotHaveDuplicates();
    int unsent = kind == Kind.KILLED_ELSEWHERE ? TakeOver.EACH + 1 : 1;
    assertThat(verdict.missing()).isEqualTo(unsent);
  }
}
