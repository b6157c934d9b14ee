package org.aristobot.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The one road out to a venue: sends a request once, exactly as it stands, and says what came of
 * it. No retry, no redirect, no cookie, no re-encoding.
 *
 * <p>Thread rule: any thread; calls block.
 */
public final class HttpTransport implements AutoCloseable {

  /**
   * What is waited for and taken at most.
   *
   * @param response silence between two bytes; longer than a venue's own time-out, so that its
   *     silence shows as its answer and not as ours
   * @param total the whole answer, however steadily it drips
   */
  record Limits(Duration connect, Duration response, Duration total, int maxBytes) {
    static final Limits STANDARD =
        new Limits(Duration.ofSeconds(3), Duration.ofSeconds(12), Duration.ofSeconds(60), 32 << 20);
  }

  private static final String DEPARTURE = "aristobot.departure";
  private static final int MOST_AT_ONCE = 8192;
  private static final int PER_ROUTE = 64;
  private static final int IN_ALL = 128;

  private final InstantSource clock;
  private final Limits limits;
  private final HttpHost host;
  private final String prefix;
  private final CloseableHttpClient client;
  private final RequestConfig query;
  private final RequestConfig command;

  /**
   * @param base scheme, host, port and perhaps the start of every path
   */
  public HttpTransport(URI base, InstantSource clock) {
    this(base, clock, Limits.STANDARD);
  }

  HttpTransport(URI base, InstantSource clock, Limits limits) {
    refuseToLogSecrets();
    this.clock = clock;
    this.limits = limits;
    this.host = HttpHost.create(base);
    String path = base.getRawPath() == null ? "" : base.getRawPath();
    this.prefix = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    this.query = requestConfig(limits, true);
    this.command = requestConfig(limits, false);
    this.client = client(clock, limits);
  }

  /** Sends one request without a body. */
  public HttpResult send(Permit permit, String method, String target, Map<String, String> headers) {
    return send(permit, method, target, headers, null);
  }

  /**
   * Sends one request.
   *
   * @param permit spent by this call, and ended where no answer comes; else the caller ends it
   * @param target path and query, percent-encoded; travels byte for byte
   * @param body travels as its UTF-8 bytes, under the content type that the headers name; null for
   *     none
   * @throws IllegalStateException if the permit was spent before
   */
  public HttpResult send(
      Permit permit,
      String method,
      String target,
      Map<String, String> headers,
      @Nullable String body) {
    permit.spend();
    Departure departure = new Departure(prefix + target);
    HttpClientContext context = HttpClientContext.create();
    context.setRequestConfig(method.equals("GET") ? query : command);
    context.setAttribute(DEPARTURE, departure);
    BasicClassicHttpRequest request = new BasicClassicHttpRequest(method, host, "/");
    headers.forEach(request::addHeader);
    if (body != null) {
      request.setEntity(new ByteArrayEntity(body.getBytes(StandardCharsets.UTF_8), null));
    }
    long startedAt = System.nanoTime();
    Integer begun = null;
    try (ClassicHttpResponse response = client.executeOpen(host, request, context)) {
      begun = response.getCode();
      String text = body(response.getEntity(), startedAt);
      Instant sentAt = departure.at == null ? clock.instant() : departure.at;
      return new HttpResult.Answered(begun, headers(response), text, sentAt, clock.instant());
    } catch (IOException | RuntimeException e) {
      if (departure.at == null) {
        permit.refund();
        return new HttpResult.NeverSent(reason(e));
      }
      // A reused connection that fails says nothing about what the venue has read of it.
      permit.lost();
      return new HttpResult.NoAnswer(
          reason(e), e instanceof InterruptedIOException, departure.at, begun);
    }
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (IOException e) {
      LoggerFactory.getLogger(HttpTransport.class).debug("closing the connection pool", e);
    }
  }

  /**
   * Of the last link before the wire: the moment, so that it is structure and not guessing, and the
   * target, because the links before take it to pieces for an authentication that is switched off,
   * which is a quarter of what a request costs.
   */
  private static final class Departure {
    private final String target;
    private @Nullable Instant at;

    Departure(String target) {
      this.target = target;
    }

    void now(HttpRequest request, Instant now) {
      request.setPath(target);
      at = now;
    }
  }

  private static CloseableHttpClient client(InstantSource clock, Limits limits) {
    var connections =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setMaxConnPerRoute(PER_ROUTE)
            .setMaxConnTotal(IN_ALL)
            .setDefaultConnectionConfig(
                ConnectionConfig.custom()
                    .setConnectTimeout(Timeout.of(limits.connect()))
                    .setSocketTimeout(Timeout.of(limits.response()))
                    // Given up before a venue or a balancer on the way does it (60 s is usual).
                    .setIdleTimeout(Timeout.ofSeconds(20))
                    .setTimeToLive(TimeValue.ofMinutes(5))
                    // A millisecond against an order in doubt.
                    .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                    .build())
            .build();
    return HttpClients.custom()
        .setConnectionManager(connections)
        .disableAutomaticRetries()
        .disableRedirectHandling()
        .disableCookieManagement()
        .disableAuthCaching()
        .disableConnectionState()
        .setUserAgent("aristobot")
        .setDefaultHeaders(List.of(new BasicHeader("Accept", "application/json")))
        .addExecInterceptorBefore(
            ChainElement.MAIN_TRANSPORT.name(),
            "departure",
            (request, scope, chain) -> {
              Departure departure = (Departure) scope.clientContext.getAttribute(DEPARTURE);
              departure.now(request, clock.instant());
              return chain.proceed(request, scope);
            })
        .build();
  }

  private static RequestConfig requestConfig(Limits limits, boolean compressed) {
    return RequestConfig.custom()
        .setConnectionRequestTimeout(Timeout.of(limits.connect()))
        .setResponseTimeout(Timeout.of(limits.response()))
        .setAuthenticationEnabled(false)
        .setRedirectsEnabled(false)
        .setExpectContinueEnabled(false)
        .setProtocolUpgradeEnabled(false)
        .setContentCompressionEnabled(compressed)
        .build();
  }

  private String body(@Nullable HttpEntity entity, long startedAt) throws IOException {
    if (entity == null) {
      return "";
    }
    long told = entity.getContentLength();
    byte[] chunk = new byte[told < 0 ? MOST_AT_ONCE : Math.clamp(told, 1, MOST_AT_ONCE)];
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(chunk.length);
    InputStream in = entity.getContent();
    for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
      bytes.write(chunk, 0, n);
      if (bytes.size() > limits.maxBytes()) {
        throw new IOException("the answer is larger than " + limits.maxBytes() + " bytes");
      }
      if (System.nanoTime() - startedAt > limits.total().toNanos()) {
        throw new SocketTimeoutException("the answer took too long");
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static Map<String, String> headers(ClassicHttpResponse response) {
    Header[] all = response.getHeaders();
    Map<String, String> byName = HashMap.newHashMap(all.length);
    for (Header header : all) {
      byName.put(header.getName().toLowerCase(Locale.ROOT), header.getValue());
    }
    return byName;
  }

  /** In our words: the library's texts may quote the request, which carries a signature. */
  private static String reason(Exception e) {
    return switch (e) {
      case UnknownHostException _ -> "the host name is not known";
      case ConnectionRequestTimeoutException _ -> "no connection came free in time";
      case SSLException _ -> "the TLS connection failed";
      case ConnectException _ -> "the connection was refused";
      case NoHttpResponseException _ -> "the connection was closed without an answer";
      case InterruptedIOException _ -> "no answer in time";
      case IOException io when io.getClass() == IOException.class && io.getMessage() != null ->
          io.getMessage();
      default -> "the connection failed (" + e.getClass().getSimpleName() + ")";
    };
  }

  private static void refuseToLogSecrets() {
    for (String name :
        List.of("org.apache.hc.client5.http", "org.apache.hc.client5.http.headers")) {
      if (LoggerFactory.getLogger(name).isDebugEnabled()) {
        throw new IllegalStateException(
            "The logger " + name + " is at DEBUG and would write API keys; set it to INFO.");
      }
    }
  }
}
