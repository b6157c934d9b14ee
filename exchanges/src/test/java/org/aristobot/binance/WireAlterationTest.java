package org.aristobot.binance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Whether the expectations see what they ought to see: any other value in a leaf that decides
 * something must make a difference. Another choice of leaves: {@code -Dalteration.seed=4711}.
 */
class WireAlterationTest {

  private static final int ALTERATIONS = 200;

  private record Place(String name, Leaf leaf) {}

  @Test
  void no_altered_answer_passes_for_the_recorded_one() {
    long seed = Long.getLong("alteration.seed", 20_261_120L);
    Random random = new Random(seed);
    List<String> unnoticed = new ArrayList<>();
    List<Place> places = places(random);
    for (Place place : places.subList(0, ALTERATIONS)) {
      JsonNode recorded = Recordings.response(place.name());
      Leaf leaf = place.leaf();
      JsonNode altered = leaf.alter(recorded, value -> Alteration.of(leaf, value, random));
      assertThat(altered).isNotEqualTo(recorded);
      if (WireReplay.differences(place.name(), altered).isEmpty()) {
        String was = recorded.at(leaf.pointer()) + " as " + altered.at(leaf.pointer());
        unnoticed.add(place.name() + " " + leaf.pointer() + ": " + was);
      }
    }
    System.out.printf("%d of %d leaves altered, seed %d%n", ALTERATIONS, places.size(), seed);
    assertThat(unnoticed).as("seed %d", seed).isEmpty();
  }

  private static List<Place> places(Random random) {
    List<Place> places = new ArrayList<>();
    for (String name : Recordings.OPERATIONS.keySet()) {
      WireShapes.expected(name).leaves().forEach(leaf -> places.add(new Place(name, leaf)));
    }
    Collections.shuffle(places, random);
    return places;
  }
}
