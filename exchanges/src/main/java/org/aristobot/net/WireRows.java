package org.aristobot.net;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.aristobot.exchange.Rows;

/**
 * The rows of a list that could be read, each with its own text, and what was wrong with others.
 */
public record WireRows<T>(List<Row<T>> rows, List<String> unreadable) {

  /**
   * One row that could be read.
   *
   * @param raw the row as it arrived, verbatim
   */
  public record Row<T>(int index, T value, String raw) {}

  /** Translates each row; one that cannot be translated joins the unreadable ones. */
  public <M> Rows<M> map(Function<Row<T>, M> mapping) {
    List<M> mapped = new ArrayList<>(rows.size());
    List<String> bad = new ArrayList<>(unreadable);
    for (Row<T> row : rows) {
      try {
        mapped.add(mapping.apply(row));
      } catch (WireFormatException e) {
        bad.add("[" + row.index() + "]." + e.getMessage());
      } catch (IllegalArgumentException e) {
        bad.add("[" + row.index() + "] " + e.getMessage());
      }
    }
    return new Rows<>(mapped, bad);
  }
}
