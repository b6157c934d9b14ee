package org.aristobot.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Stands before a venue and repeats in its answers what it should keep to itself. */
final class TellTaleVenue implements AutoCloseable {

  /** Where it repeats it. */
  enum Tale {
    /** Nowhere. */
    NONE,
    /** In the text of a refusal that the venue's table lists. */
    REFUSAL,
    /** In the text of one that it does not list. */
    UNLISTED_REFUSAL,
    /** In a body that is no JSON. */
    PAGE,
    /** Inside a good answer. */
    ANSWER,
    /** In the text of a ban. */
    BAN
  }

  private static final Pattern SIGNATURE = Pattern.compile("[?&]signature=([^&]+)");

  private final String more;
  private final HttpServer server;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Set<String> signatures = ConcurrentHashMap.newKeySet();
  private volatile @Nullable URI venue;
  private volatile Tale tale = Tale.NONE;

  /**
   * @param more what it repeats beside key and signature
   */
  TellTaleVenue(String more) {
    this.more = more;
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

  void tell(Tale next) {
    tale = next;
  }

  /** Of all requests, as they travelled and as they were made. */
  Set<String> signatures() {
    return Set.copyOf(signatures);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      HttpResponse<String> real = ask(exchange);
      String key = exchange.getRequestHeaders().getFirst("X-MBX-APIKEY");
      Matcher signature = SIGNATURE.matcher(exchange.getRequestURI().toString());
      int status = real.statusCode();
      String body = real.body();
      if (key != null && signature.find()) {
        signatures.add(signature.group(1));
        signatures.add(URLDecoder.decode(signature.group(1), StandardCharsets.UTF_8));
        String told = key + " " + signature.group(1) + " " + more;
        status =
            switch (tale) {
              case NONE, ANSWER -> status;
              case REFUSAL, UNLISTED_REFUSAL -> 400;
              case PAGE -> 502;
              case BAN -> 429;
            };
        body =
            switch (tale) {
              case NONE -> body;
              case ANSWER -> body.replaceFirst("\\{", "{\"told\":" + quoted(told) + ",");
              case REFUSAL -> refusal(-1102, told);
              case UNLISTED_REFUSAL -> refusal(-9876, told);
              case PAGE -> "<html>Bad gateway: " + exchange.getRequestURI() + " " + told;
              case BAN -> refusal(-1003, told);
            };
      }
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String refusal(int code, String told) {
    return "{\"code\":" + code + ",\"msg\":" + quoted("Not with " + told) + "}";
  }

  private static String quoted(String text) {
    return JsonMapper.shared().writeValueAsString(text);
  }

  private HttpResponse<String> ask(HttpExchange exchange) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(venue + exchange.getRequestURI().toString()))
            .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.noBody());
    String key = exchange.getRequestHeaders().getFirst("X-MBX-APIKEY");
    if (key != null) {
      request.header("X-MBX-APIKEY", key);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() {
    server.stop(0);
    http.shutdownNow();
  }
}
