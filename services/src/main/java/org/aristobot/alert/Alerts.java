package org.aristobot.alert;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * The alert sink. Thread rule: any thread may raise; one virtual thread delivers. What a slow or
 * dead webhook cannot take is counted and dropped, never waited for.
 */
public final class Alerts implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Alerts.class);

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int WAITING = 256;
  private static final int REMEMBERED = 4096;
  private static final int DISCORD_LIMIT = 2000;

  /** Where alerts go; null = not there. */
  public record Targets(@Nullable URI discord, @Nullable URI webhook) {

    /** Whether there is any; the addresses themselves are secrets. */
    @Override
    public String toString() {
      return "Targets[discord=" + (discord != null) + ", webhook=" + (webhook != null) + "]";
    }
  }

  private record Told(Alert alert, Instant at) {}

  private final Targets targets;
  private final InstantSource clock;
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final JsonMapper json = JsonMapper.shared();
  private final BlockingQueue<Told> waiting = new ArrayBlockingQueue<>(WAITING);
  private final Map<String, Instant> told =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
          return size() > REMEMBERED;
        }
      };
  private final AtomicLong dropped = new AtomicLong();
  private final Thread courier;

  public Alerts(Targets targets, InstantSource clock) {
    this.targets = targets;
    this.clock = clock;
    courier = Thread.ofVirtual().name("alerts").start(this::deliverAll);
  }

  /** Tells it, unless the same was told not long ago. Never blocks. */
  public void raise(Alert alert) {
    Instant now = clock.instant();
    synchronized (told) {
      Instant before = told.get(alert.kind() + " " + alert.subject());
      if (before != null && before.plus(alert.kind().toldAgainAfter()).isAfter(now)) {
        return;
      }
      told.put(alert.kind() + " " + alert.subject(), now);
    }
    log.warn("alert {}: {}", alert.kind(), alert.text());
    if (!waiting.offer(new Told(alert, now))) {
      dropped.incrementAndGet();
    }
  }

  /** Alerts that could not be handed to a webhook. */
  public long dropped() {
    return dropped.get();
  }

  private void deliverAll() {
    try {
      while (true) {
        Told next = waiting.take();
        deliver(next);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void deliver(Told next) throws InterruptedException {
    Alert alert = next.alert();
    if (targets.discord() != null) {
      String text = "**" + alert.kind() + "** " + alert.text();
      post(
          "discord",
          targets.discord(),
          Map.of("content", text.substring(0, Math.min(text.length(), DISCORD_LIMIT))));
    }
    if (targets.webhook() != null) {
      post(
          "webhook",
          targets.webhook(),
          Map.of(
              "kind", alert.kind().name(),
              "subject", alert.subject(),
              "text", alert.text(),
              "at", next.at().toString()));
    }
  }

  private void post(String name, URI target, Map<String, String> body) throws InterruptedException {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(target)
              .timeout(PATIENCE)
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(body)))
              .build();
      int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      if (status >= 300) {
        dropped.incrementAndGet();
        log.warn("the {} alert target answered {}", name, status);
      }
    } catch (IOException e) {
      dropped.incrementAndGet();
      // The message of the exception may hold the address, which is a secret.
      log.warn("the {} alert target did not take an alert: {}", name, e.getClass().getSimpleName());
    }
  }

  @Override
  public void close() {
    courier.interrupt();
    http.shutdownNow();
  }
}
