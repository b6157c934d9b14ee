package org.aristobot.conformance;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Another value than the recorded one, such as the venue might have sent as well. */
public final class Alteration {

  /**
   * A venue's words in one field.
   *
   * @param groups words of one inner list mean the same to us
   * @param others a word that any unknown word means the same as; null if those mean nothing
   */
  public record Words(List<List<String>> groups, @Nullable String others) {

    /** Words, each with a meaning of its own. */
    public static Words each(String words) {
      return new Words(List.of(words.split(" ", -1)).stream().map(List::of).toList(), null);
    }

    private List<String> othersThan(String text) {
      return groups.stream().filter(group -> !group.contains(text)).flatMap(List::stream).toList();
    }

    private boolean isLikeAnyOther(String text) {
      String other = others;
      return other != null
          && groups.stream().anyMatch(group -> group.contains(text) && group.contains(other));
    }
  }

  private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final Words NONE = new Words(List.of(), null);

  private final Map<String, Words> words;

  /**
   * For the answers of one venue.
   *
   * @param words by the name of the field, or by its whole pattern
   */
  public Alteration(Map<String, Words> words) {
    this.words = words;
  }

  /** Another value for that leaf: flag turned, id counted on, digit or word exchanged. */
  public JsonNode of(Leaf leaf, JsonNode recorded, Random random) {
    JsonNodeFactory make = JsonNodeFactory.instance;
    if (recorded.isBoolean()) {
      return make.booleanNode(!recorded.booleanValue());
    }
    if (recorded.isNumber()) {
      return make.numberNode(recorded.longValue() + 1);
    }
    String text = recorded.asString();
    Words known = words.getOrDefault(leaf.pattern(), words.getOrDefault(leaf.name(), NONE));
    if (text.matches("-?[0-9.]+") && known.groups().isEmpty()) {
      return make.stringNode(otherDigit(text, random));
    }
    return make.stringNode(otherWord(known, text, random));
  }

  /** Another value that means nothing in any table. */
  public static JsonNode nonsense(JsonNode recorded) {
    JsonNodeFactory make = JsonNodeFactory.instance;
    if (recorded.isBoolean()) {
      return make.booleanNode(!recorded.booleanValue());
    }
    if (recorded.isNumber()) {
      return make.numberNode(recorded.longValue() + 1);
    }
    String text = recorded.isNull() ? "" : recorded.asString();
    return make.stringNode(text.matches("-?[0-9.]+") ? text + "7" : text + "X");
  }

  private static String otherDigit(String text, Random random) {
    int at = random.nextInt(text.length());
    while (!Character.isDigit(text.charAt(at))) {
      at = random.nextInt(text.length());
    }
    int digit = (text.charAt(at) - '0' + 1 + random.nextInt(9)) % 10;
    return text.substring(0, at) + digit + text.substring(at + 1);
  }

  private static String otherWord(Words known, String text, Random random) {
    List<String> others = known.othersThan(text);
    if (!others.isEmpty() && (known.isLikeAnyOther(text) || random.nextBoolean())) {
      return others.get(random.nextInt(others.size()));
    }
    int at = random.nextInt(text.length() + 1);
    return text.substring(0, at)
        + LETTERS.charAt(random.nextInt(LETTERS.length()))
        + text.substring(at);
  }
}
