package org.aristobot.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Callers on Redis, a process of its own. A line {@code LIST MODE CALLERS MILLIS PAUSE_MILLIS}
 * makes them place orders on that list, and a {@link Load} comes back; {@code LIST until-silence
 * CALLERS ...} makes them go on until the first that fails, and the client order ids of the
 * answered come back.
 */
final class RedisCallers {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String PATIENCE_SECONDS = "5";

  /** Between two looks of a caller who polls. */
  private static final Duration POLL = Duration.ofMillis(1);

  private final URI redis;
  private final int brokers;
  private final String run = UUID.randomUUID().toString().substring(0, 8);
  private final AtomicInteger opened = new AtomicInteger();
  private final Queue<String> answered = new ConcurrentLinkedQueue<>();

  private RedisCallers(URI redis, int brokers) {
    this.redis = redis;
    this.brokers = brokers;
  }

  public static void main(String[] arguments) throws IOException {
    RedisCallers callers =
        new RedisCallers(URI.create(arguments[0]), Integer.parseInt(arguments[1]));
    System.out.println("ready");
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      System.out.println(JSON.writeValueAsString(callers.carryOut(line.split(" ", 5))));
    }
    System.exit(0);
  }

  private Object carryOut(String[] words) {
    String list = words[0];
    int count = Integer.parseInt(words[2]);
    Duration howLong = Duration.ofMillis(Long.parseLong(words[3]));
    Duration pause = Duration.ofMillis(Long.parseLong(words[4]));
    if (words[1].equals("until-silence")) {
      return untilSilence(list, count, howLong);
    }
    return Load.run(() -> new Caller(list, words[1].equals("polling")), count, howLong, pause);
  }

  private List<String> untilSilence(String list, int count, Duration atMost) {
    answered.clear();
    try {
      Load _ = Load.run(() -> new Caller(list, false), count, atMost, Duration.ZERO);
    } catch (IllegalStateException e) {
      // Somebody got no good answer: that is the silence.
    }
    return new ArrayList<>(answered);
  }

  /** One caller with a connection and a broker of its own. */
  private final class Caller implements Load.Placer, AutoCloseable {
    private final Resp connection = new Resp(redis);
    private final String list;
    private final boolean polling;
    private final int broker;
    private final String replyTo;

    private Caller(String list, boolean polling) throws IOException {
      int number = opened.getAndIncrement();
      this.list = list;
      this.polling = polling;
      this.broker = 1 + number % brokers;
      this.replyTo = "bench_reply:" + run + ":" + number;
    }

    @Override
    public void place(long number) throws Exception {
      String id = run + "-" + number;
      String _ = connection.call("RPUSH", list, request(id, number));
      String answer = polling ? poll(id) : connection.call("BLPOP", replyTo, PATIENCE_SECONDS);
      if (answer == null || !answer.contains("\"success\":true")) {
        throw new IOException("order " + id + ": " + answer);
      }
      if (!polling) {
        answered.add(id);
      }
    }

    private @Nullable String poll(String id) throws IOException, InterruptedException {
      String key = "exchange_response_" + id;
      long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
      while (System.nanoTime() < deadline) {
        Thread.sleep(POLL);
        String answer = connection.call("GET", key);
        if (answer != null) {
          String _ = connection.call("DEL", key);
          return answer;
        }
      }
      return null;
    }

    private String request(String id, long number) {
      return "{\"request_id\":\""
          + id
          + "\",\"action\":\"place_order\",\"user_id\":1,\"timestamp\":"
          + System.currentTimeMillis() / 1000
          + (polling ? "" : ",\"reply_to\":\"" + replyTo + "\"")
          + ",\"params\":{\"broker_id\":"
          + broker
          + ",\"symbol\":\""
          + StubMarkets.TRADED
          + "\",\"side\":\"buy\",\"type\":\"limit\",\"quantity\":\""
          + JvmClients.QUANTITY
          + "\",\"price\":\""
          + JvmClients.price(number)
          + "\",\"client_order_id\":\""
          + id
          + "\"}}";
    }

    @Override
    public void close() throws IOException {
      connection.close();
    }
  }
}
