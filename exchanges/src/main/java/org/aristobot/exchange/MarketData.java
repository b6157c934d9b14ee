package org.aristobot.exchange;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.aristobot.model.Candle;
import org.aristobot.model.Instrument;
import org.aristobot.model.Interval;
import org.aristobot.model.OrderBook;
import org.aristobot.model.Symbol;
import org.aristobot.model.Ticker;
import org.aristobot.model.Trade;
import org.jspecify.annotations.Nullable;

/** What a venue tells everybody. Every method may throw {@link ExchangeException}. */
public interface MarketData {

  /** Reads the venue's market list anew and remembers it for {@link #instrument}. */
  Rows<Instrument> instruments();

  /** Remembers a market list that was read before, so that nothing need be fetched at start. */
  void remember(List<Instrument> instruments);

  /**
   * The instrument of a symbol, from the market list in memory; fetched first where there is none.
   *
   * @throws ExchangeException UNKNOWN_SYMBOL
   */
  Instrument instrument(Symbol symbol);

  Instant serverTime();

  Ticker ticker(Symbol symbol);

  /**
   * Many tickers, in the venue's order.
   *
   * @param symbols which; empty for all that the venue has
   * @throws ExchangeException UNKNOWN_SYMBOL for the first that the venue does not have
   */
  Rows<Ticker> tickers(Collection<Symbol> symbols);

  OrderBook orderBook(Symbol symbol, @Nullable Integer limit);

  /**
   * Trades of everybody, oldest first.
   *
   * @param since the first ones from that moment on; the newest ones if null
   * @param limit how many at most; the venue's own default if null
   */
  Rows<Trade> trades(Symbol symbol, @Nullable Instant since, @Nullable Integer limit);

  /** Oldest first; the last one may still be running. */
  List<Candle> candles(
      Symbol symbol, Interval interval, @Nullable Instant since, @Nullable Integer limit);
}
