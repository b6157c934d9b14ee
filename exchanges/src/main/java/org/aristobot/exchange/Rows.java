package org.aristobot.exchange;

import java.util.List;

/**
 * A list that the venue answered. A row that could not be read does not hide the others: it is
 * named in {@code unreadable}, with path and reason.
 */
public record Rows<T>(List<T> rows, List<String> unreadable) {
  public Rows {
    rows = List.copyOf(rows);
    unreadable = List.copyOf(unreadable);
  }
}
