package org.aristobot.storm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.aristobot.model.Venue;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The control plane of a simulated venue: accounts, faults with their hits, the truth. Thread rule:
 * the thread of the storm.
 */
final class VenueControl implements AutoCloseable {

  static final JsonMapper JSON = new JsonMapper();

  /** How far the price moves at a time when exits are to execute, in thousandths. */
  private static final int STRIDE = 5;

  private static final Duration BETWEEN_STRIDES = Duration.ofMillis(10);

  /** Longer than any request is held up by what {@link VenueFaults} arms. */
  private static final Duration NOTHING_HELD_UP =
      VenueFaults.LATEST.plus(VenueFaults.SLOWEST).plusMillis(500);

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Among so many refusals for haste in so long, clients stay away from a venue that shuns it. */
  private static final Duration BETWEEN_HASTE = Duration.ofSeconds(31);

  private final Venue venue;
  private final VenueWays ways;
  private final URI address;
  private final Hits hits;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  /** What was counted since the faults were last deleted. */
  private final Map<Fault, Integer> counted = new EnumMap<>(Fault.class);

  /** From when on it may say again that we are too fast; null while that is armed. */
  private @Nullable Long hasteFrom = System.nanoTime();

  VenueControl(Venue venue, URI address, Hits hits) {
    this.venue = venue;
    this.address = address;
    ways = VenueWays.of(venue);
    this.hits = hits;
  }

  /** Opens an account that can pay for everything. */
  void open(Trader trader) {
    ObjectNode account =
        JSON.createObjectNode()
            .put("key", trader.key())
            .put("secret", Trader.SECRET)
            .put("passphrase", Trader.passphrase(venue));
    ObjectNode balances = account.putObject("balances");
    for (String asset : List.of("BTC", "ETH", "DOGE", "SOL", "USDT")) {
      balances.put(asset, "1000000000");
    }
    // Its market limits how much of it one may have and still buy.
    balances.put("LTC", "75000");
    JsonNode _ = call("POST", "/_sim/accounts", account.toString());
  }

  Venue venue() {
    return venue;
  }

  /** Whether it bears that fault now. */
  boolean bears(Fault fault) {
    return fault != Fault.RATE_LIMITED
        || !ways.shunsHaste()
        || (hasteFrom != null && System.nanoTime() - hasteFrom > 0);
  }

  /** Arms a fault in one of its forms. */
  void arm(Fault fault, Random random, Duration lag) {
    if (fault == Fault.RATE_LIMITED) {
      hasteFrom = null;
    }
    for (ObjectNode armed : VenueFaults.random(fault, ways, random, lag)) {
      JsonNode _ = call("POST", "/_sim/faults", armed.toString());
    }
  }

  /**
   * Where exits are linked to nothing, whoever executes is to end the other: the price moves to
   * where one of each two executes, and the first cancels go wrong.
   */
  void executeExits() {
    if (!ways.exitsAfterFill()) {
      return;
    }
    for (Fault fault : List.of(Fault.REPLY_LOST_AFTER_ACCEPT, Fault.REQUEST_LOST, Fault.HTTP_503)) {
      ObjectNode armed = JSON.createObjectNode().put("fault", fault.word).put("times", 2);
      JsonNode _ = call("POST", "/_sim/faults", armed.put("match", "cancel_order").toString());
    }
    // As a market moves: what executes in one moment is never more than a venue lists of a moment.
    for (int at = Market.STANDS; at <= Market.MOVED; at += STRIDE) {
      ObjectNode price = JSON.createObjectNode().put("symbol", Market.EXITS.symbol());
      price.put("price", Market.EXITS.at(at).toPlainString());
      JsonNode _ = call("POST", "/_sim/prices", price.toString());
      pause(BETWEEN_STRIDES);
    }
  }

  /** The next orders are answered slowly, so that a kill meets them on their way. */
  void slowDown(int orders, Duration by) {
    ObjectNode slow = JSON.createObjectNode().put("fault", Fault.SLOW.word).put("times", orders);
    slow.put("ms", by.toMillis()).put("match", "place_order");
    JsonNode _ = call("POST", "/_sim/faults", slow.toString());
  }

  /** Nothing may be armed any more. */
  static void awaitNothingHeldUp() {
    pause(NOTHING_HELD_UP);
  }

  /**
   * The venue's clock runs so far ahead from here on, and nothing else is wrong with it: a request
   * that is held up while the clock steps back would live longer than the venue promises.
   */
  void skew(Duration ahead) {
    ObjectNode skew = JSON.createObjectNode().put("fault", Fault.CLOCK_SKEW.word);
    JsonNode _ = call("POST", "/_sim/faults", skew.put("ms", ahead.toMillis()).toString());
  }

  static void pause(Duration time) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(time.toMillis()));
  }

  /** Takes back what has not struck. */
  void clear(Phase phase) {
    count(phase);
    JsonNode _ = call("DELETE", "/_sim/faults", "");
    counted.clear();
    if (hasteFrom == null) {
      hasteFrom = System.nanoTime();
    }
  }

  /** What struck since the last count happened in that phase. */
  void count(Phase phase) {
    Map<Fault, Integer> now = new EnumMap<>(Fault.class);
    for (JsonNode armed : call("GET", "/_sim/faults", "")) {
      Fault.ofWord(armed.get("fault").asString())
          .ifPresent(fault -> now.merge(fault, armed.get("hits").asInt(), Integer::sum));
    }
    now.forEach((fault, total) -> {
      int more = total - counted.getOrDefault(fault, 0);
      hits.add(fault, phase, venue, more);
      if (fault == Fault.RATE_LIMITED && more > 0) {
        hasteFrom = System.nanoTime() + BETWEEN_HASTE.toNanos();
      }
    });
    counted.putAll(now);
  }

  /** Every order that was ever accepted. */
  List<VenueOrder> orders() {
    List<VenueOrder> orders = new ArrayList<>();
    call("GET", "/_sim/orders", "").forEach(order -> orders.add(VenueOrder.of(venue, order)));
    return orders;
  }

  /** What faults struck. */
  List<Struck> struck() {
    List<Struck> struck = new ArrayList<>();
    call("GET", "/_sim/struck", "").forEach(request -> struck.add(Struck.of(venue, request)));
    return struck;
  }

  /** The truth and the statistics, as the venue writes them. */
  String raw(String path) {
    return call("GET", path, "").toString();
  }

  private JsonNode call(String method, String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve(path))
            .timeout(PATIENCE)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IllegalStateException(path + ": " + response.body());
      }
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException("the simulated venue does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
