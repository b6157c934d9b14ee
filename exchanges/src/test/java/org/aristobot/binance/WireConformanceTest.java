package org.aristobot.binance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.aristobot.conformance.Leaf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Each recorded answer comes out as expected, and each leaf of it either decides a fact or is on
 * the list of those that we leave aside. Both are put to the test: with another value in a leaf of
 * the first kind something must differ, in one of the second kind nothing.
 */
class WireConformanceTest {

  static Stream<String> names() {
    return Recordings.OPERATIONS.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void a_recorded_answer_comes_out_as_expected(String name) {
    assertThat(WireReplay.differences(name, Recordings.response(name))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("names")
  void every_leaf_decides_something_or_is_left_aside_for_a_reason(String name) {
    assertThat(Recordings.RECORDED.surprises(name)).as("leaves of %s", name).isEmpty();
    assertThat(Leaf.of(Recordings.response(name)))
        .containsAll(WireShapes.expected(name).leaves())
        .isNotEmpty();
  }

  /** Nothing is made up for it; only zero, false and nothing mean the same as no leaf at all. */
  @ParameterizedTest
  @MethodSource("names")
  void a_leaf_that_is_missing_is_noticed(String name) {
    assertThat(Recordings.RECORDED.unnoticedGaps(name)).as("leaves of %s", name).isEmpty();
  }

  /** Grows as the client grows: a recording that nobody looks at is noticed. */
  @Test
  void every_recording_is_read_or_left_out_for_a_reason() {
    TreeSet<String> read = new TreeSet<>();
    names().forEach(name -> read.add(Recordings.file(name)));
    TreeSet<String> all = new TreeSet<>(read);
    all.addAll(Recordings.NOT_READ.keySet());
    assertThat(Recordings.files()).containsExactlyElementsOf(all);
    assertThat(read).doesNotContainAnyElementsOf(Recordings.NOT_READ.keySet());
    assertThat(List.of(all.size(), read.size())).containsExactly(60, 44);
  }

  /** Counts all leaves, so that none is lost between the answers of a recording. */
  @Test
  void what_stands_around_the_answers_is_left_aside_for_a_reason_too() {
    int deciding = 0;
    int aside = 0;
    List<String> unexplained = new ArrayList<>();
    TreeSet<String> files = new TreeSet<>(Recordings.files());
    files.removeAll(Recordings.NOT_READ.keySet());
    for (String file : files) {
      List<String> answers =
          names()
              .filter(name -> Recordings.file(name).equals(file))
              .map(Recordings::pointer)
              .toList();
      for (Leaf leaf : Leaf.of(Recordings.whole(file))) {
        boolean isOutside =
            answers.stream().noneMatch(answer -> leaf.pointer().startsWith(answer + "/"));
        if (isOutside && LeftAside.outside(file, leaf) == null) {
          unexplained.add(file + " " + leaf.pointer());
        } else if (isOutside) {
          aside++;
        }
      }
    }
    for (String name : names().toList()) {
      Set<Leaf> decisive = WireShapes.expected(name).leaves();
      deciding += decisive.size();
      aside += Leaf.of(Recordings.response(name)).size() - decisive.size();
    }
    assertThat(unexplained).isEmpty();
    assertThat(List.of(deciding, aside))
        .as("leaves that decide, leaves left aside")
        .containsExactly(750, 432);
  }

  /** A word that nobody knows fails nothing: it is kept, and the state is unknown. */
  @ParameterizedTest
  @MethodSource("names")
  void an_invented_status_survives_in_every_answer(String name) {
    JsonNode response = Recordings.response(name);
    for (Leaf leaf : WireShapes.expected(name).leaves()) {
      boolean isOfOrder = leaf.name().equals("status") && !leaf.pointer().startsWith("/symbols/");
      if (leaf.name().equals("listOrderStatus") || isOfOrder) {
        JsonNode altered =
            leaf.alter(response, _ -> JsonNodeFactory.instance.stringNode("HIBERNATING"));
        List<String> differences = WireReplay.differences(name, altered);
        assertThat(differences)
            .allMatch(it -> it.matches(".*[Ss]tatus: .* (UNKNOWN|HIBERNATING) seen"))
            .anyMatch(it -> it.endsWith("expected, UNKNOWN seen"))
            .anyMatch(it -> it.endsWith("expected, HIBERNATING seen"));
      }
    }
  }
}
