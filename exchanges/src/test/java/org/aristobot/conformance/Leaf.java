package org.aristobot.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A value in a JSON tree, by its JSON pointer from the root. */
public record Leaf(String pointer) {

  /** {@code fills[].price}: without positions, save of a value that stands in a list itself. */
  public String pattern() {
    String[] steps = pointer.substring(1).split("/", -1);
    StringBuilder pattern = new StringBuilder();
    for (int i = 0; i < steps.length; i++) {
      if (isPosition(steps[i])) {
        pattern.append('[').append(i == steps.length - 1 ? steps[i] : "").append(']');
      } else {
        pattern.append(pattern.isEmpty() ? "" : ".").append(steps[i]);
      }
    }
    return pattern.toString();
  }

  /** The last step that is a name: {@code orderTypes} of {@code /symbols/0/orderTypes/3}. */
  public String name() {
    String rest = pointer;
    while (isPosition(rest.substring(rest.lastIndexOf('/') + 1)) && rest.lastIndexOf('/') > 0) {
      rest = rest.substring(0, rest.lastIndexOf('/'));
    }
    return rest.substring(rest.lastIndexOf('/') + 1);
  }

  private static boolean isPosition(String step) {
    return !step.isEmpty() && step.chars().allMatch(Character::isDigit);
  }

  /** A copy of the tree with another value here. */
  public JsonNode alter(JsonNode root, UnaryOperator<JsonNode> change) {
    JsonNode copy = root.deepCopy();
    JsonNode parent = copy.at(pointer.substring(0, pointer.lastIndexOf('/')));
    String last = pointer.substring(pointer.lastIndexOf('/') + 1);
    JsonNode other = change.apply(copy.at(pointer));
    if (parent.isArray()) {
      ((ArrayNode) parent).set(Integer.parseInt(last), other);
    } else {
      ((ObjectNode) parent).set(last, other);
    }
    return copy;
  }

  /** A copy of the tree without it. */
  public JsonNode remove(JsonNode root) {
    JsonNode copy = root.deepCopy();
    JsonNode parent = copy.at(pointer.substring(0, pointer.lastIndexOf('/')));
    String last = pointer.substring(pointer.lastIndexOf('/') + 1);
    if (parent.isArray()) {
      ((ArrayNode) parent).remove(Integer.parseInt(last));
    } else {
      ((ObjectNode) parent).remove(last);
    }
    return copy;
  }

  public static List<Leaf> of(JsonNode root) {
    List<Leaf> leaves = new ArrayList<>();
    collect(root, "", leaves);
    return leaves;
  }

  private static void collect(JsonNode node, String pointer, List<Leaf> leaves) {
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        collect(node.get(i), pointer + "/" + i, leaves);
      }
    } else if (node.isObject()) {
      node.properties().forEach(e -> collect(e.getValue(), pointer + "/" + e.getKey(), leaves));
    } else {
      leaves.add(new Leaf(pointer));
    }
  }
}
