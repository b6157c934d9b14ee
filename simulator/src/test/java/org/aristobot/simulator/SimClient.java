package org.aristobot.simulator;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A caller of the simulated venue that knows nothing but HTTP and the signature recipe. */
public final class SimClient implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();

  /** An answer with its body as text and, where it is JSON, as a tree. */
  public record Answer(HttpResponse<String> http) {
    public int status() {
      return http.statusCode();
    }

    public String body() {
      return http.body();
    }

    public JsonNode json() {
      return JSON.readTree(http.body());
    }

    public String header(String name) {
      return http.headers().firstValue(name).orElse("");
    }

    /** Status, code and text of a refusal, as in {@code 400 -1121 Invalid symbol.} */
    public String error() {
      JsonNode json = json();
      return status() + " " + json.path("code").asString("") + " " + json.path("msg").asString("");
    }
  }

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final URI base;
  private final InstantSource clock;
  private final String key;
  private final String secret;

  public SimClient(URI base, InstantSource clock, String key, String secret) {
    this.base = base;
    this.clock = clock;
    this.key = key;
    this.secret = secret;
  }

  public static SimClient demo(Simulator simulator) {
    return new SimClient(simulator.uri(), Clock.systemUTC(), "demo", "demo-secret");
  }

  public SimClient as(String otherKey) {
    return new SimClient(base, clock, otherKey, secret);
  }

  public Answer get(String pathAndQuery) {
    return send(HttpRequest.newBuilder(base.resolve(pathAndQuery)).GET());
  }

  public Answer control(String method, String path, String body) {
    return send(
        HttpRequest.newBuilder(base.resolve(path))
            .method(method, HttpRequest.BodyPublishers.ofString(body)));
  }

  /** Sends a signed request with all parameters in the query string. */
  public Answer signed(String method, String path, String params) {
    return signed(method, path, params, "");
  }

  /**
   * Sends a signed request with parameters in query string and form body, the time in the query.
   */
  public Answer signed(String method, String path, String params, String body) {
    String query = (params.isEmpty() ? "" : params + "&") + "timestamp=" + clock.millis();
    return raw(method, path, query + "&signature=" + sign(secret, query + body), body);
  }

  /** Sends what it is given, with the key. */
  public Answer raw(String method, String path, String query, String body) {
    return send(
        HttpRequest.newBuilder(URI.create(base + path + "?" + query))
            .header("X-MBX-APIKEY", key)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body)));
  }

  public Answer getWithTimeUnit(String pathAndQuery, String unit) {
    return send(
        HttpRequest.newBuilder(base.resolve(pathAndQuery)).header("X-MBX-TIME-UNIT", unit).GET());
  }

  /** Sends a signed query that asks for a unit of time. */
  public Answer signedWithTimeUnit(String path, String params, String timestamp, String unit) {
    String query = (params.isEmpty() ? "" : params + "&") + "timestamp=" + timestamp;
    return send(
        HttpRequest.newBuilder(
                URI.create(base + path + "?" + query + "&signature=" + sign(secret, query)))
            .header("X-MBX-APIKEY", key)
            .header("X-MBX-TIME-UNIT", unit)
            .GET());
  }

  private Answer send(HttpRequest.Builder request) {
    try {
      return new Answer(
          http.send(
              request.timeout(Duration.ofSeconds(60)).build(),
              HttpResponse.BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public static String sign(String secret, String payload) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(payload.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
