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

  /** The kinds of orders. */
  enum Shape {
    MARKET,
    QUOTE_MARKET,
    LIMIT,
    IOC,
    RESTING,
    STOP,
    OCO,
    /** An entry with two exits that waits. */
    PROTECTED,
    /** An entry with two exits that is filled at once, where they stand by themselves then. */
    ENTERED
  }

  /**
   * A change.
   *
   * @param price the limit, or the trigger of an order that waits for one
   * @param inPlace whether the order stays where it is; else another takes its place
   */
  record Edit(BigDecimal quantity, BigDecimal price, boolean inPlace) {}

  private static final int LOW = 930;
  private static final int HIGH = 1_070;
  private static final int STOP = 950;
  private static final int STOP_LIMIT = 940;
  private static final int CROSS_UP = 1_004;
  private static final int CROSS_DOWN = 996;
  private static final int HIGHEST_BOUND = 1_050;
  private static final int STOP_LOSS = 900;
  private static final int TAKE_PROFIT = 1_050;

  /** From here on up by ticks, exits that nothing links have triggers of their own. */
  private static final int LOWEST_STOP = 500;

  private static final int LOWEST_PROFIT = 1_015;
  private static final int TRIGGERS = 4_000;

  /** The order of that number: the same for the same seed, whoever asks for it. */
  static Wish of(long seed, int number, List<Trader> traders) {
    RandomGenerator random = new SplittableRandom(seed * 1_000_003 + number);
    Trader trader = trader(random, traders);
    VenueWays ways = VenueWays.of(trader.venue());
    Shape shape = ways.mix().get(random.nextInt(ways.mix().size()));
    boolean entered = shape == Shape.ENTERED;
    Market market = entered ? Market.EXITS : Market.ALL.get(number % Market.ALL.size());
    long own = entered ? number : number / Market.ALL.size();
    boolean buys =
        switch (shape) {
          case QUOTE_MARKET, PROTECTED, ENTERED -> true;
          case OCO, STOP -> false;
          default -> random.nextBoolean();
        };
    BigDecimal price =
        switch (shape) {
          case LIMIT, IOC, ENTERED -> market.at(buys ? CROSS_UP : CROSS_DOWN);
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
        trader,
        market,
        buys ? "buy" : "sell",
        quote ? null : quantity,
        quote ? new BigDecimal("50").add(BigDecimal.valueOf(own, 2)) : null,
        price,
        edit(random, shape, ways, market, own, price),
        waits && (shape != Shape.RESTING || random.nextInt(50) > 0),
        random.nextBoolean() ? "storm-" + Long.toHexString(seed) + "-" + number : null);
  }

  private static Trader trader(RandomGenerator random, List<Trader> traders) {
    int all = traders.stream().mapToInt(Wish::share).sum();
    int left = random.nextInt(all);
    for (Trader trader : traders) {
      left -= share(trader);
      if (left < 0) {
        return trader;
      }
    }
    throw new IllegalArgumentException("there are no traders");
  }

  private static int share(Trader trader) {
    return VenueWays.of(trader.venue()).share();
  }

  private static @Nullable Edit edit(
      RandomGenerator random,
      Shape shape,
      VenueWays ways,
      Market market,
      long own,
      @Nullable BigDecimal limit) {
    boolean triggered = shape == Shape.STOP && ways.editsTriggers();
    BigDecimal price = triggered ? market.at(STOP) : limit;
    if (price == null || (shape != Shape.RESTING && !triggered)) {
      return null;
    }
    return switch (random.nextInt(4)) {
      case 0 -> new Edit(market.size(2 * own), price, triggered || ways.resizesInPlace());
      case 1 -> new Edit(market.size(2 * own + 1), price.add(market.tick()), triggered);
      default -> null;
    };
  }

  /** The price that an edit may change; null if it has none. */
  @Nullable BigDecimal editable() {
    return shape == Shape.STOP ? market.at(STOP) : price;
  }

  /** The field that it is in. */
  String editableField() {
    return shape == Shape.STOP ? "stop_price" : "price";
  }

  /** How many orders it is on its venue once it is placed, and filled if it is to be. */
  int orders() {
    return switch (shape) {
      case OCO -> 2;
      case PROTECTED -> VenueWays.of(trader.venue()).exitsAfterFill() ? 1 : 3;
      case ENTERED -> 3;
      default -> 1;
    };
  }

  private BigDecimal trigger(int lowest) {
    return market.at(lowest).add(market.tick().multiply(BigDecimal.valueOf(number % TRIGGERS)));
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
              .put("stop_loss_price", market.at(STOP_LOSS))
              .put("take_profit_price", market.at(TAKE_PROFIT));
      case ENTERED ->
          params
              .put("type", "limit")
              .put("stop_loss_price", trigger(LOWEST_STOP))
              .put("take_profit_price", trigger(LOWEST_PROFIT));
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

  /** Whether it is a buy at market whose limit on the venue may be that one. */
  boolean isBoundedAt(BigDecimal limit) {
    return shape == Shape.MARKET
        && side.equals("buy")
        && VenueWays.of(trader.venue()).boundsMarketBuys()
        && limit.compareTo(market.price()) >= 0
        && limit.compareTo(market.at(HIGHEST_BOUND)) <= 0;
  }

  static BigDecimal plain(BigDecimal amount) {
    return amount.signum() == 0 ? BigDecimal.ZERO : amount.stripTrailingZeros();
  }
}
