package org.aristobot.gateway;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.aristobot.alert.Alerts;
import org.aristobot.bus.Command;
import org.aristobot.bus.Fields;
import org.aristobot.bus.Intake;
import org.aristobot.bus.Publisher;
import org.aristobot.bus.RedisLedgers;
import org.aristobot.bus.Reply;
import org.aristobot.bus.Request;
import org.aristobot.bus.Step;
import org.aristobot.bus.Trace;
import org.aristobot.exchange.Capabilities;
import org.aristobot.exchange.CredentialCheck;
import org.aristobot.exchange.Credentials;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.Exchange;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.Failure;
import org.aristobot.exchange.LedgerState;
import org.aristobot.exchange.Rows;
import org.aristobot.journal.InstrumentStore;
import org.aristobot.journal.Journal;
import org.aristobot.journal.StoredOrder;
import org.aristobot.model.Environment;
import org.aristobot.model.Ticker;
import org.aristobot.model.Trade;
import org.aristobot.model.Venue;
import org.aristobot.vault.Broker;
import org.aristobot.vault.Vault;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Carries out requests: one exhaustive switch over the commands. Thread rule: any thread, one per
 * request; calls block.
 */
public final class Gateway implements Intake.Handler, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Gateway.class);

  /** What a log line is marked with. */
  private static final String REQUEST_ID = "request_id";

  /**
   * What a gateway is made of.
   *
   * @param id the name of this process life; no other has ever had it
   * @param marks folder of the send marks, shared by the gateways of one machine
   * @param addresses where the venues are, by environment
   * @param ledgers where the use of their limits is counted
   */
  public record Parts(
      String id,
      String version,
      Path marks,
      Map<Environment, Map<Venue, URI>> addresses,
      Journal journal,
      InstrumentStore instruments,
      Vault vault,
      Publisher publisher,
      RedisLedgers ledgers,
      Alerts alerts,
      DoubtSettings doubts,
      InstantSource clock) {}

  private final Parts parts;
  private final SendMarks marks;
  private final Clients clients;
  private final InDoubt doubts;
  private final OrderDesk orderDesk;
  private final EditDesk editDesk;
  private final CancelDesk cancelDesk;
  private final OrderReader orderReader;
  private final ExitWatch exitWatch;
  private final Markets markets;
  private final Statistics statistics;

  public Gateway(Parts parts) {
    this.parts = parts;
    marks = SendMarks.open(parts.marks(), parts.id(), parts.clock());
    clients =
        new Clients(
            places(parts.addresses()),
            parts.instruments(),
            this::ledger,
            parts.clock(),
            parts.doubts().visibilityLags());
    Replay replay = new Replay(parts.journal(), marks, parts.clock());
    Families families = new Families(parts.journal(), replay, parts.alerts());
    doubts =
        new InDoubt(
            new InDoubt.Tools(
                parts.journal(),
                marks,
                replay,
                families,
                this::account,
                parts.alerts(),
                parts.clock(),
                parts.doubts()));
    orderDesk =
        new OrderDesk(
            parts.journal(), marks, replay, families, doubts, parts.alerts(), parts.clock());
    editDesk = new EditDesk(parts.journal(), replay, families, doubts);
    cancelDesk = new CancelDesk(parts.journal(), replay, families, doubts);
    exitWatch =
        new ExitWatch(
            parts.journal(), families, cancelDesk, this::account, parts.alerts(), parts.clock());
    orderReader = new OrderReader(parts.journal(), replay, families, parts.alerts());
    markets = new Markets(parts.instruments(), parts.publisher());
    statistics = new Statistics(new SimpleMeterRegistry(), parts.clock());
  }

  private LedgerState ledger(Clients.Place place, URI address) {
    return new AlertingLedger(
        parts.ledgers().of(place.venue(), place.environment(), address),
        place.venue().word() + " " + Answers.word(place.environment()),
        parts.alerts());
  }

  private static Map<Clients.Place, URI> places(Map<Environment, Map<Venue, URI>> addresses) {
    Map<Clients.Place, URI> places = new LinkedHashMap<>();
    addresses.forEach((environment, venues) ->
        venues.forEach((venue, uri) -> places.put(new Clients.Place(venue, environment), uri)));
    return places;
  }

  @Override
  public Reply handle(Request request, Trace trace) {
    long started = System.nanoTime();
    Reply reply;
    try {
      reply = carryOut(request, trace);
    } catch (ExchangeException e) {
      reply = new Reply.Failed(e.failure());
    } catch (RuntimeException e) {
      log.error("{} met a fault of ours", request.action(), e);
      reply =
          new Reply.Failed(Failure.of(ErrorKind.INTERNAL, "a fault of the gateway; see its log"));
    }
    if (reply instanceof Reply.Failed failed) {
      log.info(
          "{} failed: {} {}",
          request.action(),
          failed.failure().kind(),
          failed.failure().message());
    }
    Map<String, BigDecimal> timing = trace.timing(started, System.nanoTime());
    statistics.count(request.action(), reply, timing);
    return reply;
  }

  private Reply carryOut(Request request, Trace trace) {
    return switch (request.command()) {
      case Command.Ping() ->
          new Reply.Done(
              Answers.members("pong", true, "gateway", parts.id(), "version", parts.version()));
      case Command.GetStats() -> stats();
      case Command.PreloadBrokers() ->
          new Reply.Done(Map.of("loaded_brokers", parts.vault().preload()));
      case Command.PlaceOrder order -> {
        Account account = account(request, order.brokerId());
        yield orderDesk.place(request, order.fields(), account, OrderAnswers.ORDER, trace);
      }
      case Command.CreateTrade trade -> {
        Account account = account(request, trade.brokerId());
        yield TradeForm.carryOut(
            trade.fields(),
            order -> orderDesk.place(request, order, account, TradeForm.ANSWERS, trace));
      }
      case Command.EditOrder edit -> {
        Account account = account(request, edit.brokerId());
        yield editDesk.edit(request, account, edit, trace);
      }
      case Command.CancelOrder cancel -> {
        Account account = account(request, cancel.brokerId());
        yield cancelDesk.cancel(account, cancel, request.askedAt(), trace);
      }
      case Command.CancelAllOrders cancel -> {
        Account account = account(request, cancel.brokerId());
        yield cancelDesk.cancelAll(account, cancel.symbol(), trace);
      }
      case Command.OfBroker query -> {
        Account account = account(request, query.brokerId());
        trace.reached(Step.CHECKED);
        Reply reply = answer(query, account);
        trace.reached(Step.SENT);
        yield reply;
      }
    };
  }

  private Reply answer(Command.OfBroker query, Account account) {
    Exchange exchange = account.exchange();
    return switch (query) {
      case Command.PlaceOrder _,
          Command.CreateTrade _,
          Command.EditOrder _,
          Command.CancelOrder _,
          Command.CancelAllOrders _ ->
          throw new IllegalArgumentException("orders have a desk of their own");
      case Command.GetOrderInfo q -> orderReader.info(account, q.order(), q.symbol());
      case Command.FetchOpenOrders q -> orderReader.open(account, q);
      case Command.FetchClosedOrders q -> orderReader.closed(account, q);
      case Command.FetchMyTrades q -> orderReader.fills(account, q);
      case Command.TestConnection _ -> connection(account);
      case Command.GetBalance _ ->
          new Reply.Done(Answers.balances(exchange.balances(account.credentials())));
      case Command.GetCapabilities q -> capabilities(exchange, q.market());
      case Command.LoadMarkets _ -> markets.load(exchange);
      case Command.GetMarkets q -> markets.list(exchange, q.active());
      case Command.GetTicker q -> new Reply.Done(Answers.ticker(exchange.ticker(q.symbol())));
      case Command.FetchTickers q -> tickers(account, q);
      case Command.GetTrades q -> trades(account, q);
      case Command.GetOrderBook q ->
          new Reply.Done(Answers.orderBook(exchange.orderBook(q.symbol(), q.limit())));
      case Command.GetCandles q ->
          new Reply.Done(
              exchange.candles(q.symbol(), q.interval(), q.since(), q.limit()).stream()
                  .map(Answers::candle)
                  .toList());
    };
  }

  /** Whether the gateway of that name is proven to have ended, by what it left on this machine. */
  public boolean hasEnded(String gatewayId) {
    return marks.hasEnded(gatewayId);
  }

  /** Takes up what is in doubt, before any request is served; no venue is waited for. */
  public void takeUpDoubts() {
    doubts.start();
    exitWatch.start();
  }

  /** The account that an order was placed from, also if its broker is switched off by now. */
  private Account account(StoredOrder order) {
    Broker broker =
        parts.vault().list(order.userId()).stream()
            .filter(known -> known.id() == order.brokerId())
            .findFirst()
            .orElseThrow(() ->
                new ExchangeException(
                    ErrorKind.ACCESS_DENIED, "broker " + order.brokerId() + " is gone"));
    return new Account(
        broker, clients.at(order.venue(), order.environment()), parts.vault().credentials(broker));
  }

  /**
   * Reads the market lists of the venues that have brokers into the database, on the side and until
   * it is done. A venue tells its own rate limits there; until then the documented ones are kept.
   */
  public void loadMarkets() {
    parts.vault().list(null).stream()
        .filter(Broker::active)
        .map(broker -> new Clients.Place(broker.venue(), broker.environment()))
        .distinct()
        .forEach(place -> markets.loadSurely(clients.at(place.venue(), place.environment())));
  }

  private Account account(Request request, long brokerId) {
    Broker broker = parts.vault().open(brokerId, request.userId());
    Credentials keys = parts.vault().credentials(broker);
    refuseKeys(request, keys);
    return new Account(broker, clients.at(broker.venue(), broker.environment()), keys);
  }

  /** Where the account of a request is; empty if it concerns none that its user may use. */
  public Optional<Venue> venueOf(Request request) {
    if (!(request.command() instanceof Command.OfBroker command)) {
      return Optional.empty();
    }
    try {
      return Optional.of(parts.vault().open(command.brokerId(), request.userId()).venue());
    } catch (ExchangeException e) {
      return Optional.empty();
    }
  }

  /** A key in a request would be stored with the order and told again to all who may see it. */
  private static void refuseKeys(Request request, Credentials keys) {
    Fields unread =
        switch (request.command()) {
          case Command.PlaceOrder order -> order.fields();
          case Command.CreateTrade trade -> trade.fields();
          default -> null;
        };
    if (keys.areIn(request.toString()) || (unread != null && unread.anyText(keys::areIn))) {
      // The id of the request may be where it stands.
      MDC.remove(REQUEST_ID);
      throw new ExchangeException(
          ErrorKind.INVALID_REQUEST,
          "the request holds a key of its broker, which belongs into the vault only; nothing was"
              + " done");
    }
  }

  private static Reply tickers(Account account, Command.FetchTickers query) {
    Rows<Ticker> tickers = account.exchange().tickers(query.symbols());
    OrderReader.report(account, tickers.unreadable());
    return new Reply.Done(Answers.tickers(tickers.rows()));
  }

  private static Reply trades(Account account, Command.GetTrades query) {
    Rows<Trade> trades = account.exchange().trades(query.symbol(), query.since(), query.limit());
    OrderReader.report(account, trades.unreadable());
    return new Reply.Done(trades.rows().stream().map(Answers::trade).toList());
  }

  private static Reply connection(Account account) {
    CredentialCheck check = account.exchange().checkCredentials(account.credentials());
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("connected", true);
    answer.put("permissions", check.permissions());
    answer.put("clock_offset_ms", check.clockOffset().toMillis());
    answer.put("balance_count", check.balanceCount());
    return new Reply.Done(answer);
  }

  private static Reply capabilities(Exchange exchange, @Nullable String market) {
    List<Map<String, Object>> rows =
        exchange.capabilities().rows().stream()
            .filter(row -> market == null || market.equals(row.market()))
            .map(Answers::capability)
            .toList();
    return new Reply.Done(
        Answers.members(
            "exchange", exchange.venue().word(),
            "capabilities", rows,
            "absent", Answers.word(Capabilities.Support.NONE)));
  }

  private Reply stats() {
    Map<String, Object> answer = statistics.report();
    answer.put("gateway", parts.id());
    answer.put("version", parts.version());
    answer.put("live_clients", clients.live().size());
    answer.put("cached_brokers", parts.vault().cached());
    answer.put("orders_in_doubt", parts.journal().doubts().count());
    answer.put("oldest_doubt_seconds", oldestDoubt());
    answer.put("alerts_dropped", parts.alerts().dropped());
    Map<String, Object> headroom = new LinkedHashMap<>();
    for (Exchange exchange : clients.live()) {
      headroom.put(
          exchange.venue().word() + " " + Answers.word(exchange.environment()), headroom(exchange));
    }
    answer.put("rate_limits", headroom);
    return new Reply.Done(answer);
  }

  private @Nullable Long oldestDoubt() {
    return parts
        .journal()
        .doubts()
        .since()
        .map(since -> Duration.between(since, parts.clock().instant()).toSeconds())
        .orElse(null);
  }

  /** The least that any key has left of each bucket; which keys there are is not told. */
  private static Map<String, Object> headroom(Exchange exchange) {
    Map<String, Exchange.Headroom> least = new TreeMap<>();
    exchange
        .headroom()
        .forEach((bucket, room) ->
            least.merge(
                bucket.replaceFirst(":.*", ""), room, (a, b) -> a.left() <= b.left() ? a : b));
    Map<String, Object> answer = new LinkedHashMap<>();
    least.forEach((bucket, room) ->
        answer.put(bucket, Answers.members("left", room.left(), "limit", room.limit())));
    return answer;
  }

  @Override
  public void close() {
    exitWatch.close();
    doubts.close();
    markets.close();
    clients.close();
    marks.close();
  }
}
