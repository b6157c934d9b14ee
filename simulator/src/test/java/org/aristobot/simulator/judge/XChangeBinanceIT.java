package org.aristobot.simulator.judge;

import java.util.List;
import java.util.Map;
import org.aristobot.simulator.judge.Candidate.PeerFault;
import org.aristobot.simulator.judge.Candidate.Refusal;
import org.aristobot.simulator.judge.Peer.Kind;
import org.aristobot.simulator.judge.XChangeVenue.Address;
import org.junit.jupiter.api.Test;
import org.knowm.xchange.Exchange;
import org.knowm.xchange.binance.BinanceAdapters;
import org.knowm.xchange.binance.BinanceExchange;
import org.knowm.xchange.binance.dto.marketdata.KlineInterval;
import org.knowm.xchange.binance.dto.trade.BinanceCancelOrderParams;
import org.knowm.xchange.binance.dto.trade.BinanceOrderFlags;
import org.knowm.xchange.binance.dto.trade.TimeInForce;
import org.knowm.xchange.binance.dto.trade.TrailingFlag;
import org.knowm.xchange.binance.service.BinanceMarketDataService;
import org.knowm.xchange.binance.service.BinanceTradeService;
import org.knowm.xchange.currency.CurrencyPair;
import org.knowm.xchange.dto.Order;
import org.knowm.xchange.dto.marketdata.CandleStickData;
import org.knowm.xchange.exceptions.CurrencyPairNotValidException;
import org.knowm.xchange.exceptions.ExchangeException;
import org.knowm.xchange.exceptions.ExchangeSecurityException;
import org.knowm.xchange.exceptions.FundsExceededException;
import org.knowm.xchange.exceptions.OrderNotValidException;

/** XChange's Binance against the simulator. */
class XChangeBinanceIT {

  private static final XChangeVenue BINANCE =
      new XChangeVenue(
          JudgedVenue.BINANCE,
          BinanceExchange.class,
          "xchange-binance",
          Address.usual(),
          Map.of(
              Kind.POST_ONLY, BinanceOrderFlags.LIMIT_MAKER,
              Kind.IOC, TimeInForce.IOC,
              Kind.FOK, TimeInForce.FOK,
              Kind.TRAILING, TrailingFlag.P1),
          (pair, id) -> new BinanceCancelOrderParams(pair, id, null),
          null,
          XChangeBinanceIT::candles,
          null,
          XChangeBinanceIT::allOrders,
          Map.of(
              Cell.ERROR_INSUFFICIENT_FUNDS,
                  new Refusal(
                      FundsExceededException.class,
                      "Account has insufficient balance for requested action."),
              Cell.ERROR_BAD_KEY, new Refusal(ExchangeSecurityException.class, "Invalid API-key"),
              Cell.ERROR_BAD_SECRET,
                  new Refusal(
                      ExchangeSecurityException.class, "Signature for this request is not valid."),
              Cell.ERROR_UNKNOWN_ORDER, new Refusal(ExchangeException.class, "Unknown order sent."),
              Cell.ERROR_BAD_SYMBOL,
                  new Refusal(CurrencyPairNotValidException.class, "Invalid symbol."),
              Cell.ERROR_TOO_SMALL,
                  new Refusal(OrderNotValidException.class, "Filter failure: NOTIONAL")),
          Map.of(Cell.CREATE_OCO, "it has no order type for a pair"),
          Map.of(
              Cell.EDIT_ORDER,
                  new PeerFault(
                      "You need to provide the currency pair to cancel an order.",
                      "changeOrder cancels by the id alone, which its own Binance service refuses"),
              Cell.ERROR_BAD_KEY,
                  new PeerFault(
                      "exceptions.ExchangeException: Invalid API-key, IP, or permissions",
                      "its error table lacks -2015, so a plain ExchangeException comes"),
              Cell.ERROR_BAD_SECRET,
                  new PeerFault(
                      "exceptions.ExchangeException: Signature for this request is not valid.",
                      "its error table has -1122 where the venue says -1022, so a plain"
                          + " ExchangeException comes")));

  /** The generic call is not there for this venue; these are XChange's own two calls instead. */
  private static CandleStickData candles(Exchange exchange, CurrencyPair pair) throws Exception {
    BinanceMarketDataService service = (BinanceMarketDataService) exchange.getMarketDataService();
    return BinanceAdapters.adaptBinanceCandleStickData(
        service.klines(pair, KlineInterval.m1), pair);
  }

  private static List<Order> allOrders(Exchange exchange, CurrencyPair pair) throws Exception {
    BinanceTradeService service = (BinanceTradeService) exchange.getTradeService();
    return service.allOrders(pair, null, null).stream()
        .map(order -> BinanceAdapters.adaptOrder(order, false))
        .toList();
  }

  @Test
  void xchange_finds_what_the_table_keeps() {
    JudgeTable.of(BINANCE.venue().name()).settle(Judge.hear(BINANCE.venue(), BINANCE.candidate()));
  }
}
