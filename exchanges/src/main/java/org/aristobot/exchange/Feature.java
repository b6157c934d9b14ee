package org.aristobot.exchange;

/**
 * What an order may ask for, with the field that asks for it and what happens where a venue cannot:
 * a level 1 feature refuses the order, a level 2 feature is left out with a warning.
 */
public enum Feature {
  MARKET("type", 1),
  MARKET_QUOTE_SIZED("quote_quantity", 1),
  LIMIT("type", 1),
  STOP_LOSS("type", 1),
  STOP_LOSS_LIMIT("type", 1),
  TAKE_PROFIT("type", 1),
  TAKE_PROFIT_LIMIT("type", 1),
  TRAILING_STOP("type", 1),
  TRAILING_STOP_OFFSET("trailing_delta", 1),
  OCO("type", 1),
  IOC("time_in_force", 1),
  FOK("time_in_force", 1),
  POST_ONLY("post_only", 1),
  REDUCE_ONLY("reduce_only", 1),
  POSITION_SIDE("position_side", 1),
  MARGIN_MODE("margin_mode", 1),
  ATTACHED_STOP_LOSS("stop_loss_price", 2),
  ATTACHED_TAKE_PROFIT("take_profit_price", 2),
  ICEBERG("iceberg_qty", 2);

  private final String field;
  private final int level;

  Feature(String field, int level) {
    this.field = field;
    this.level = level;
  }

  public String field() {
    return field;
  }

  public int level() {
    return level;
  }
}
