package org.aristobot.gateway;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.aristobot.model.Venue;
import org.aristobot.simulator.Simulator;
import org.aristobot.simulator.SimulatorOptions;
import org.aristobot.simulator.wire.LimitProfile;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A simulated exchange with prices that stand still, and its control plane. */
final class SimulatedVenue implements AutoCloseable {

  private final Simulator simulator;
  private final HttpClient http = HttpClient.newHttpClient();

  SimulatedVenue(Venue venue) {
    simulator =
        Simulator.start(
            SimulatorOptions.of(venue.word()).withFrozen(true).withLimits(LimitProfile.OFF));
  }

  URI uri() {
    return simulator.uri();
  }

  /** Every order that was ever accepted from that key, the oldest first. */
  List<JsonNode> orders(String key) {
    return list(send("GET", "/_sim/orders?key=" + key, ""));
  }

  /** Every order that was ever accepted. */
  List<JsonNode> orders() {
    return list(send("GET", "/_sim/orders", ""));
  }

  /** The one order with that id. */
  JsonNode order(JsonNode id) {
    return orders().stream()
        .filter(order -> order.get("id").asString().equals(id.asString()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("the venue has no order " + id));
  }

  /** The parameters of the placements of that key, as they arrived, the oldest first. */
  List<JsonNode> placements(String key) {
    return list(send("GET", "/_sim/requests?key=" + key, "")).stream()
        .filter(request -> request.get("operation").asString().equals("place_order"))
        .map(request -> request.get("parameters"))
        .toList();
  }

  /** How many placements reached the venue, refused ones too. */
  long orderPosts() {
    return stats().get("order_posts").asLong();
  }

  /** How many requests of that operation reached the venue. */
  long requests(String operation) {
    return stats().get("requests").path(operation).asLong(0);
  }

  JsonNode stats() {
    return send("GET", "/_sim/stats", "");
  }

  void arm(String fault) {
    send("POST", "/_sim/faults", fault);
  }

  void calm() {
    send("DELETE", "/_sim/faults", "");
  }

  /** Moves the market there; resting orders on the way are filled. */
  void movePrice(String symbol, String price) {
    send("POST", "/_sim/prices", "{\"symbol\":\"%s\",\"price\":\"%s\"}".formatted(symbol, price));
  }

  /** What the venue does where its manual does not say. */
  void choose(String choices) {
    send("POST", "/_sim/choices", choices);
  }

  void account(String key, String secret, String balances, String permissions) {
    String body =
        "{\"key\":\"%s\",\"secret\":\"%s\",\"balances\":%s,\"permissions\":%s}"
            .formatted(key, secret, balances, permissions);
    send("POST", "/_sim/accounts", body);
  }

  private JsonNode send(String method, String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(uri().resolve(path))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> response =
          http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      if (response.statusCode() != 200) {
        throw new AssertionError(method + " " + path + " was refused: " + response.body());
      }
      return JsonMapper.shared().readTree(response.body());
    } catch (IOException e) {
      throw new AssertionError(method + " " + path + " failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(method + " " + path + " was interrupted", e);
    }
  }

  private static List<JsonNode> list(JsonNode array) {
    List<JsonNode> list = new ArrayList<>();
    array.forEach(list::add);
    return list;
  }

  @Override
  public void close() {
    simulator.close();
    http.close();
  }
}
