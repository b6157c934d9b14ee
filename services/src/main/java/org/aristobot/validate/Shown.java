package org.aristobot.validate;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** An order as the gateway answered it. */
record Shown(JsonNode json) {

  @Nullable String text(String field) {
    JsonNode value = json.path(field);
    return value.isMissingNode() || value.isNull() ? null : value.asString();
  }

  @Nullable BigDecimal number(String field) {
    JsonNode value = json.path(field);
    return value.isNumber() ? value.decimalValue() : null;
  }

  /** A number without which the answer is wrong. */
  BigDecimal required(String field) {
    BigDecimal value = number(field);
    if (value == null) {
      throw new Result.Failed(field + " is missing");
    }
    return value;
  }

  String status() {
    return String.valueOf(text("status"));
  }

  @Nullable String id() {
    return text("id");
  }

  @Nullable String clientOrderId() {
    return text("client_order_id");
  }

  boolean isFinished() {
    return status().equals("closed") || status().equals("cancelled");
  }

  boolean isFlagged(String field) {
    return json.path(field).asBoolean(false);
  }

  List<Shown> legs() {
    List<Shown> legs = new ArrayList<>();
    json.path("legs").forEach(leg -> legs.add(new Shown(leg)));
    return legs;
  }

  List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    json.path("warnings").forEach(warning -> warnings.add(warning.asString("")));
    return warnings;
  }

  /** Whether a number is there and equals that one. */
  boolean has(String field, @Nullable BigDecimal value) {
    BigDecimal shown = number(field);
    return value == null ? shown == null : shown != null && shown.compareTo(value) == 0;
  }
}
