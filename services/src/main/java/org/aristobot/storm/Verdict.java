package org.aristobot.storm;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the judge came to. Made by one thread, then read only. */
final class Verdict {

  /** What may be wrong with an order. */
  enum Wrong {
    /** The venue has an order that nobody asked for, or one more than was asked for. */
    DOUBLED("doubled"),
    /** Somebody was told of an order, or should have been, that is not there or not known. */
    LOST("lost"),
    /** The order is on another account than the one that asked. */
    WRONG_ACCOUNT("wrong account"),
    /** It was said to have ended, or never to have been, and the venue shows otherwise. */
    GUESSED("closed by guess"),
    /** Nobody knows, and it could be known. */
    IN_DOUBT("still in doubt"),
    /** Two exits of one entry: one has executed, and the other stands or has executed too. */
    LEFT_STANDING("exits left"),
    /** A caller saw something else that must not be. */
    COMPLAINED("complaints");

    final String words;

    Wrong(String words) {
      this.words = words;
    }
  }

  private final int asked;
  private int placed;
  private int rightly;
  private final Map<Wrong, Integer> counts = new EnumMap<>(Wrong.class);
  private final Map<String, Integer> answers = new TreeMap<>();
  private final List<String> sentences = new ArrayList<>();

  Verdict(int asked) {
    this.asked = asked;
  }

  void addPlaced() {
    placed++;
  }

  /** A doubt that no proof can end. */
  void addRightly() {
    rightly++;
  }

  /** Orders of which something is in doubt, and rightly. */
  int rightly() {
    return rightly;
  }

  void add(Wrong wrong, int times, String sentence) {
    counts.merge(wrong, times, Integer::sum);
    sentences.add(wrong.words + ": " + sentence);
  }

  /** What a caller was told last of its order. */
  void addAnswer(String word) {
    answers.merge(word, 1, Integer::sum);
  }

  /** How often callers were told what. */
  Map<String, Integer> answers() {
    return answers;
  }

  int asked() {
    return asked;
  }

  /** Orders that were asked for and are on the venue. */
  int placed() {
    return placed;
  }

  int of(Wrong wrong) {
    return counts.getOrDefault(wrong, 0);
  }

  boolean isClean() {
    return counts.isEmpty();
  }

  /** One sentence for everything that is wrong. */
  List<String> sentences() {
    return sentences;
  }
}
