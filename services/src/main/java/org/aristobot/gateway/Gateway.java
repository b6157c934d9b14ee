package org.aristobot.gateway;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.aristobot.alert.Alert;
import org.aristobot.alert.Alerts;
import org.aristobot.bus.Command;
import org.aristobot.bus.Intake;
import org.aristobot.bus.Publisher;
import org.aristobot.bus.Reply;
import org.aristobot.bus.Request;
import org.aristobot.bus.Trace;
import org.aristobot.exchange.Capabilities;
import org.aristobot.exchange.CredentialCheck;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.Exchange;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.Failure;
import org.aristobot.journal.InstrumentStore;
import org.aristobot.journal.Journal;
import org.aristobot.model.Environment;
import org.aristobot.model.Venue;
import org.aristobot.vault.Broker;
import org.aristobot.vault.Vault;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out requests: one exhaustive switch over the commands. Thread rule: any thread, one per
 * request; calls block.
 */
public final class Gateway implements Intake.Handler, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Gateway.class);

  /**
   * What a gateway is made of.
   *
   * @param id the name of this process life; no other has ever had it
   * @param marks folder of the send marks, shared by the gateways of one machine
   * @param addresses where the venues are, by environment
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
      Alerts alerts,
      InstantSource clock) {}

  private final Parts parts;
  private final SendMarks marks;
  private final Clients clients;
  private final OrderDesk orderDesk;
  private final CancelDesk cancelDesk;
  private final OrderReader orderReader;
  private final Markets markets;
  private final Statistics statistics;

  public Gateway(Parts parts) {
    this.parts = parts;
    marks = SendMarks.open(parts.marks(), parts.id(), parts.clock());
    clients = new Clients(places(parts.addresses()), parts.instruments(), parts.clock());
    orderDesk = new OrderDesk(parts.journal(), marks, parts.alerts(), parts.clock());
    cancelDesk = new CancelDesk(parts.journal(), marks, parts.clock());
    orderReader = new OrderReader(parts.journal(), marks, parts.alerts(), parts.clock());
    markets = new Markets(parts.instruments(), parts.publisher());
    statistics = new Statistics(new SimpleMeterRegistry(), parts.clock());
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
      alertOnBan(request, failed.failure());
    }
    Map<String, BigDecimal> timing = trace.timing(started, System.nanoTime());
    statistics.count(request.action(), reply, timing);
    return reply;
  }

  private Reply carryOut(Request request, Trace trace) {
    return switch (request.command()) {
      case Command.Ping() ->
          new Reply.Done(Map.of("pong", true, "gateway", parts.id(), "version", parts.version()));
      case Command.GetStats() -> stats();
      case Command.PreloadBrokers() ->
          new Reply.Done(Map.of("loaded_brokers", parts.vault().preload()));
      case Command.PlaceOrder command ->
          orderDesk.place(
              request,
              requiredUser(request),
              command.fields(),
              account(request, command.brokerId()),
              trace);
      case Command.CancelOrder command ->
          cancelDesk.cancel(
              account(request, command.brokerId()), command.order(), command.symbol(), trace);
      case Command.GetOrderInfo command ->
          orderReader.info(account(request, command.brokerId()), command.order(), command.symbol());
      case Command.FetchOpenOrders command ->
          orderReader.open(account(request, command.brokerId()), command);
      case Command.FetchClosedOrders command ->
          orderReader.closed(account(request, command.brokerId()), command);
      case Command.FetchMyTrades command ->
          orderReader.fills(account(request, command.brokerId()), command);
      case Command.TestConnection command -> connection(account(request, command.brokerId()));
      case Command.GetBalance command -> {
        Account account = account(request, command.brokerId());
        yield new Reply.Done(Answers.balances(account.exchange().balances(account.credentials())));
      }
      case Command.GetCapabilities command ->
          capabilities(exchange(request, command.brokerId()), command.market());
      case Command.LoadMarkets command -> markets.load(exchange(request, command.brokerId()));
      case Command.GetMarkets command ->
          markets.list(exchange(request, command.brokerId()), command.active());
      case Command.GetTicker command ->
          new Reply.Done(
              Answers.ticker(exchange(request, command.brokerId()).ticker(command.symbol())));
      case Command.GetOrderBook command ->
          new Reply.Done(
              Answers.orderBook(
                  exchange(request, command.brokerId())
                      .orderBook(command.symbol(), command.limit())));
      case Command.GetCandles command ->
          new Reply.Done(
              exchange(request, command.brokerId())
                  .candles(command.symbol(), command.interval(), command.since(), command.limit())
                  .stream()
                  .map(Answers::candle)
                  .toList());
    };
  }

  /**
   * Reads the market lists of the venues that have brokers into the database, on the side. A venue
   * tells its own rate limits there; until then the documented ones are kept.
   */
  public void loadMarkets() {
    parts.vault().list(null).stream()
        .filter(Broker::active)
        .map(broker -> new Clients.Place(broker.venue(), broker.environment()))
        .distinct()
        .forEach(place -> markets.load(clients.at(place.venue(), place.environment())));
  }

  private static long requiredUser(Request request) {
    Long user = request.userId();
    if (user == null) {
      throw new ExchangeException(ErrorKind.ACCESS_DENIED, "user_id: is required");
    }
    return user;
  }

  private Broker broker(Request request, long brokerId) {
    return parts.vault().open(brokerId, requiredUser(request));
  }

  private Exchange exchange(Request request, long brokerId) {
    Broker broker = broker(request, brokerId);
    return clients.at(broker.venue(), broker.environment());
  }

  private Account account(Request request, long brokerId) {
    Broker broker = broker(request, brokerId);
    return new Account(
        broker,
        clients.at(broker.venue(), broker.environment()),
        parts.vault().credentials(broker));
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
        Map.of(
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
    answer.put("orders_in_doubt", parts.journal().inDoubt());
    answer.put("alerts_dropped", parts.alerts().dropped());
    Map<String, Object> headroom = new LinkedHashMap<>();
    for (Exchange exchange : clients.live()) {
      Map<String, Object> buckets = new LinkedHashMap<>();
      exchange
          .headroom()
          .forEach((bucket, room) ->
              buckets.put(bucket, Map.of("left", room.left(), "limit", room.limit())));
      headroom.put(
          exchange.venue().word() + " " + exchange.environment().name().toLowerCase(Locale.ROOT),
          buckets);
    }
    answer.put("rate_limits", headroom);
    return new Reply.Done(answer);
  }

  private void alertOnBan(Request request, Failure failure) {
    if (failure.kind() == ErrorKind.RATE_LIMITED && failure.nativeCode() != null) {
      parts
          .alerts()
          .raise(
              new Alert(
                  Alert.Kind.RATE_LIMIT_BAN,
                  String.valueOf(failure.nativeCode()),
                  "the exchange refused " + request.action() + ": " + failure.message()));
    }
  }

  @Override
  public void close() {
    clients.close();
    marks.close();
  }
}
