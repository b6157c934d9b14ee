package org.aristobot.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Stands before a venue and answers some of its requests otherwise. */
final class AlteredVenue implements AutoCloseable {

  /** An answer. */
  record Told(int status, String body) {}

  /** What is answered. */
  interface Alteration {

    /** In the venue's place, without asking it; null to ask it. */
    default @Nullable String instead(String path, String body) {
      return null;
    }

    /** What the venue has answered, as it is told. */
    default Told told(HttpExchange asked, Told real) {
      return real;
    }
  }

  /** The client that asks on has its own, and takes nothing compressed. */
  private static final Set<String> ITS_OWN =
      Set.of("accept-encoding", "connection", "content-length", "expect", "host", "upgrade");

  private final HttpServer server;
  private final HttpClient http = HttpClient.newHttpClient();
  private volatile @Nullable URI venue;
  volatile Alteration alteration = new Alteration() {};

  AlteredVenue() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  /** Stands before that venue from now on, at the address that is returned. */
  URI before(URI real) {
    venue = real;
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] sent = exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().getPath();
      String instead = alteration.instead(path, new String(sent, StandardCharsets.UTF_8));
      if (instead != null) {
        reply(exchange, new Told(200, instead));
        return;
      }
      HttpResponse<String> real = ask(exchange, sent);
      reply(exchange, alteration.told(exchange, new Told(real.statusCode(), real.body())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void reply(HttpExchange exchange, Told told) throws IOException {
    byte[] bytes = told.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(told.status(), bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  /** Where the venue gives no answer, none is given: the connection just ends. */
  private HttpResponse<String> ask(HttpExchange exchange, byte[] body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(venue + exchange.getRequestURI().toString()))
            .method(
                exchange.getRequestMethod(),
                body.length == 0
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> {
          if (!ITS_OWN.contains(name.toLowerCase(Locale.ROOT))) {
            request.header(name, values.getFirst());
          }
        });
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() {
    server.stop(0);
    http.shutdownNow();
  }
}
