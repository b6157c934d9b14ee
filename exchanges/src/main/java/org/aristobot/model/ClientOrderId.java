package org.aristobot.model;

import java.util.regex.Pattern;

/** The caller's own name of an order, its idempotency key: 1 to 128 visible ASCII characters. */
public record ClientOrderId(String text) {

  private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7e]{1,128}");

  public ClientOrderId {
    if (!VISIBLE.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "must be 1 to 128 visible ASCII characters without blanks");
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
