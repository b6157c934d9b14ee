package org.aristobot.simulator.bitget;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.aristobot.simulator.SimClient.Answer;

/** A caller of the simulated venue that knows nothing but HTTP and the signature recipe. */
final class Caller implements AutoCloseable {

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final URI base;
  private final InstantSource clock;
  private final String key;

  Caller(URI base, InstantSource clock, String key) {
    this.base = base;
    this.clock = clock;
    this.key = key;
  }

  Caller as(String otherKey) {
    return new Caller(base, clock, otherKey);
  }

  Answer get(String pathAndQuery) {
    return send(HttpRequest.newBuilder(base.resolve(pathAndQuery)).GET());
  }

  Answer control(String method, String path, String body) {
    return send(
        HttpRequest.newBuilder(base.resolve(path))
            .method(method, HttpRequest.BodyPublishers.ofString(body)));
  }

  /** The headers of a signed request; a test may put others in their place. */
  Map<String, String> headers(String method, String pathAndQuery, String body) {
    String stamp = Long.toString(clock.millis());
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("ACCESS-KEY", key);
    headers.put("ACCESS-SIGN", sign("demo-secret", stamp + method + pathAndQuery + body));
    headers.put("ACCESS-TIMESTAMP", stamp);
    headers.put("ACCESS-PASSPHRASE", "demo-pass");
    headers.put("Content-Type", "application/json");
    headers.put("locale", "en-US");
    return headers;
  }

  Answer signedGet(String pathAndQuery) {
    return signedGet(pathAndQuery, headers("GET", pathAndQuery, ""));
  }

  Answer signedGet(String pathAndQuery, Map<String, String> headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(pathAndQuery)).GET();
    headers.forEach(request::header);
    return send(request);
  }

  Answer post(String path, String body) {
    return post(path, body, headers("POST", path, body));
  }

  Answer post(String path, String body, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path)).POST(HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    return send(request);
  }

  private Answer send(HttpRequest.Builder request) {
    try {
      return new Answer(
          http.send(
              request.timeout(Duration.ofSeconds(60)).build(),
              HttpResponse.BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static String sign(String secret, String payload) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return Base64.getEncoder()
          .encodeToString(mac.doFinal(payload.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
