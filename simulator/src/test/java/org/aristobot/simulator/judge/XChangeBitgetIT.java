package org.aristobot.simulator.judge;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.aristobot.simulator.judge.Candidate.PeerFault;
import org.aristobot.simulator.judge.Candidate.Refusal;
import org.aristobot.simulator.judge.JudgedVenue.Keys;
import org.aristobot.simulator.judge.Peer.Balance;
import org.aristobot.simulator.judge.Peer.Fill;
import org.aristobot.simulator.judge.Peer.Kind;
import org.aristobot.simulator.judge.Peer.Level;
import org.aristobot.simulator.judge.Peer.Market;
import org.aristobot.simulator.judge.Peer.Ticker;
import org.aristobot.simulator.judge.XChangeVenue.Address;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.knowm.xchange.Exchange;
import org.knowm.xchange.ExchangeSpecification;
import org.knowm.xchange.bitget.BitgetAdapters;
import org.knowm.xchange.bitget.BitgetErrorAdapter;
import org.knowm.xchange.bitget.BitgetExchange;
import org.knowm.xchange.bitget.dto.BitgetException;
import org.knowm.xchange.bitget.dto.trade.BitgetOrderInfoDto;
import org.knowm.xchange.bitget.dto.trade.BitgetPlaceOrderDto;
import org.knowm.xchange.bitget.dto.trade.BitgetPlaceOrderDto.TimeInForce;
import org.knowm.xchange.bitget.service.BitgetTradeService;
import org.knowm.xchange.bitget.service.params.BitgetTradeHistoryParams;
import org.knowm.xchange.dto.Order.IOrderFlags;
import org.knowm.xchange.dto.trade.LimitOrder;
import org.knowm.xchange.exceptions.ExchangeSecurityException;
import org.knowm.xchange.exceptions.FundsExceededException;
import org.knowm.xchange.exceptions.InstrumentNotValidException;
import org.knowm.xchange.exceptions.OrderAmountUnderMinimumException;

/** XChange's Bitget against the simulator, on the core of its own version. */
@Tag("xchange-bitget")
class XChangeBitgetIT {

  private static final String NO_PLANS = "it has no call for the venue's plan orders";
  private static final String NO_CANCEL = "it has no call that cancels";

  /** It reads such an answer as an exception that says "success" and carries the order. */
  private static final PeerFault UNREADABLE =
      new PeerFault(
          "feeDetail=, ", "getOrder cannot read the empty feeDetail of an order without fills");

  private static final XChangeVenue BITGET =
      new XChangeVenue(
          JudgedVenue.BITGET,
          BitgetExchange.class,
          "xchange-bitget",
          XChangeBitgetIT::address,
          Map.of(
              Kind.POST_ONLY, new Force(TimeInForce.POST_ONLY),
              Kind.IOC, new Force(TimeInForce.IMMEDIATE_OR_CANCEL),
              Kind.FOK, new Force(TimeInForce.FILL_OR_KILL)),
          null,
          XChangeBitgetIT::placeLimit,
          null,
          pair -> BitgetTradeHistoryParams.builder().instrument(pair).build(),
          null,
          Map.of(
              Cell.ERROR_INSUFFICIENT_FUNDS,
                  new Refusal(FundsExceededException.class, "Insufficient balance"),
              Cell.ERROR_BAD_KEY,
                  new Refusal(ExchangeSecurityException.class, "Apikey does not exist"),
              Cell.ERROR_BAD_SECRET,
                  new Refusal(ExchangeSecurityException.class, "sign signature error"),
              Cell.ERROR_BAD_SYMBOL,
                  new Refusal(InstrumentNotValidException.class, "does not exist"),
              Cell.ERROR_TOO_SMALL,
                  new Refusal(OrderAmountUnderMinimumException.class, "minimum amount")),
          Map.ofEntries(
              Map.entry(Cell.OHLCV, "it has no call for candles"),
              Map.entry(Cell.TRADES, "it has no call for the market's trades"),
              Map.entry(Cell.CREATE_STOP_LOSS, NO_PLANS),
              Map.entry(Cell.CREATE_STOP_LOSS_LIMIT, NO_PLANS),
              Map.entry(Cell.CREATE_TAKE_PROFIT, NO_PLANS),
              Map.entry(Cell.CREATE_TAKE_PROFIT_LIMIT, NO_PLANS),
              Map.entry(Cell.CREATE_TRAILING, "the venue has no trailing order on its spot market"),
              Map.entry(Cell.CREATE_OCO, "the venue has no call that places a pair"),
              Map.entry(Cell.CANCEL_ORDER, NO_CANCEL),
              Map.entry(Cell.EDIT_ORDER, "it has no call that edits"),
              Map.entry(Cell.OPEN_ORDERS, "it has no call for open orders"),
              Map.entry(Cell.CLOSED_ORDERS, "it has no call for closed orders"),
              Map.entry(Cell.ERROR_UNKNOWN_ORDER, NO_CANCEL)),
          Map.of(
              Cell.CREATE_MARKET_BUY,
              new PeerFault(
                  "OrderAmountUnderMinimumException: less than the minimum amount 1 USDT",
                  "it sends the amount, which XChange means in base, as what the venue spends"
                      + " in quote"),
              Cell.CREATE_LIMIT,
              UNREADABLE,
              Cell.CREATE_POST_ONLY,
              UNREADABLE,
              Cell.CREATE_FOK,
              UNREADABLE,
              Cell.FETCH_ORDER,
              UNREADABLE,
              Cell.CREATE_IOC,
              new PeerFault(
                  "[told filled]",
                  "getOrder tells quoteVolume as what a buy has filled, though a limit buy is in"
                      + " base"),
              Cell.ERROR_BAD_KEY,
              new PeerFault(
                  "exceptions.ExchangeException: Apikey does not exist",
                  "its error table lacks 40037, so a plain ExchangeException comes"),
              Cell.ERROR_BAD_SECRET,
              new PeerFault(
                  "exceptions.ExchangeException: sign signature error",
                  "its error table lacks 40009, so a plain ExchangeException comes")));

  /** In which cell that passes each thing that it tells is held against the truth. */
  private static final Map<Class<? extends Record>, Cell> HELD =
      Map.of(
          Market.class, Cell.MARKETS,
          Ticker.class, Cell.TICKER,
          Level.class, Cell.ORDER_BOOK,
          Balance.class, Cell.BALANCE,
          Peer.Order.class, Cell.CREATE_MARKET_SELL,
          Fill.class, Cell.MY_TRADES);

  /** A limit order's force, carried as a flag of the order. */
  private record Force(TimeInForce timeInForce) implements IOrderFlags {}

  private static void address(ExchangeSpecification specification, URI uri, @Nullable Keys keys) {
    Address.usual().write(specification, uri, keys);
    if (keys != null) {
      specification.setPassword(keys.passphrase());
    }
  }

  /**
   * The generic call is not there for this venue; this is XChange's own, which places any order.
   */
  private static String placeLimit(Exchange exchange, LimitOrder order) throws IOException {
    TimeInForce force =
        order.getOrderFlags().stream()
            .map(flag -> ((Force) flag).timeInForce())
            .findFirst()
            .orElse(TimeInForce.GOOD_TIL_CANCELLED);
    BitgetPlaceOrderDto request =
        BitgetPlaceOrderDto.builder()
            .symbol(BitgetAdapters.toString(order.getInstrument()))
            .orderSide(order.getType())
            .orderType(BitgetOrderInfoDto.OrderType.LIMIT)
            .timeInForce(force)
            .price(order.getLimitPrice())
            .size(order.getOriginalAmount())
            .clientOid(order.getUserReference())
            .build();
    try {
      return ((BitgetTradeService) exchange.getTradeService()).createOrder(request).getOrderId();
    } catch (BitgetException e) {
      throw BitgetErrorAdapter.adapt(e);
    }
  }

  @Test
  void xchange_finds_what_the_table_keeps() {
    JudgeTable.of(BITGET.venue().name()).settle(Judge.hear(BITGET.venue(), BITGET.candidate()));
  }

  @Test
  void no_cell_believes_an_xchange_that_tells_one_thing_wrong() {
    LiarsTest.noneIsBelieved(BITGET.venue(), BITGET.candidate(), HELD);
  }
}
