package org.aristobot.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.aristobot.exchange.Credentials;
import org.aristobot.exchange.Exchange;
import org.aristobot.exchange.Exchanges;
import org.aristobot.exchange.Outcome;
import org.aristobot.model.Decimals;
import org.aristobot.model.Environment;
import org.aristobot.model.NativeClientOrderId;
import org.aristobot.model.NativeParams;
import org.aristobot.model.Order;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.Quantity;
import org.aristobot.model.Side;
import org.aristobot.model.Symbol;
import org.aristobot.model.TimeInForce;
import org.aristobot.model.Venue;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Random decimals on the whole way of an order, and what is lost of them. */
final class ExactPart {

  static final String TITLE = "Exactness";

  private static final int IN_FLIGHT = 32;

  /** A stop limit order carries three. */
  private static final int PER_ORDER = 3;

  private static final int BATCH = 300;

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  /** What became of some decimals. */
  private static final class Losses {
    private final AtomicLong decimals = new AtomicLong();
    private final AtomicLong changed = new AtomicLong();
    private final AtomicLong digits = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();

    private void add(String sent, BigDecimal came) {
      int lost = Digits.lost(new BigDecimal(sent), came);
      decimals.incrementAndGet();
      digits.addAndGet(lost);
      changed.addAndGet(lost > 0 ? 1 : 0);
    }

    private double perMillion() {
      return decimals.get() == 0 ? Double.NaN : changed.get() * 1e6 / decimals.get();
    }

    private String text() {
      return "%,d decimals, %,d of them changed, %,d digits lost%s"
          .formatted(
              decimals.get(),
              changed.get(),
              digits.get(),
              refused.get() == 0 ? "" : ", %,d orders refused before".formatted(refused.get()));
    }
  }

  private final Settings settings;
  private final Stage stage;
  private final World world;

  private ExactPart(Settings settings, Stage stage, World world) {
    this.settings = settings;
    this.stage = stage;
    this.world = world;
  }

  static Section measure(Settings settings, Stage stage, World world) {
    return new ExactPart(settings, stage, world).measure();
  }

  private Section measure() {
    List<String> decimals = Digits.random(settings.seed(), settings.exactDecimals());
    Losses received = new Losses();
    Losses ours = new Losses();
    through(decimals, received, ours);
    int sample = Math.min(settings.quick() ? 1_500 : 9_000, decimals.size());
    Losses gateway = throughGateway(decimals.subList(0, sample));
    List<String> some = decimals.subList(0, settings.exactDecimalsOfPeer());
    Losses numbersReceived = new Losses();
    Losses numbers = new Losses();
    peer("numbers", some, numbersReceived, numbers);
    Losses textsReceived = new Losses();
    Losses texts = new Losses();
    peer("texts", some, textsReceived, texts);
    return section(
        List.of(received, ours, gateway), List.of(numbersReceived, numbers, textsReceived, texts));
  }

  /** Client, venue, client, NUMERIC. */
  private void through(List<String> decimals, Losses received, Losses ours) {
    world.ask("SELECT 1");
    run("CREATE TABLE bench_decimals (n bigint, value numeric)");
    List<Future<?>> workers = new ArrayList<>();
    AtomicLong next = new AtomicLong();
    try (Exchange exchange =
            Exchanges.create(
                Venue.BINANCE, Environment.LIVE, URI.create(stage.stub()), InstantSource.system());
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      int _ = exchange.instruments().rows().size();
      for (int i = 0; i < IN_FLIGHT; i++) {
        workers.add(threads.submit(() -> work(exchange, decimals, next, received, ours)));
      }
      for (Future<?> worker : workers) {
        Object _ = worker.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("an order failed: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } finally {
      run("DROP TABLE bench_decimals");
    }
  }

  private void run(String sql) {
    try (Connection connection = world.connect();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      boolean _ = statement.execute();
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private boolean work(
      Exchange exchange, List<String> decimals, AtomicLong next, Losses received, Losses ours)
      throws SQLException {
    try (Connection connection = world.connect()) {
      int batches = (decimals.size() + BATCH - 1) / BATCH;
      for (int i = (int) next.getAndIncrement(); i < batches; i = (int) next.getAndIncrement()) {
        int from = i * BATCH;
        List<String> sent = decimals.subList(from, Math.min(from + BATCH, decimals.size()));
        List<BigDecimal> shown = new ArrayList<>();
        for (int at = 0; at + PER_ORDER <= sent.size(); at += PER_ORDER) {
          place(exchange, sent.subList(at, at + PER_ORDER), from + at, received, shown);
        }
        List<BigDecimal> stored = throughNumeric(connection, shown);
        for (int at = 0; at < stored.size(); at++) {
          ours.add(sent.get(at), stored.get(at));
        }
      }
    }
    return true;
  }

  private static void place(
      Exchange exchange, List<String> sent, int number, Losses received, List<BigDecimal> shown) {
    OrderRequest request =
        new OrderRequest(
            new NativeClientOrderId("exact-" + number),
            Symbol.parse(StubMarkets.EXACT),
            Side.SELL,
            new Quantity.Base(Decimals.parse(sent.get(0))),
            new OrderTerms.StopLimit(
                Decimals.parse(sent.get(1)), Decimals.parse(sent.get(2)), TimeInForce.GTC),
            null,
            null,
            NativeParams.NONE);
    Credentials credentials = new Credentials("bench-key", Stub.SECRET, null);
    Outcome outcome = exchange.prepareOrder(credentials, request, Duration.ofSeconds(30)).send();
    if (!(outcome instanceof Outcome.Accepted(Order order, var wire))) {
      throw new IllegalStateException("not accepted: " + outcome);
    }
    // The stub says its bytes again as they came: the raw answer shows what the venue received.
    JsonNode raw = JSON.readTree(Objects.requireNonNull(wire.response()));
    received.add(sent.get(0), new BigDecimal(raw.required("origQty").asString()));
    received.add(sent.get(1), new BigDecimal(raw.required("stopPrice").asString()));
    received.add(sent.get(2), new BigDecimal(raw.required("price").asString()));
    shown.add(Objects.requireNonNull(order.quantity()));
    shown.add(Objects.requireNonNull(order.stopPrice()));
    shown.add(Objects.requireNonNull(order.price()));
  }

  /** Stored as NUMERIC in a table, and read back as text. */
  private static List<BigDecimal> throughNumeric(Connection connection, List<BigDecimal> values)
      throws SQLException {
    String sql =
        "WITH kept AS (INSERT INTO bench_decimals SELECT n, value::numeric"
            + " FROM unnest(?::text[]) WITH ORDINALITY AS given (value, n) RETURNING n, value)"
            + " SELECT value::text FROM kept ORDER BY n";
    List<BigDecimal> stored = new ArrayList<>(values.size());
    Array texts =
        connection.createArrayOf("text", values.stream().map(BigDecimal::toPlainString).toArray());
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setArray(1, texts);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          stored.add(new BigDecimal(rows.getString(1)));
        }
      }
    }
    return stored;
  }

  /** The complete way for some of them: over Redis, through the journal, and back. */
  private Losses throughGateway(List<String> decimals) {
    Losses losses = new Losses();
    world.addBrokers(1);
    try (Child _ = Gateways.start(world, stage.stub(), stage.logs());
        Resp redis = new Resp(world.redis())) {
      for (int at = 0; at + PER_ORDER <= decimals.size(); at += PER_ORDER) {
        List<String> sent = decimals.subList(at, at + PER_ORDER);
        String id = "exact-" + settings.seed() + "-" + at;
        String _ = redis.call("RPUSH", "exchange_requests", request(id, sent));
        String answer = redis.call("BLPOP", "bench_exact", "20");
        JsonNode data = JSON.readTree(Objects.requireNonNull(answer)).path("data");
        if (!data.isObject()) {
          throw new IllegalStateException(answer);
        }
        losses.add(sent.get(0), data.required("quantity").decimalValue());
        losses.add(sent.get(1), data.required("stop_price").decimalValue());
        losses.add(sent.get(2), data.required("price").decimalValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    addStored(decimals, losses);
    return losses;
  }

  /** The same decimals once more, from the journal's rows. */
  private void addStored(List<String> decimals, Losses losses) {
    String rows =
        world.ask(
            "SELECT string_agg(concat_ws(' ', quantity::text, stop_price::text, price::text), ' '"
                + " ORDER BY id) FROM orders WHERE client_order_id LIKE ?",
            "exact-" + settings.seed() + "-%");
    String[] stored = rows.split(" ", -1);
    for (int i = 0; i < stored.length; i++) {
      losses.add(decimals.get(i), new BigDecimal(stored[i]));
    }
  }

  private static String request(String id, List<String> sent) {
    return ("{\"request_id\":\"%1$s\",\"action\":\"place_order\",\"user_id\":1,\"reply_to\":\"bench_exact\","
            + "\"params\":{\"broker_id\":1,\"symbol\":\"%2$s\",\"side\":\"sell\",\"type\":\"stop_loss\","
            + "\"client_order_id\":\"%1$s\",\"quantity\":%3$s,\"stop_price\":%4$s,\"price\":%5$s}}")
        .formatted(id, StubMarkets.EXACT, sent.get(0), sent.get(1), sent.get(2));
  }

  private void peer(String mode, List<String> decimals, Losses received, Losses answered) {
    Path input = settings.work().resolve("decimals");
    Path output = settings.work().resolve("decimals." + mode);
    try {
      StringBuilder lines = new StringBuilder();
      for (int at = 0; at + 1 < decimals.size(); at += 2) {
        lines.append(decimals.get(at)).append(' ').append(decimals.get(at + 1)).append('\n');
      }
      Files.writeString(input, lines);
      try (Child ccxt =
          Child.node(
              "exact.mjs",
              List.of(),
              List.of(stage.stub(), mode, input.toString(), output.toString()),
              stage.logs())) {
        String _ = ccxt.hearUntil("done", Duration.ofMinutes(4));
      }
      List<String> told = Files.readAllLines(output);
      for (int at = 0; at < told.size(); at++) {
        compare(decimals.subList(2 * at, 2 * at + 2), told.get(at), received, answered);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void compare(List<String> sent, String told, Losses received, Losses answered) {
    String[] words = told.split(" ", 4);
    if (words.length < 4) {
      received.refused.incrementAndGet();
      return;
    }
    for (int i = 0; i < 2; i++) {
      received.add(sent.get(i), new BigDecimal(words[i]));
      answered.add(sent.get(i), new BigDecimal(words[2 + i]));
    }
  }

  private Section section(List<Losses> ours, List<Losses> theirs) {
    List<Row> rows = new ArrayList<>();
    rows.add(row("changed on the way to the venue", ours.get(0), "CCXT, numbers", theirs.get(0)));
    rows.add(row("changed on the way there and back", ours.get(1), "CCXT, numbers", theirs.get(1)));
    rows.add(row("changed on the way to the venue", ours.get(0), "CCXT, texts", theirs.get(2)));
    rows.add(row("changed on the way there and back", ours.get(1), "CCXT, texts", theirs.get(3)));
    rows.add(
        Row.alone(
            TITLE,
            "changed through the whole gateway",
            "per million",
            Spread.once(ours.get(2).perMillion()),
            new Row.Goal("none", ours.get(2).changed.get() == 0),
            ours.get(2).text()));
    return new Section(TITLE, rows, List.of(), notes());
  }

  private static Row row(String name, Losses ours, String peer, Losses theirs) {
    return new Row(
        TITLE,
        name,
        "per million",
        Spread.once(ours.perMillion()),
        peer,
        Spread.once(theirs.perMillion()),
        null,
        new Row.Goal("none", ours.changed.get() == 0 && ours.decimals.get() > 0),
        ours.text() + "; CCXT: " + theirs.text());
  }

  private List<String> notes() {
    return List.of(
        "Random positive decimals of up to 30 digits (seed %d), in a market with steps of 20 decimals, so that"
                .formatted(settings.seed())
            + " every digit may travel; Binance takes 20 on each side of the point. Ours travel as quantity,"
            + " trigger and price of stop limit orders: text, model, HTTP request on the real transport, the"
            + " venue's answer, model, a `NUMERIC` column, text. The stub says the bytes that it received"
            + " again as they came, and so the raw answer shows them. A part goes through the whole gateway:"
            + " JSON numbers on Redis, the journal's row, the answer.",
        "CCXT's travel as amount and price of limit orders, once as numbers, which is what its"
            + " types ask for, and once as texts with `exchange.number = String`, the most that a careful"
            + " user can do. It brings what it sends to the market's steps.");
  }
}
