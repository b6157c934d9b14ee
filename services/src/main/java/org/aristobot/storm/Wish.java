package org.aristobot.storm;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * An order that a caller wants. No other order of the storm has its size in its market, so that the
 * venue's orders can be told apart without any id.
 *
 * @param number of the order in the storm, from 0
 * @param quantity in base; null when it is sized in quote
 * @param edited what it is changed to once it is placed, null if it is not
 * @param cancelled whether it is cancelled in the end
 * @param clientId the client order id that the caller chose, null if it leaves that to us
 */
record Wish(
    int number,
    Shape shape,
    Trader trader,
    Market market,
    String side,
    @Nullable BigDecimal quantity,
    @Nullable BigDecimal quoteQuantity,
    @Nullable BigDecimal price,
    @Nullable Edit edited,
    boolean cancelled,
    @Nullable String clientId) {

  /** The kinds of orders, with the number of orders that they are on the venue. */
  enum Shape {
    MARKET(1),
    QUOTE_MARKET(1),
    LIMIT(1),
    IOC(1),
    RESTING(1),
    STOP(1),
    OCO(2),
    PROTECTED(3);

    final int orders;

    Shape(int orders) {
      this.orders = orders;
    }
  }

  /**
   * A change.
   *
   * @param inPlace whether the order stays where it is; else another takes its place
   */
  record Edit(BigDecimal quantity, BigDecimal price, boolean inPlace) {}

  /** Orders that wait are rare, since a venue allows few of them at a time. */
  private static final List<Shape> MIX =
      List.of(
          Shape.MARKET,
          Shape.MARKET,
          Shape.QUOTE_MARKET,
          Shape.LIMIT,
          Shape.LIMIT,
          Shape.LIMIT,
          Shape.IOC,
          Shape.IOC,
          Shape.RESTING,
          Shape.RESTING,
          Shape.RESTING,
          Shape.RESTING,
          Shape.RESTING,
          Shape.STOP,
          Shape.OCO,
          Shape.PROTECTED);

  private static final int LOW = 930;
  private static final int HIGH = 1_070;
  private static final int STOP = 950;
  private static final int STOP_LIMIT = 940;
  private static final int CROSS_UP = 1_004;
  private static final int CROSS_DOWN = 996;

  /** The order of that number: the same for the same seed, whoever asks for it. */
  static Wish of(long seed, int number, List<Trader> traders) {
    RandomGenerator random = new SplittableRandom(seed * 1_000_003 + number);
    Market market = Market.ALL.get(number % Market.ALL.size());
    long own = number / Market.ALL.size();
    Shape shape = MIX.get(random.nextInt(MIX.size()));
    boolean buys =
        switch (shape) {
          case QUOTE_MARKET, PROTECTED -> true;
          case OCO, STOP -> false;
          default -> random.nextBoolean();
        };
    BigDecimal price =
        switch (shape) {
          case LIMIT, IOC -> market.at(buys ? CROSS_UP : CROSS_DOWN);
          case RESTING -> market.at(buys ? LOW : HIGH);
          case OCO -> market.at(HIGH);
          case PROTECTED -> market.at(LOW);
          default -> null;
        };
    // Of each pair of sizes, the smaller one is what the order may be changed to.
    BigDecimal quantity = market.size(2 * own + 1);
    boolean quote = shape == Shape.QUOTE_MARKET;
    boolean waits =
        switch (shape) {
          case RESTING, STOP, OCO, PROTECTED -> true;
          default -> false;
        };
    return new Wish(
        number,
        shape,
        traders.get(random.nextInt(traders.size())),
        market,
        buys ? "buy" : "sell",
        quote ? null : quantity,
        quote ? new BigDecimal("50").add(BigDecimal.valueOf(own, 2)) : null,
        price,
        shape == Shape.RESTING && price != null ? edit(random, market, own, quantity, price) : null,
        waits && (shape != Shape.RESTING || random.nextInt(50) > 0),
        random.nextBoolean() ? "storm-" + Long.toHexString(seed) + "-" + number : null);
  }

  private static @Nullable Edit edit(
      RandomGenerator random, Market market, long own, BigDecimal quantity, BigDecimal price) {
    return switch (random.nextInt(4)) {
      case 0 -> new Edit(market.size(2 * own), price, true);
      case 1 -> new Edit(quantity, price.add(market.tick()), false);
      default -> null;
    };
  }

  /** As the caller writes it. */
  ObjectNode params() {
    ObjectNode params =
        VenueControl.JSON
            .createObjectNode()
            .put("broker_id", trader.brokerId())
            .put("symbol", market.symbol())
            .put("side", side);
    put(params, "quantity", quantity);
    put(params, "quote_quantity", quoteQuantity);
    put(params, "price", price);
    switch (shape) {
      case MARKET, QUOTE_MARKET -> params.put("type", "market");
      case LIMIT, RESTING -> params.put("type", "limit");
      case IOC -> params.put("type", "limit").put("time_in_force", "IOC");
      case STOP -> params.put("type", "stop_loss").put("stop_price", market.at(STOP));
      case OCO ->
          params
              .put("type", "oco")
              .put("stop_price", market.at(STOP))
              .put("stop_limit_price", market.at(STOP_LIMIT));
      case PROTECTED ->
          params
              .put("type", "limit")
              .put("stop_loss_price", market.at(900))
              .put("take_profit_price", market.at(1_050));
    }
    if (clientId != null) {
      params.put("client_order_id", clientId);
    }
    return params;
  }

  private static void put(ObjectNode params, String field, @Nullable BigDecimal amount) {
    if (amount != null) {
      params.put(field, amount);
    }
  }

  /** The limits at which its orders may stand on the venue. */
  Set<BigDecimal> limits() {
    Set<BigDecimal> limits = new HashSet<>();
    if (price != null) {
      limits.add(plain(price));
    }
    if (edited != null) {
      limits.add(plain(edited.price()));
    }
    if (shape == Shape.OCO) {
      limits.add(plain(market.at(STOP_LIMIT)));
    }
    return limits;
  }

  static BigDecimal plain(BigDecimal amount) {
    return amount.signum() == 0 ? BigDecimal.ZERO : amount.stripTrailingZeros();
  }
}
