package org.aristobot.bitget;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.aristobot.conformance.Leaf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

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
    assertThat(Recordings.RECORDED.unnoticedGaps(name))
        .as("leaves of %s", name)
        .isSubsetOf(Recordings.DEFAULTS);
  }

  /** A success that does not say so is none. */
  @ParameterizedTest
  @MethodSource("names")
  void an_answer_without_a_code_is_no_success(String name) {
    ObjectNode response = (ObjectNode) Recordings.response(name).deepCopy();
    response.remove("code");
    assertThat(WireReplay.differences(name, response)).isNotEmpty();
  }

  /** Grows as the client grows: a recording that nobody looks at is noticed. */
  @Test
  void every_recording_is_read_or_left_out_for_a_reason() {
    TreeSet<String> all = new TreeSet<>(Recordings.OPERATIONS.keySet());
    all.addAll(Recordings.NOT_READ.keySet());
    assertThat(BitgetStub.FIXTURES.spot()).containsExactlyElementsOf(all);
    assertThat(Recordings.OPERATIONS.keySet())
        .doesNotContainAnyElementsOf(Recordings.NOT_READ.keySet());
    assertThat(List.of(all.size(), Recordings.OPERATIONS.size())).containsExactly(57, 38);
  }

  @Test
  void the_leaves_are_counted() {
    int deciding = 0;
    int aside = 0;
    for (String name : names().toList()) {
      int decisive = WireShapes.expected(name).leaves().size();
      deciding += decisive;
      aside += Leaf.of(Recordings.response(name)).size() - decisive;
    }
    assertThat(List.of(deciding, aside))
        .as("leaves that decide, leaves left aside")
        .containsExactly(317, 172);
  }

  /** A word that nobody knows fails nothing: it is kept, and the state is unknown. */
  @ParameterizedTest
  @MethodSource("names")
  void an_invented_status_survives_in_every_answer(String name) {
    JsonNode response = Recordings.response(name);
    boolean isOfOrders =
        !List.of("get_markets", "plan_children").contains(Recordings.operation(name));
    for (Leaf leaf : WireShapes.expected(name).leaves()) {
      if (isOfOrders && leaf.name().equals("status")) {
        JsonNode altered =
            leaf.alter(response, _ -> JsonNodeFactory.instance.stringNode("hibernating"));
        assertThat(WireReplay.differences(name, altered))
            .allMatch(it ->
                it.matches(".*[Ss]tatus: .* (UNKNOWN|hibernating) seen")
                    || it.endsWith("filled: 0 expected, null seen"))
            .anyMatch(it -> it.endsWith("expected, UNKNOWN seen"));
      }
    }
  }
}
