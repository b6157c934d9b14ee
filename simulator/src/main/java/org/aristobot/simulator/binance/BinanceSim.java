package org.aristobot.simulator.binance;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.aristobot.simulator.binance.BinanceSimRoute.Security;
import org.aristobot.simulator.book.Account;
import org.aristobot.simulator.book.Engine;
import org.aristobot.simulator.book.Instruments;
import org.aristobot.simulator.book.OrderStatus;
import org.aristobot.simulator.book.OrderView;
import org.aristobot.simulator.book.SimClock;
import org.aristobot.simulator.book.VenueRules;
import org.aristobot.simulator.wire.LimitProfile;
import org.aristobot.simulator.wire.Stats;
import org.aristobot.simulator.wire.VenueSim;
import org.aristobot.simulator.wire.WireRequest;
import org.aristobot.simulator.wire.WireResponse;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Binance spot: finds the endpoint, charges it, checks the caller and answers. */
public final class BinanceSim implements VenueSim {

  private final BinanceSimAuth auth;
  private final BinanceSimLimits limits;
  private final BinanceSimPublic publicCalls;
  private final BinanceSimPrivate privateCalls;
  private final BinanceSimTrading trading;

  public BinanceSim(Engine engine, SimClock clock, Stats stats, LimitProfile profile) {
    this.auth = new BinanceSimAuth(engine, stats);
    this.limits = new BinanceSimLimits(clock, stats, profile);
    BinanceSimSymbols symbols = new BinanceSimSymbols(Instruments.DEMO);
    this.publicCalls = new BinanceSimPublic(engine, symbols, limits);
    this.privateCalls = new BinanceSimPrivate(engine, symbols, limits);
    this.trading = new BinanceSimTrading(engine, symbols, limits, auth);
  }

  /** What an engine behind this dialect must demand of orders. */
  public static VenueRules rules() {
    return new BinanceSimRules(new BinanceSimSymbols(Instruments.DEMO));
  }

  @Override
  public Set<String> operations() {
    return BinanceSimRoute.operations();
  }

  @Override
  public @Nullable String operation(WireRequest request) {
    BinanceSimRoute route = BinanceSimRoute.of(request.method(), request.path());
    return route == null ? null : route.operation;
  }

  @Override
  public @Nullable String caller(WireRequest request) {
    BinanceSimRoute route = BinanceSimRoute.of(request.method(), request.path());
    if (route == null || route.security == Security.NONE) {
      return null;
    }
    Account account = auth.claimed(request);
    return account == null ? null : account.key();
  }

  @Override
  public WireResponse answer(WireRequest request, long visibleAfterMillis) {
    BinanceSimRoute route = BinanceSimRoute.of(request.method(), request.path());
    if (route == null) {
      return WireResponse.json(404, "{}");
    }
    BinanceSimParams params = BinanceSimParams.parse(request.rawQuery(), request.body());
    Account account = route.security == Security.NONE ? null : auth.claimed(request);
    int weight = route.weight(params);
    WireResponse response;
    try {
      limits.charge(request.address(), weight);
      params.check();
      BinanceSimTimeUnit unit = BinanceSimTimeUnit.of(request);
      JsonNode body = unit.tell(route, run(route, request, params, account, visibleAfterMillis));
      if (route.freeOnSuccess()) {
        limits.refund(request.address(), weight);
      }
      response = WireResponse.json(200, body.toString());
      if (route.places() && account != null) {
        response = withOrderCounts(response, account);
      }
    } catch (BinanceSimError e) {
      ObjectNode body = BinanceSimWire.error(e.code, String.valueOf(e.getMessage()));
      if (e.data != null) {
        body.set("data", e.data);
      }
      response = WireResponse.json(e.status, body.toString());
      if (e.placed() && account != null) {
        response = withOrderCounts(response, account);
      }
      for (Map.Entry<String, String> header : e.headers.entrySet()) {
        response = response.withHeader(header.getKey(), header.getValue());
      }
    }
    return response.withHeader(
        "X-MBX-USED-WEIGHT-1M", Integer.toString(limits.weightUsed(request.address())));
  }

  private WireResponse withOrderCounts(WireResponse response, Account account) {
    WireResponse counted = response;
    for (Map.Entry<String, Integer> count : limits.orderCounts(account).entrySet()) {
      counted =
          counted.withHeader("X-MBX-ORDER-COUNT-" + count.getKey(), count.getValue().toString());
    }
    return counted;
  }

  private JsonNode run(
      BinanceSimRoute route,
      WireRequest request,
      BinanceSimParams params,
      @Nullable Account account,
      long visibleAfterMillis) {
    if (route.security == Security.NONE) {
      return publicCalls.answer(route, params);
    }
    BinanceSimAuth.Freshness freshness = auth.check(request, params, account, route.security);
    Account known = Objects.requireNonNull(account);
    if (route.security == Security.USER_DATA) {
      return privateCalls.answer(route, params, known);
    }
    return trading.answer(
        route,
        params,
        new BinanceSimTrading.Caller(known, request.address(), freshness, visibleAfterMillis));
  }

  @Override
  public WireResponse rateLimited(long seconds) {
    return error(
            429,
            -1003,
            "Too much request weight used; current limit is 6000 request weight per 1 MINUTE."
                + " Please use WebSocket Streams for live updates to avoid polling the API.")
        .withHeader("Retry-After", Long.toString(seconds));
  }

  @Override
  public WireResponse error(int status, int code, String message) {
    return WireResponse.json(status, BinanceSimWire.error(code, message).toString());
  }

  @Override
  public String describe(WireRequest request) {
    return String.join(
        "&",
        List.of(request.rawQuery(), request.body()).stream()
            .map(BinanceSimAuth::withoutSignature)
            .filter(part -> !part.isEmpty())
            .toList());
  }

  @Override
  public String statusWord(OrderStatus status) {
    return status.name();
  }

  @Override
  public ObjectNode told(OrderView order) {
    return BinanceSimWire.object();
  }

  @Override
  public Map<String, String> choose(Map<String, String> choices) {
    if (!choices.isEmpty()) {
      throw new IllegalArgumentException("This venue leaves nothing to choose.");
    }
    return choices;
  }

  @Override
  public void limits(LimitProfile profile) {
    limits.profile(profile);
  }
}
