package org.aristobot.contract;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A simulator's control plane: what really happened on the venue, and what shall go wrong. */
final class ControlPlane {

  private final URI venue;
  private final HttpClient http = HttpClient.newHttpClient();
  private final JsonMapper json = JsonMapper.shared();

  ControlPlane(URI venue) {
    this.venue = venue;
  }

  /** Every order that the venue ever accepted for the key. */
  List<JsonNode> orders(String key) {
    List<JsonNode> orders = new ArrayList<>();
    send("GET", "/_sim/orders?key=" + key, "").forEach(orders::add);
    return orders;
  }

  /** The order as the venue's books have it. */
  JsonNode order(String key, String id) {
    return orders(key).stream()
        .filter(order -> order.path("id").asString("").equals(id))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no order " + id));
  }

  /** Every signed request of the key, as it arrived, oldest first. */
  List<JsonNode> requests(String key) {
    List<JsonNode> requests = new ArrayList<>();
    send("GET", "/_sim/requests?key=" + key, "").forEach(requests::add);
    return requests;
  }

  long ordersWithClientId(String key, String clientId) {
    return orders(key).stream()
        .filter(order -> order.path("client_order_id").asString("").equals(clientId))
        .count();
  }

  void fault(String body) {
    send("POST", "/_sim/faults", body);
  }

  void noFaults() {
    send("DELETE", "/_sim/faults", "");
  }

  void account(String body) {
    send("POST", "/_sim/accounts", body);
  }

  void price(String symbol, String price) {
    send("POST", "/_sim/prices", "{\"symbol\":\"" + symbol + "\",\"price\":\"" + price + "\"}");
  }

  JsonNode stats() {
    return send("GET", "/_sim/stats", "");
  }

  private JsonNode send(String method, String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(venue.resolve(path))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build();
    try {
      var response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() >= 300) {
        throw new AssertionError(method + " " + path + ": " + response.body());
      }
      return response.body().isBlank() ? json.readTree("{}") : json.readTree(response.body());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
