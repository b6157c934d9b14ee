package org.aristobot.bitget;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.aristobot.net.Charge;
import org.aristobot.net.Priority;
import org.aristobot.net.Quota;
import org.jspecify.annotations.Nullable;

/** The calls that we make, as the manual's pages give them, with their limit per second. */
@SuppressWarnings("ImmutableEnumChecker") // Its lists hold constants only.
enum BitgetEndpoint {
  SERVER_TIME("server_time", "/api/v2/public/time", false, 20),
  SYMBOLS("get_markets", "/api/v2/spot/public/symbols", false, 20),
  TICKERS("fetch_tickers", "/api/v2/spot/market/tickers", false, 20),
  ORDER_BOOK("get_order_book", "/api/v2/spot/market/orderbook", false, 20),
  TRADES("get_trades", "/api/v2/spot/market/fills", false, 10),
  OLD_TRADES("get_trades", "/api/v2/spot/market/fills-history", false, 10),
  CANDLES("get_candles", "/api/v2/spot/market/candles", false, 20),
  OLD_CANDLES("get_candles", "/api/v2/spot/market/history-candles", false, 20),
  ASSETS("get_balance", "/api/v2/spot/account/assets", true, 10),
  ACCOUNT_INFO("check_key", "/api/v2/spot/account/info", true, 1),
  TRADE_RATE("trade_fee", "/api/v2/common/trade-rate", true, 10),
  ORDER_INFO("get_order_info", "/api/v2/spot/trade/orderInfo", true, 20),
  UNFILLED_ORDERS("fetch_open_orders", "/api/v2/spot/trade/unfilled-orders", true, 20),
  HISTORY_ORDERS("fetch_closed_orders", "/api/v2/spot/trade/history-orders", true, 20),
  FILLS("fetch_my_trades", "/api/v2/spot/trade/fills", true, 10),
  CURRENT_PLANS("fetch_open_plans", "/api/v2/spot/trade/current-plan-order", true, 20),
  HISTORY_PLANS("fetch_closed_plans", "/api/v2/spot/trade/history-plan-order", true, 20),
  PLAN_SUB_ORDERS("plan_children", "/api/v2/spot/trade/plan-sub-order", true, 20),
  PLACE_ORDER(
      "place_order",
      "/api/v2/spot/trade/place-order",
      10,
      Expiry.RECEIVE_WINDOW,
      Absence.ofOrder()),
  REPLACE_ORDER(
      "replace_order",
      "/api/v2/spot/trade/cancel-replace-order",
      5,
      Expiry.STAMP,
      Absence.ofOrder()),
  CANCEL_ORDER(
      "cancel_order", "/api/v2/spot/trade/cancel-order", 10, Expiry.STAMP, Absence.ofCancel()),
  PLACE_PLAN(
      "place_plan", "/api/v2/spot/trade/place-plan-order", 20, Expiry.STAMP, Absence.ofPlan()),
  MODIFY_PLAN(
      "edit_order", "/api/v2/spot/trade/modify-plan-order", 20, Expiry.STAMP, Absence.ofPlan()),
  CANCEL_PLAN(
      "cancel_plan", "/api/v2/spot/trade/cancel-plan-order", 20, Expiry.STAMP, Absence.ofPlan());

  /** The pool of all requests from one address: 6000 a minute. */
  static final String ALL = "REQUESTS";

  private static final long ALL_PER_MINUTE = 6000;
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** Until when the venue takes a copy of a command; both are checked when it arrives. */
  enum Expiry {
    /** {@code requestTime} and {@code receiveWindow} in the body. */
    RECEIVE_WINDOW(Duration.ofSeconds(5)),
    /** {@code ACCESS-TIMESTAMP} alone. */
    STAMP(Duration.ofSeconds(30));

    private final Duration window;

    Expiry(Duration window) {
      this.window = window;
    }

    Duration window() {
      return window;
    }
  }

  /**
   * What proves that a command was not executed, provided that the venue never answered it: its
   * expiry has passed on the venue's clock, the lag has passed too, and every look-up comes back
   * without it.
   *
   * @param byClientId for how long the venue finds an order by its client id; later its not finding
   *     it means nothing and the lists decide
   * @param retention how far back the lists go
   */
  record Absence(
      Duration visibilityLag,
      List<BitgetEndpoint> lookUps,
      @Nullable Duration byClientId,
      Duration retention) {

    /** Documented nowhere, reported nowhere. */
    static final Duration LAG = Duration.ofSeconds(60);

    private static final Duration RETENTION = Duration.ofDays(90);

    static Absence ofOrder() {
      return new Absence(
          LAG,
          List.of(UNFILLED_ORDERS, HISTORY_ORDERS, FILLS, ORDER_INFO),
          Duration.ofHours(2),
          RETENTION);
    }

    static Absence ofPlan() {
      return new Absence(LAG, List.of(CURRENT_PLANS, HISTORY_PLANS), null, RETENTION);
    }

    static Absence ofCancel() {
      return new Absence(LAG, List.of(ORDER_INFO), null, RETENTION);
    }
  }

  private final String operation;
  private final String path;
  private final boolean signed;
  private final long perSecond;
  private final @Nullable Expiry expiry;
  private final @Nullable Absence absence;

  BitgetEndpoint(String operation, String path, boolean signed, long perSecond) {
    this.operation = operation;
    this.path = path;
    this.signed = signed;
    this.perSecond = perSecond;
    this.expiry = null;
    this.absence = null;
  }

  /** A command. */
  BitgetEndpoint(String operation, String path, long perSecond, Expiry expiry, Absence absence) {
    this.operation = operation;
    this.path = path;
    this.signed = true;
    this.perSecond = perSecond;
    this.expiry = expiry;
    this.absence = absence;
  }

  /** Our word for it. */
  String operation() {
    return operation;
  }

  /** Whoever changes something posts. */
  String method() {
    return expiry == null ? "GET" : "POST";
  }

  String path() {
    return path;
  }

  boolean signed() {
    return signed;
  }

  /** As the venue counts, which is more than we use. */
  long perSecond() {
    return perSecond;
  }

  /** Set for commands. */
  @Nullable Expiry expiry() {
    return expiry;
  }

  /** Set for commands. */
  @Nullable Absence absence() {
    return absence;
  }

  /** Orders and cancels must always know the venue's time, so that question ranks with them. */
  Priority priority() {
    return expiry != null || this == SERVER_TIME ? Priority.COMMAND : Priority.QUERY;
  }

  List<Charge> charges() {
    return List.of(new Charge(ALL, 1), new Charge(name(), 1));
  }

  /**
   * The venue's limits, nine tenths of each: a bucket per endpoint, by user where a key signs, else
   * by address, and all requests of an address in a minute.
   */
  static List<Quota> quotas() {
    List<Quota> quotas = new ArrayList<>();
    quotas.add(new Quota(ALL, Quota.Scope.IP, most(ALL_PER_MINUTE), Duration.ofMinutes(1)));
    Arrays.stream(values())
        .map(endpoint ->
            new Quota(
                endpoint.name(),
                endpoint.signed ? Quota.Scope.KEY : Quota.Scope.IP,
                most(endpoint.perSecond),
                SECOND))
        .forEach(quotas::add);
    return List.copyOf(quotas);
  }

  private static long most(long limit) {
    return Math.max(1, limit * 9 / 10);
  }
}
