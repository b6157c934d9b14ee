package org.aristobot.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.aristobot.net.StubServer.Reply;
import org.aristobot.net.StubServer.Then;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** At a raw server: what travels, how often, and what each ending is taken for. */
class HttpTransportTest {

  /** Only what is meant to take too long does, however slow the machine is. */
  private static final HttpTransport.Limits PATIENT =
      new HttpTransport.Limits(
          Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofSeconds(60), 1000);

  private final RateLedger ledger =
      new RateLedger(
          Clock.systemUTC(),
          List.of(new Quota("W", Quota.Scope.IP, 1_000_000, Duration.ofMinutes(1))),
          null);
  private volatile Reply reply = Reply.of(200, "{}");
  private final StubServer server = new StubServer(_ -> reply);
  private final HttpTransport transport =
      new HttpTransport(server.base(), Clock.systemUTC(), PATIENT);

  @AfterEach
  void close() {
    transport.close();
    server.close();
  }

  private Permit permit() {
    return ledger.reserve(
        List.of(new Charge("W", 1)), null, Priority.COMMAND, Duration.ofSeconds(1));
  }

  private HttpResult post() {
    return transport.send(permit(), "POST", "/order?a=1", Map.of());
  }

  @ParameterizedTest
  @ValueSource(ints = {503, 429, 307, 308, 302, 500, 408, 421, 425, 401, 407})
  void a_post_travels_once_whatever_the_status(int status) {
    reply =
        Reply.of(
            status,
            "{}",
            "Location: /elsewhere",
            "Retry-After: 0",
            "WWW-Authenticate: Basic realm=\"x\"");
    HttpResult result = post();
    assertThat(result).isInstanceOf(HttpResult.Answered.class);
    assertThat(((HttpResult.Answered) result).status()).isEqualTo(status);
    assertThat(server.count("POST")).isEqualTo(1);
    assertThat(server.seen()).hasSize(1);
  }

  @Test
  void a_reset_in_mid_answer_is_no_answer_and_no_second_post() {
    reply = new Reply("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"half\":", Then.RESET);
    assertThat(post()).isInstanceOf(HttpResult.NoAnswer.class);
    assertThat(server.count("POST")).isEqualTo(1);
  }

  @Test
  void an_answer_that_ends_early_is_no_answer() {
    reply = new Reply("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"half\":1}", Then.CLOSE);
    assertThat(post())
        .isInstanceOfSatisfying(
            HttpResult.NoAnswer.class, lost -> assertThat(lost.begun()).isEqualTo(200));
    assertThat(server.count("POST")).isEqualTo(1);
  }

  @Test
  void silence_is_no_answer_in_time() {
    reply = new Reply("", Then.KEEP);
    HttpTransport.Limits hasty =
        new HttpTransport.Limits(
            PATIENT.connect(), Duration.ofSeconds(1), PATIENT.total(), PATIENT.maxBytes());
    try (HttpTransport one = new HttpTransport(server.base(), Clock.systemUTC(), hasty)) {
      assertThat(one.send(permit(), "POST", "/order?a=1", Map.of()))
          .isInstanceOfSatisfying(
              HttpResult.NoAnswer.class,
              lost -> {
                assertThat(lost.timedOut()).isTrue();
                assertThat(lost.begun()).isNull();
              });
    }
    await().atMost(Duration.ofSeconds(60)).until(() -> server.count("POST") > 0);
    assertThat(server.count("POST")).isEqualTo(1);
  }

  @Test
  void a_pooled_connection_that_dies_under_a_post_is_no_answer_and_no_second_post() {
    assertThat(post()).isInstanceOf(HttpResult.Answered.class);
    reply = new Reply("", Then.CLOSE);
    assertThat(post()).isInstanceOf(HttpResult.NoAnswer.class);
    assertThat(server.connections()).as("the connection was reused").hasSize(1);
    assertThat(server.count("POST")).isEqualTo(2);
  }

  @Test
  void a_pooled_connection_that_the_venue_closed_long_ago_is_never_posted_twice() throws Exception {
    post();
    server.connections().getFirst().close();
    HttpResult result = post();
    // Noticed before the send or not: either way no copy is sent again.
    assertThat(server.count("POST")).isLessThanOrEqualTo(2);
    assertThat(result).isNotInstanceOf(HttpResult.NeverSent.class);
  }

  @Test
  void a_refused_connection_is_never_sent() {
    try (ClosedPort closed = new ClosedPort()) {
      assertNeverSent(closed.base().toString());
    }
  }

  @Test
  void an_unknown_host_is_never_sent() {
    assertNeverSent("http://no-such-host.invalid");
  }

  @Test
  void a_failed_tls_handshake_is_never_sent() {
    try (StubTls plain = new StubTls()) {
      assertNeverSent("https://127.0.0.1:" + plain.port());
    }
  }

  private void assertNeverSent(String base) {
    try (HttpTransport other = new HttpTransport(URI.create(base), Clock.systemUTC(), PATIENT)) {
      assertThat(other.send(permit(), "POST", "/order", Map.of()))
          .isInstanceOf(HttpResult.NeverSent.class);
    }
  }

  /** Answers a TLS hello with plain text. */
  private static final class StubTls implements AutoCloseable {
    private final ServerSocket socket;

    private StubTls() {
      try {
        socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      Thread.ofVirtual()
          .start(() -> {
            try (Socket one = socket.accept()) {
              one.getOutputStream()
                  .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
              // The test is over.
            }
          });
    }

    private int port() {
      return socket.getLocalPort();
    }

    @Override
    public void close() {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Test
  void the_target_travels_byte_for_byte() {
    String target = "/a/b?x=%2C%20%7E~-_.&symbols=%5B%22A%22%2C%22B%22%5D&plus=a+b&y=%ef%bc%91&&z";
    transport.send(permit(), "POST", target, Map.of());
    transport.send(permit(), "GET", target, Map.of());
    assertThat(server.seen()).extracting(StubServer.Seen::target).containsExactly(target, target);
  }

  @Test
  void only_the_headers_that_are_wanted_travel() {
    transport.send(permit(), "POST", "/order", Map.of("X-MBX-APIKEY", "k"));
    assertThat(server.seen().getFirst().headers())
        .containsEntry("accept", "application/json")
        .containsEntry("user-agent", "aristobot")
        .containsEntry("x-mbx-apikey", "k")
        .doesNotContainKeys("cookie", "expect", "upgrade", "accept-encoding");
  }

  @Test
  void a_cookie_is_not_kept() {
    reply = Reply.of(200, "{}", "Set-Cookie: a=b; Path=/");
    post();
    post();
    assertThat(server.seen().getLast().headers()).doesNotContainKey("cookie");
  }

  @Test
  void an_answer_beyond_the_bound_is_given_up() {
    reply = Reply.of(200, "x".repeat(2000));
    assertThat(post())
        .isInstanceOfSatisfying(
            HttpResult.NoAnswer.class, lost -> assertThat(lost.reason()).contains("1000 bytes"));
    reply = Reply.of(200, "{}");
    assertThat(post()).as("the pool goes on").isInstanceOf(HttpResult.Answered.class);
  }

  @Test
  void an_answer_tells_headers_times_and_text() {
    reply = Reply.of(200, "{\"ü\":1}", "X-MBX-USED-WEIGHT-1M: 7", "Retry-After: 3");
    HttpResult.Answered answer = (HttpResult.Answered) post();
    assertThat(answer.text()).isEqualTo("{\"ü\":1}");
    assertThat(answer.headers()).containsEntry("x-mbx-used-weight-1m", "7");
    assertThat(answer.retryAfter()).isEqualTo(Duration.ofSeconds(3));
    assertThat(answer.sentAt()).isBeforeOrEqualTo(answer.receivedAt());
  }

  @Test
  void a_permit_is_good_for_one_request() {
    Permit permit = permit();
    transport.send(permit, "GET", "/", Map.of());
    assertThatThrownBy(() -> transport.send(permit, "GET", "/", Map.of()))
        .isInstanceOf(IllegalStateException.class);
    assertThat(server.seen()).hasSize(1);
  }

  @Test
  void a_permit_that_was_given_back_sends_nothing() {
    Permit permit = permit();
    permit.refund();
    assertThatThrownBy(() -> transport.send(permit, "GET", "/", Map.of()))
        .isInstanceOf(IllegalStateException.class);
    assertThat(server.seen()).isEmpty();
  }

  @Test
  void many_requests_travel_side_by_side() throws InterruptedException {
    List<Thread> threads =
        IntStream.range(0, 40).mapToObj(_ -> Thread.ofVirtual().start(this::post)).toList();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(server.count("POST")).isEqualTo(40);
  }
}
