package org.aristobot.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.aristobot.simulator.Simulator;
import org.aristobot.simulator.SimulatorOptions;
import org.aristobot.simulator.wire.LimitProfile;
import tools.jackson.databind.JsonNode;

/** A venue whose prices stand still and that limits nothing, and its control plane. */
final class SimulatedVenue implements AutoCloseable {

  static final String KEY = "demo";
  static final String SECRET = "demo-secret";

  private final Simulator simulator;
  private final HttpClient client = HttpClient.newHttpClient();

  private SimulatedVenue(InstantSource clock) {
    simulator =
        Simulator.start(
            SimulatorOptions.of("binance")
                .withFrozen(true)
                .withLimits(LimitProfile.OFF)
                .withClock(clock));
  }

  static SimulatedVenue start(InstantSource clock) {
    return new SimulatedVenue(clock);
  }

  /** An order that the venue accepted. */
  record VenueOrder(
      String id,
      String clientOrderId,
      String symbol,
      String side,
      BigDecimal quantity,
      BigDecimal filled,
      String status) {}

  URI uri() {
    return simulator.uri();
  }

  /** Every order that was ever accepted for the account. */
  List<VenueOrder> orders() {
    return orders(KEY);
  }

  /** The same for another one. */
  List<VenueOrder> orders(String key) {
    List<VenueOrder> orders = new ArrayList<>();
    for (JsonNode order : call("GET", "/_sim/orders?key=" + key, "")) {
      orders.add(
          new VenueOrder(
              order.get("id").asString(),
              order.get("client_order_id").asString(),
              order.get("symbol").asString(),
              order.get("side").asString(),
              new BigDecimal(order.get("quantity").asString()),
              new BigDecimal(order.get("filled").asString()),
              order.get("status").asString()));
    }
    return orders;
  }

  /** How often an order was posted, whatever came of it. */
  long orderPosts() {
    return stats().get("order_posts").asLong();
  }

  /** How often a request was refused because of the venue's limits. */
  long limited() {
    JsonNode stats = stats();
    return stats.get("http_429").asLong() + stats.get("http_418").asLong();
  }

  /** How often an operation was asked for. */
  long requests(String operation) {
    return stats().get("requests").path(operation).asLong(0);
  }

  /** Every command that was ever sent from the account, whatever came of it. */
  long commands() {
    return Stream.of("place_order", "edit_order", "cancel_order").mapToLong(this::requests).sum();
  }

  long badSignatures() {
    return stats().get("bad_signatures").asLong();
  }

  /** The greatest number of requests that were ever in its hands at a time. */
  long mostInFlight() {
    return stats().get("most_in_flight").asLong();
  }

  /** Opens an account, the balances given as JSON. */
  void account(String key, String secret, String balances) {
    JsonNode _ =
        call(
            "POST",
            "/_sim/accounts",
            "{\"key\":\"%s\",\"secret\":\"%s\",\"balances\":%s}".formatted(key, secret, balances));
  }

  JsonNode stats() {
    return call("GET", "/_sim/stats", "");
  }

  /** When the signed requests of an operation arrived, the oldest first. */
  List<Instant> arrivals(String operation) {
    List<Instant> arrivals = new ArrayList<>();
    for (JsonNode request : call("GET", "/_sim/requests?key=" + KEY, "")) {
      if (request.get("operation").asString().equals(operation)) {
        arrivals.add(Instant.parse(request.get("time").asString()));
      }
    }
    return arrivals;
  }

  /** Arms a fault, given as the control plane wants it. */
  void arm(String fault) {
    JsonNode _ = call("POST", "/_sim/faults", fault);
  }

  /** Switches to another profile of rate limits. */
  void limit(String profile) {
    JsonNode _ = call("POST", "/_sim/limits", "{\"profile\":\"" + profile + "\"}");
  }

  void disarm() {
    JsonNode _ = call("DELETE", "/_sim/faults", "");
  }

  private JsonNode call(String method, String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(uri().resolve(path))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IllegalStateException(path + ": " + response.body());
      }
      return World.JSON.readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    client.close();
    simulator.close();
  }
}
