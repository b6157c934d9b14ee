package org.aristobot.conformance;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * What a recorded answer must come out as: facts, taken from the recording's own text or typed, and
 * the leaves that decide them. A leaf that a recording lacks decides nothing.
 */
public final class Expected {

  private final JsonNode recorded;
  private final String fact;
  private final String pointer;
  private final Map<String, String> facts;
  private final Set<Leaf> leaves;

  private Expected(
      JsonNode recorded, String fact, String pointer, Map<String, String> facts, Set<Leaf> leaves) {
    this.recorded = recorded;
    this.fact = fact;
    this.pointer = pointer;
    this.facts = facts;
    this.leaves = leaves;
  }

  public Expected(JsonNode recorded) {
    this(recorded, "", "", new TreeMap<>(), new TreeSet<>(Comparator.comparing(Leaf::pointer)));
  }

  public Map<String, String> facts() {
    return facts;
  }

  /** Leaves that facts depend on. */
  public Set<Leaf> leaves() {
    return leaves;
  }

  /** Adds to the same facts from further down. */
  public Expected at(String factBelow, String pointerBelow) {
    return new Expected(recorded, path(factBelow), pointer + pointerBelow, facts, leaves);
  }

  private String path(String name) {
    return fact.isEmpty() || name.isEmpty() || name.startsWith("[")
        ? fact + name
        : fact + "." + name;
  }

  public boolean has(String leaf) {
    return !node(leaf).isMissingNode();
  }

  public int size(String list) {
    return node(list).size();
  }

  private JsonNode node(String leaf) {
    return recorded.at(pointer + leaf);
  }

  public String text(String leaf) {
    return node(leaf).asString();
  }

  /** The fact is the leaf's text. */
  public void same(String name, String leaf) {
    if (has(leaf)) {
      is(name, text(leaf), leaf);
    }
  }

  /** The fact is the leaf's text, or nothing if that is zero. */
  public void amount(String name, String leaf) {
    if (has(leaf) && new BigDecimal(text(leaf)).signum() != 0) {
      is(name, text(leaf), leaf);
    } else {
      decides(leaf);
    }
  }

  /** The fact is what the leaf's word stands for. */
  public void word(String name, String leaf, Map<String, String> words) {
    is(name, Objects.requireNonNull(words.get(text(leaf)), text(leaf)), leaf);
  }

  /** The fact is typed. */
  public void is(String name, String value, String... decidedBy) {
    facts.put(path(name), value);
    decides(decidedBy);
  }

  /** Another value there makes another answer, or none. */
  public void decides(String... decidedBy) {
    for (String leaf : decidedBy) {
      if (has(leaf)) {
        leaves.add(new Leaf(pointer + leaf));
      }
    }
  }
}
