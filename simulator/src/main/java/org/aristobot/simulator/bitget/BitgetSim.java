package org.aristobot.simulator.bitget;

import java.util.Map;
import java.util.Set;
import org.aristobot.simulator.bitget.BitgetSimRoute.Security;
import org.aristobot.simulator.book.Account;
import org.aristobot.simulator.book.Engine;
import org.aristobot.simulator.book.Instruments;
import org.aristobot.simulator.book.OrderStatus;
import org.aristobot.simulator.book.OrderView;
import org.aristobot.simulator.book.SimClock;
import org.aristobot.simulator.wire.LimitProfile;
import org.aristobot.simulator.wire.Stats;
import org.aristobot.simulator.wire.VenueSim;
import org.aristobot.simulator.wire.WireRequest;
import org.aristobot.simulator.wire.WireResponse;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Bitget spot: finds the endpoint, charges it, checks the caller and answers. */
public final class BitgetSim implements VenueSim {

  private static final int MOST_WINDOW_MILLIS = 60_000;

  private final Engine engine;
  private final BitgetSimRules rules;
  private final BitgetSimAuth auth;
  private final BitgetSimLimits limits;
  private final BitgetSimPublic publicCalls;
  private final BitgetSimPrivate privateCalls;
  private final BitgetSimTrading trading;

  private BitgetSim(
      Engine engine,
      BitgetSimRules rules,
      BitgetSimSymbols symbols,
      BitgetSimLimits limits,
      Stats stats) {
    this.engine = engine;
    this.rules = rules;
    this.limits = limits;
    this.auth = new BitgetSimAuth(engine, stats);
    this.publicCalls = new BitgetSimPublic(engine, symbols);
    this.privateCalls = new BitgetSimPrivate(engine, symbols);
    this.trading = new BitgetSimTrading(engine, symbols, publicCalls);
  }

  /** Opens the venue with its markets, without accounts. */
  public static BitgetSim open(
      SimClock clock, boolean frozen, long seed, Stats stats, LimitProfile profile) {
    BitgetSimSymbols symbols = new BitgetSimSymbols(Instruments.DEMO);
    BitgetSimRules rules = new BitgetSimRules(symbols);
    Engine engine = new Engine(Instruments.DEMO, clock, frozen, seed, rules);
    return new BitgetSim(engine, rules, symbols, new BitgetSimLimits(clock, stats, profile), stats);
  }

  public Engine engine() {
    return engine;
  }

  @Override
  public Set<String> operations() {
    return BitgetSimRoute.operations();
  }

  @Override
  public @Nullable String operation(WireRequest request) {
    BitgetSimRoute route = BitgetSimRoute.of(request.method(), request.path());
    return route == null ? null : route.operation;
  }

  @Override
  public @Nullable String caller(WireRequest request) {
    BitgetSimRoute route = BitgetSimRoute.of(request.method(), request.path());
    if (route == null || route.security == Security.NONE) {
      return null;
    }
    Account account = auth.claimed(request);
    return account == null ? null : account.key();
  }

  @Override
  public WireResponse answer(WireRequest request, long visibleAfterMillis) {
    BitgetSimRoute route = BitgetSimRoute.of(request.method(), request.path());
    try {
      limits.charge(request.address());
      if (route == null) {
        throw unknownPath(request.path());
      }
    } catch (BitgetSimError e) {
      return refused(e);
    }
    Account account = route.security == Security.NONE ? null : auth.claimed(request);
    int left = limits.charge(route, account == null ? request.address() : account.key());
    WireResponse response;
    try {
      if (left < 0) {
        throw BitgetSimError.tooMany();
      }
      JsonNode data = run(route, request, account, visibleAfterMillis);
      response =
          WireResponse.json(
              200, BitgetSimWire.answer("00000", "success", engine.now(), data).toString());
    } catch (BitgetSimError e) {
      response = refused(e);
    }
    return response.withHeader("x-mbx-used-remain-limit", Integer.toString(Math.max(0, left)));
  }

  private static BitgetSimError unknownPath(String path) {
    return path.matches("/api/[a-z]+/v1/.*")
        ? BitgetSimError.of("30032", "The V1 API has been decommissioned. Please migrate to V2")
        : BitgetSimError.of("40404", "Request URL NOT FOUND");
  }

  private WireResponse refused(BitgetSimError e) {
    return said(e.status, e.code, String.valueOf(e.getMessage()));
  }

  private WireResponse said(int status, String code, String message) {
    return WireResponse.json(
        status, BitgetSimWire.answer(code, message, engine.now(), null).toString());
  }

  private JsonNode run(
      BitgetSimRoute route,
      WireRequest request,
      @Nullable Account account,
      long visibleAfterMillis) {
    if (route.security == Security.NONE) {
      return publicCalls.answer(route, BitgetSimParams.of(request));
    }
    Account known = auth.check(request, account, route.security);
    if (route.method.equals("POST")) {
      checkContentType(request);
    }
    BitgetSimParams params = BitgetSimParams.of(request);
    if (route == BitgetSimRoute.PLACE || rules.windowsEverywhere()) {
      checkWindow(params);
    }
    if (route.security != Security.TRADE) {
      return privateCalls.answer(route, params, known);
    }
    return trading.answer(route, params, new BitgetSimTrading.Caller(known, visibleAfterMillis));
  }

  private static void checkContentType(WireRequest request) {
    String type = request.header().apply("Content-Type");
    if (type == null || !type.startsWith("application/json")) {
      throw BitgetSimError.of("40007", "Invalid Content_Type");
    }
  }

  /** A request counts from its own time on, for as long as it says. */
  private void checkWindow(BitgetSimParams params) {
    Long sent = params.integer("requestTime");
    Long window = params.integer("receiveWindow");
    if (window != null && window > MOST_WINDOW_MILLIS) {
      throw BitgetSimError.of("40079", "receiveWindow must be less than or equal to 60000");
    }
    if (sent != null && window != null && engine.now() - sent > window) {
      throw BitgetSimError.of("40078", "The request has expired in the ME receiveWindow");
    }
  }

  @Override
  public WireResponse rateLimited(long seconds) {
    return refused(BitgetSimError.tooMany()).withHeader("x-mbx-used-remain-limit", "0");
  }

  @Override
  public WireResponse error(int status, int code, String message) {
    return said(status, Integer.toString(code), message);
  }

  @Override
  public String describe(WireRequest request) {
    return BitgetSimParams.describe(request);
  }

  @Override
  public String statusWord(OrderStatus status) {
    return BitgetSimOrderWire.status(status);
  }

  @Override
  public ObjectNode told(OrderView order) {
    return BitgetSimOrderWire.told(order);
  }

  @Override
  public Map<String, String> choose(Map<String, String> choices) {
    rules.choose(choices);
    return rules.choices();
  }

  @Override
  public void limits(LimitProfile profile) {
    limits.profile(profile);
  }
}
