package org.aristobot.bitget;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.aristobot.exchange.Capabilities;
import org.aristobot.exchange.CredentialCheck;
import org.aristobot.exchange.Credentials;
import org.aristobot.exchange.Doubt;
import org.aristobot.exchange.Exchange;
import org.aristobot.exchange.FillQuery;
import org.aristobot.exchange.Finding;
import org.aristobot.exchange.LedgerState;
import org.aristobot.exchange.NativeReading;
import org.aristobot.exchange.OrderQuery;
import org.aristobot.exchange.Prepared;
import org.aristobot.exchange.Rows;
import org.aristobot.model.Balance;
import org.aristobot.model.Candle;
import org.aristobot.model.Commission;
import org.aristobot.model.Environment;
import org.aristobot.model.Family;
import org.aristobot.model.Fill;
import org.aristobot.model.Instrument;
import org.aristobot.model.Interval;
import org.aristobot.model.NativeParams;
import org.aristobot.model.Order;
import org.aristobot.model.OrderBook;
import org.aristobot.model.OrderRef;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.Side;
import org.aristobot.model.Symbol;
import org.aristobot.model.Ticker;
import org.aristobot.model.Trade;
import org.aristobot.model.Venue;
import org.aristobot.model.VenueOrderId;
import org.jspecify.annotations.Nullable;

/** Bitget spot. */
public final class Bitget implements Exchange {

  private final Environment environment;

  public Bitget(
      Environment environment,
      URI base,
      InstantSource clock,
      @Nullable Duration visibilityLag,
      @Nullable LedgerState ledger) {
    this.environment = environment;
  }

  /** The venue's own address; its test network is there too, told apart by a header and keys. */
  public static URI address(Environment environment) {
    return URI.create("https://api.bitget.com");
  }

  @Override
  public Venue venue() {
    return Venue.BITGET;
  }

  @Override
  public Environment environment() {
    return environment;
  }

  @Override
  public Capabilities capabilities() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Capabilities capabilities(Instrument instrument) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Map<String, Headroom> headroom() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}

  @Override
  public Rows<Instrument> instruments() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void remember(List<Instrument> instruments) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Instrument instrument(Symbol symbol) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Instant serverTime() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Ticker ticker(Symbol symbol) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Rows<Ticker> tickers(Collection<Symbol> symbols) {
    throw new UnsupportedOperationException();
  }

  @Override
  public OrderBook orderBook(Symbol symbol, @Nullable Integer limit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Rows<Trade> trades(Symbol symbol, @Nullable Instant since, @Nullable Integer limit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Candle> candles(
      Symbol symbol, Interval interval, @Nullable Instant since, @Nullable Integer limit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Family family(OrderRequest request) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Prepared prepareOrder(Credentials credentials, OrderRequest request, Duration patience) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void testOrder(Credentials credentials, OrderRequest request) {
    throw new UnsupportedOperationException();
  }

  @Override
  public NativeReading readNative(NativeParams params, @Nullable Side side) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Prepared prepareCancel(
      Credentials credentials, Symbol symbol, OrderRef order, Duration patience) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean amendsInPlace(OrderRequest from, OrderRequest to) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Prepared prepareAmend(
      Credentials credentials,
      VenueOrderId order,
      OrderRequest from,
      OrderRequest to,
      Duration patience) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Finding> look(Credentials credentials, List<Doubt> doubts) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Order order(Credentials credentials, Symbol symbol, OrderRef order) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Rows<Order> openOrders(Credentials credentials, @Nullable Symbol symbol) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Rows<Order> orderHistory(Credentials credentials, OrderQuery query) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Rows<Fill> fills(Credentials credentials, FillQuery query) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Balance> balances(Credentials credentials) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Commission commission(Credentials credentials, Symbol symbol) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CredentialCheck checkCredentials(Credentials credentials) {
    throw new UnsupportedOperationException();
  }
}
