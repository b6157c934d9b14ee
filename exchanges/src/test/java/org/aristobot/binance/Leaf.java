package org.aristobot.binance;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A value in a JSON tree, by the names and positions that lead to it from the root. */
record Leaf(List<Object> steps) {
  String pattern() {
    StringBuilder pattern = new StringBuilder();
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i) instanceof Integer n) {
        pattern.append('[').append(i == steps.size() - 1 ? n : "").append(']');
      } else {
        pattern.append(pattern.isEmpty() ? "" : ".").append(steps.get(i));
      }
    }
    return pattern.toString();
  }

  void alter(JsonNode root) {
    JsonNode parent = root;
    for (Object step : steps.subList(0, steps.size() - 1)) {
      parent = step instanceof Integer n ? parent.get(n) : parent.get((String) step);
    }
    if (steps.getLast() instanceof Integer n) {
      ((ArrayNode) parent).set(n, other(parent.get(n)));
    } else {
      String name = (String) steps.getLast();
      ((ObjectNode) parent).set(name, other(parent.get(name)));
    }
  }

  private static JsonNode other(JsonNode node) {
    JsonNodeFactory make = JsonNodeFactory.instance;
    if (node.isBoolean()) {
      return make.booleanNode(!node.booleanValue());
    }
    if (node.isNumber()) {
      return make.numberNode(node.longValue() + 1);
    }
    String text = node.asString();
    return make.stringNode(
        text.matches("-?[0-9.]+")
            ? new BigDecimal(text).add(new BigDecimal("0.5")).toPlainString()
            : text + "X");
  }

  static List<Leaf> of(JsonNode root) {
    List<Leaf> leaves = new ArrayList<>();
    collect(root, List.of(), leaves);
    return leaves;
  }

  private static void collect(JsonNode node, List<Object> steps, List<Leaf> leaves) {
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        collect(node.get(i), with(steps, i), leaves);
      }
    } else if (node.isObject()) {
      node.properties().forEach(e -> collect(e.getValue(), with(steps, e.getKey()), leaves));
    } else {
      leaves.add(new Leaf(steps));
    }
  }

  private static List<Object> with(List<Object> steps, Object next) {
    List<Object> longer = new ArrayList<>(steps);
    longer.add(next);
    return longer;
  }
}
