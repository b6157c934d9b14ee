package org.aristobot.exchange;

import java.util.List;
import org.aristobot.model.OrderType;
import org.jspecify.annotations.Nullable;

/** What a venue can do, as data. A feature that no row names is not supported. */
public record Capabilities(List<Row> rows) {

  public Capabilities {
    rows = List.copyOf(rows);
  }

  public enum Support {
    NATIVE,
    PARTIAL,
    NONE
  }

  /**
   * One cell of the table.
   *
   * @param market {@code spot}, later {@code futures}
   * @param entry the order type that the feature is asked of; null for all
   * @param note what {@code PARTIAL} leaves out, or where the limits are
   */
  public record Row(
      String market,
      Feature feature,
      @Nullable OrderType entry,
      Support support,
      @Nullable String note) {}

  /** How far the feature goes on an order of that type; a row for the type beats one for all. */
  public Support support(String market, Feature feature, OrderType entry) {
    Support found = Support.NONE;
    for (Row row : rows) {
      if (row.market().equals(market) && row.feature() == feature) {
        if (row.entry() == entry) {
          return row.support();
        }
        if (row.entry() == null) {
          found = row.support();
        }
      }
    }
    return found;
  }
}
