package org.aristobot.validate;

import static org.aristobot.validate.Result.pass;
import static org.aristobot.validate.Result.require;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.aristobot.bus.BusClient.Answer;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.Failure;
import org.aristobot.model.Decimals;
import org.aristobot.model.Instrument;
import org.aristobot.model.Symbol;
import tools.jackson.databind.JsonNode;

/** The connection, the keys, and what is read without an order. */
final class ConnectionItems {

  static final List<Item> ALL =
      List.of(
          Item.reads("1.1", "gateway", ConnectionItems::gateway),
          Item.reads("1.2", "good keys are taken", ConnectionItems::goodKeys),
          Item.reads("1.3", "bad keys are refused", ConnectionItems::badKeys),
          Item.reads("1.4", "no ban follows", ConnectionItems::noBan),
          Item.reads("1.5", "funds", ConnectionItems::funds),
          Item.reads("1.6", "markets", ConnectionItems::markets),
          Item.reads("1.7", "ticker, book, trades, candles", ConnectionItems::marketData),
          Item.reads("1.8", "capability table", ConnectionItems::capabilities));

  private ConnectionItems() {}

  private static Result gateway(Trial trial) {
    JsonNode pong = trial.ask("ping", trial.params()).data();
    require(pong.path("pong").asBoolean(false), "it did not answer ping with pong");
    return pass(pong.path("gateway").asString("?") + " " + pong.path("version").asString("?"));
  }

  private static Result goodKeys(Trial trial) {
    JsonNode check = trial.ask("test_connection", trial.params()).data();
    require(check.path("connected").asBoolean(false), "they are not connected");
    List<String> may = new ArrayList<>();
    check.path("permissions").forEach(word -> may.add(word.asString("")));
    require(may.contains("trade"), "the key may not trade, only " + may);
    String more = may.contains("withdraw") ? "; it may withdraw, which no gateway needs" : "";
    return pass(
        "may "
            + String.join(", ", may)
            + "; venue's clock "
            + check.path("clock_offset_ms").asLong(0)
            + " ms ahead; "
            + check.path("balance_count").asInt(0)
            + " assets"
            + more);
  }

  private static Result badKeys(Trial trial) {
    Optional<Failure> refusal = trial.probe().askAsStranger();
    Failure failure =
        refusal.orElseThrow(() -> new Result.Failed("a key that nobody has was accepted"));
    require(
        failure.kind() == ErrorKind.AUTHENTICATION_FAILED,
        "they should be AUTHENTICATION_FAILED, not " + text(failure));
    return pass(text(failure));
  }

  private static String text(Failure failure) {
    return failure.kind()
        + (failure.nativeCode() == null ? "" : " (" + failure.nativeCode() + ")")
        + ": "
        + failure.message();
  }

  private static Result noBan(Trial trial) {
    Answer _ = trial.ask("test_connection", trial.params());
    return pass("the good keys are still taken");
  }

  private static Result funds(Trial trial) {
    Sizes sizes = trial.sizes();
    String quote = trial.subject().symbol().quote();
    BigDecimal free = trial.free(quote);
    BigDecimal needed = sizes.cap();
    require(
        free.compareTo(needed) >= 0,
        Decimals.plain(free)
            + " "
            + quote
            + " are free, the checks need up to "
            + Decimals.plain(needed));
    return pass(Decimals.plain(free) + " " + quote + " are free");
  }

  private static Result markets(Trial trial) {
    JsonNode markets = trial.ask("get_markets", trial.params()).data();
    Symbol symbol = trial.subject().symbol();
    JsonNode market = markets.path(symbol.toString());
    Instrument instrument = trial.sizes().instrument();
    require(market.path("active").asBoolean(false), symbol + " is not listed as active");
    require(
        new Shown(market).has("quantity_step", instrument.quantity().step())
            && new Shown(market).has("price_step", instrument.price().step())
            && new Shown(market).has("min_notional", instrument.minNotional()),
        "the rules of " + symbol + " are not those that are stored");
    return pass(
        markets.size()
            + "; "
            + symbol
            + " is "
            + instrument.venueSymbol()
            + ", least order "
            + Decimals.plain(trial.sizes().least().stripTrailingZeros())
            + " "
            + symbol.quote());
  }

  private static Result marketData(Trial trial) {
    Shown ticker = new Shown(trial.ask("get_ticker", trial.symbolParams()).data());
    BigDecimal bid = ticker.required("bid");
    BigDecimal ask = ticker.required("ask");
    require(bid.compareTo(ask) < 0, "bid is not below ask");
    JsonNode book = trial.ask("get_order_book", trial.symbolParams().put("limit", 5)).data();
    require(!book.path("bids").isEmpty() && !book.path("asks").isEmpty(), "the book is empty");
    JsonNode trades = trial.ask("get_trades", trial.symbolParams().put("limit", 5)).data();
    require(trades.isArray(), "trades are no list");
    JsonNode candles =
        trial
            .ask("get_candles", trial.symbolParams().put("timeframe", "1m").put("limit", 3))
            .data();
    require(!candles.isEmpty(), "there are no candles");
    return pass("bid " + Decimals.plain(bid) + ", ask " + Decimals.plain(ask));
  }

  private static Result capabilities(Trial trial) {
    Answer answer = trial.ask("get_capabilities", trial.params());
    int told = answer.data().path("capabilities").size();
    int rows = trial.probe().capabilities().rows().size();
    require(told == rows, told + " rows are told, the client has " + rows);
    return pass(rows + " rows");
  }
}
