package org.aristobot.conformance;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The recorded answers of one venue, what they must come out as, and what our client makes of them.
 * Finds what it does not see.
 *
 * @param answer the recorded answer of a name
 * @param expected what it must come out as
 * @param differences what our client makes of it, or of an altered one, that is not expected
 * @param reason why a leaf is left aside; null if it is not
 * @param alteration how the answer of a name is altered
 */
public record Recorded(
    Collection<String> names,
    Function<String, JsonNode> answer,
    Function<String, Expected> expected,
    BiFunction<String, JsonNode, List<String>> differences,
    Reason reason,
    Function<String, Alteration> alteration) {

  /** Why a leaf of an answer is left aside. */
  @FunctionalInterface
  public interface Reason {
    @Nullable String of(String name, Leaf leaf);
  }

  private record Place(String name, Leaf leaf) {}

  /**
   * Leaves that neither decide something nor are left aside for a reason, or do both, or of which
   * another value shows that it is the other way round.
   */
  public List<String> surprises(String name) {
    JsonNode response = answer.apply(name);
    Set<Leaf> deciding = expected.apply(name).leaves();
    Random fixed = new Random(7);
    List<String> surprises = new ArrayList<>();
    for (Leaf leaf : Leaf.of(response)) {
      boolean decides = deciding.contains(leaf);
      if (decides == (reason.of(name, leaf) != null)) {
        surprises.add(leaf.pointer() + (decides ? " is left aside as well" : " is not looked at"));
        continue;
      }
      JsonNode altered =
          leaf.alter(
              response,
              value ->
                  decides
                      ? alteration.apply(name).of(leaf, value, fixed)
                      : Alteration.nonsense(value));
      List<String> seen = differences.apply(name, altered);
      if (seen.isEmpty() == decides) {
        surprises.add(leaf.pointer() + " as " + altered.at(leaf.pointer()) + " makes " + seen);
      }
    }
    return surprises;
  }

  /**
   * Leaves that decide something and whose absence makes no difference. Zero, false and nothing
   * mean the same as no leaf at all.
   */
  public List<String> unnoticedGaps(String name) {
    JsonNode response = answer.apply(name);
    List<String> unnoticed = new ArrayList<>();
    for (Leaf leaf : expected.apply(name).leaves()) {
      boolean saysNothing = response.at(leaf.pointer()).asString().matches("false|-?[0.]*");
      if (!saysNothing && differences.apply(name, leaf.remove(response)).isEmpty()) {
        unnoticed.add(leaf.pointer());
      }
    }
    return unnoticed;
  }

  /** Of that many leaves that decide something, those of which another value is not noticed. */
  public List<String> unnoticedAlterations(int count, long seed) {
    Random random = new Random(seed);
    List<Place> places = new ArrayList<>();
    for (String name : names) {
      expected.apply(name).leaves().forEach(leaf -> places.add(new Place(name, leaf)));
    }
    Collections.shuffle(places, random);
    List<String> unnoticed = new ArrayList<>();
    for (Place place : places.subList(0, count)) {
      JsonNode recorded = answer.apply(place.name());
      Leaf leaf = place.leaf();
      JsonNode altered =
          leaf.alter(recorded, value -> alteration.apply(place.name()).of(leaf, value, random));
      boolean isSame = altered.equals(recorded);
      if (isSame || differences.apply(place.name(), altered).isEmpty()) {
        String was = recorded.at(leaf.pointer()) + " as " + altered.at(leaf.pointer());
        unnoticed.add(place.name() + " " + leaf.pointer() + ": " + was);
      }
    }
    System.out.printf("%d of %d leaves altered, seed %d%n", count, places.size(), seed);
    return unnoticed;
  }
}
