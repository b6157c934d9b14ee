package org.aristobot.validate;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a simulated venue can be told and tells below {@code /_sim/}. Thread rule: one thread at a
 * time.
 */
public final class ControlPlane implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final URI venue;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  /**
   * @param venue where something listens that may be a simulator
   */
  public ControlPlane(URI venue) {
    this.venue = venue;
  }

  /** Whether a simulator listens there. */
  public boolean answers() {
    try {
      return call("GET", "/_sim/stats", "").isObject();
    } catch (Result.Failed e) {
      return false;
    }
  }

  /** The newest signed request with that key, in the simulator's words; empty if there is none. */
  public String newestRequest(String key) {
    try {
      JsonNode requests =
          call("GET", "/_sim/requests?key=" + URLEncoder.encode(key, StandardCharsets.UTF_8), "");
      return requests.isEmpty() ? "" : requests.get(requests.size() - 1).toString();
    } catch (Result.Failed e) {
      return "";
    }
  }

  /**
   * The next request of that operation meets that fault.
   *
   * @param operation such as {@code place_order}; null for any
   */
  void arm(String fault, @Nullable String operation) {
    ObjectNode armed = JSON.createObjectNode().put("fault", fault).put("times", 1);
    if (operation != null) {
      armed.put("match", operation);
    }
    JsonNode _ = call("POST", "/_sim/faults", armed.toString());
  }

  /** Whether such a fault has met one; one that has not is taken away, and all others with it. */
  boolean struck(String fault) {
    boolean waits = false;
    boolean struck = false;
    for (JsonNode armed : call("GET", "/_sim/faults", "")) {
      if (armed.path("fault").asString("").equals(fault)) {
        waits |= armed.path("left").asInt(0) > 0;
        struck |= armed.path("hits").asInt(0) > 0;
      }
    }
    if (waits) {
      JsonNode _ = call("DELETE", "/_sim/faults", "");
    }
    return struck && !waits;
  }

  /** How many orders with that native client order id were ever accepted. */
  long orders(String nativeId) {
    long count = 0;
    for (JsonNode order : call("GET", "/_sim/orders", "")) {
      if (order.path("client_order_id").asString("").equals(nativeId)) {
        count++;
      }
    }
    return count;
  }

  private JsonNode call(String method, String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(venue.resolve(path))
            .timeout(PATIENCE)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      Result.require(
          response.statusCode() == 200, "the simulator refused " + path + ": " + response.body());
      return JSON.readTree(response.body());
    } catch (IOException | JacksonException e) {
      throw new Result.Failed("the simulator's control plane does not answer");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Caller.Stopped();
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
