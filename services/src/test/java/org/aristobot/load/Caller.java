package org.aristobot.load;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One caller: places an order, waits for its answer, places the next one. It speaks to Redis over a
 * bare socket, so that it costs little beside what is measured. Thread rule: one thread.
 */
final class Caller implements AutoCloseable {

  private static final Pattern EXCHANGE = Pattern.compile("\"exchange\":([0-9.]+)");
  private static final double NANOS_PER_MILLI = 1e6;

  private final long brokerId;
  private final String replyTo = "load:" + UUID.randomUUID();
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final List<Double> millis = new ArrayList<>();
  private final List<Double> added = new ArrayList<>();
  private boolean sell;

  Caller(URI redis, long brokerId) throws IOException {
    this.brokerId = brokerId;
    socket = new Socket(redis.getHost(), redis.getPort());
    socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
    in = new BufferedInputStream(socket.getInputStream());
    out = socket.getOutputStream();
  }

  /**
   * Places orders until that moment.
   *
   * @param everyNanos from one order to the next, counted from when it was due and not from when
   *     its caller was free for it; 0 for one right after the other
   */
  void placeUntil(long endNanos, long everyNanos) throws IOException, InterruptedException {
    long due = System.nanoTime();
    if (everyNanos > 0) {
      due += ThreadLocalRandom.current().nextLong(everyNanos);
    }
    while (due - endNanos < 0) {
      long early = due - System.nanoTime();
      if (everyNanos > 0 && early > 0) {
        Thread.sleep(Duration.ofNanos(early));
      }
      place(everyNanos > 0 ? due : System.nanoTime());
      due = everyNanos > 0 ? due + everyNanos : System.nanoTime();
    }
  }

  private void place(long start) throws IOException {
    // Buys and sells in turn, so that no balance runs out.
    sell = !sell;
    String request =
        """
        {"request_id":"%s","action":"place_order","user_id":1,"reply_to":"%s","params":{\
        "broker_id":%d,"symbol":"BTC/USDT","side":"%s","type":"market","quantity":"0.0004"}}\
        """
            .formatted(UUID.randomUUID(), replyTo, brokerId, sell ? "sell" : "buy");
    out.write(
        (command("RPUSH", "exchange_requests", request) + command("BLPOP", replyTo, "30"))
            .getBytes(StandardCharsets.UTF_8));
    String pushed = reply();
    String answer = reply();
    double took = (System.nanoTime() - start) / NANOS_PER_MILLI;
    Matcher exchange = EXCHANGE.matcher(answer);
    if (!answer.contains("\"success\":true") || !exchange.find()) {
      throw new IllegalStateException("not placed: " + pushed + " " + answer);
    }
    millis.add(took);
    added.add(took - Double.parseDouble(exchange.group(1)));
  }

  /** Round trips in milliseconds, and what of them was not the exchange. */
  List<Double> millis() {
    return millis;
  }

  List<Double> added() {
    return added;
  }

  private static String command(String... words) {
    StringBuilder text = new StringBuilder("*" + words.length + "\r\n");
    for (String word : words) {
      int bytes = word.getBytes(StandardCharsets.UTF_8).length;
      text.append('$').append(bytes).append("\r\n").append(word).append("\r\n");
    }
    return text.toString();
  }

  /** The last text of a reply, or its head. */
  private String reply() throws IOException {
    String head = line();
    int count = head.length() > 1 ? Integer.parseInt(head.substring(1)) : -1;
    return switch (head.charAt(0)) {
      case '*' -> {
        String last = head;
        for (int i = 0; i < count; i++) {
          last = reply();
        }
        yield last;
      }
      case '$' -> {
        String text = new String(in.readNBytes(count), StandardCharsets.UTF_8);
        in.skipNBytes(2);
        yield text;
      }
      default -> head;
    };
  }

  private String line() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("Redis closed the connection");
      }
      if (c != '\r') {
        text.append((char) c);
      }
    }
    return text.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
