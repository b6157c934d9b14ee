package org.aristobot.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.aristobot.alert.Alert.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class AlertsTest {

  private final ConcurrentLinkedQueue<Map<?, ?>> received = new ConcurrentLinkedQueue<>();
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final CountDownLatch gate = new CountDownLatch(1);
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          if (exchange.getRequestURI().getPath().startsWith("/slow")) {
            waitForGate();
          }
          received.add(
              JsonMapper.shared().readValue(new String(body, StandardCharsets.UTF_8), Map.class));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    gate.countDown();
    server.stop(0);
  }

  @Test
  void discord_and_webhook_are_told_in_their_own_format() {
    try (Alerts alerts = alerts(uri("/discord"), uri("/hook"))) {
      alerts.raise(new Alert(Kind.UNPROTECTED_ORDER, "order 1", "order 1 stands unprotected"));
      await().atMost(Duration.ofSeconds(60)).until(() -> received.size() == 2);
      assertThat(List.copyOf(received))
          .anySatisfy(body ->
              assertThat(body.get("content"))
                  .isEqualTo("**UNPROTECTED_ORDER** order 1 stands unprotected"))
          .anySatisfy(body -> {
            assertThat(body.get("kind")).isEqualTo("UNPROTECTED_ORDER");
            assertThat(body.get("subject")).isEqualTo("order 1");
            assertThat(body.get("at")).isEqualTo("1970-01-01T00:00:00Z");
          });
    }
  }

  @Test
  void the_same_alert_is_told_once_an_hour() {
    try (Alerts alerts = alerts(null, uri("/hook"))) {
      Alert same = new Alert(Kind.ORDER_IN_DOUBT, "order 1", "in doubt");
      alerts.raise(same);
      alerts.raise(same);
      alerts.raise(new Alert(Kind.ORDER_IN_DOUBT, "order 2", "in doubt"));
      await().atMost(Duration.ofSeconds(60)).until(() -> received.size() == 2);
      now.set(Instant.EPOCH.plus(Duration.ofMinutes(61)));
      alerts.raise(same);
      await().atMost(Duration.ofSeconds(60)).until(() -> received.size() == 3);
      assertThat(alerts.dropped()).isZero();
    }
  }

  @Test
  void raising_never_waits_for_a_slow_target() {
    try (Alerts alerts = alerts(null, uri("/slow"))) {
      for (int i = 0; i < 1_000; i++) {
        alerts.raise(new Alert(Kind.ORDER_IN_DOUBT, "order " + i, "in doubt"));
      }
      assertThat(alerts.dropped()).as("what did not fit is counted").isGreaterThan(700);
    }
  }

  @Test
  void the_targets_are_not_shown() {
    assertThat(new Alerts.Targets(uri("/secret-token"), null).toString())
        .doesNotContain("secret-token");
  }

  private Alerts alerts(@Nullable URI discord, URI webhook) {
    return new Alerts(new Alerts.Targets(discord, webhook), now::get);
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  private void waitForGate() {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
