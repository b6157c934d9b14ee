package org.aristobot.simulator.bitget;

import static org.assertj.core.api.Assertions.assertThat;

import org.aristobot.simulator.FakeClock;
import org.aristobot.simulator.SimClient.Answer;
import org.aristobot.simulator.Simulator;
import org.aristobot.simulator.SimulatorOptions;
import tools.jackson.databind.JsonNode;

/** A frozen simulated venue, its clock at the begin of a minute, and its demo account. */
final class Venue implements AutoCloseable {

  static final String TRADE = "/api/v2/spot/trade/";
  static final String MARKET = "/api/v2/spot/market/";

  final FakeClock clock = new FakeClock(1_784_600_040_000L);
  private final Simulator simulator =
      Simulator.start(SimulatorOptions.of("bitget").withFrozen(true).withClock(clock));
  final Caller demo = new Caller(simulator.uri(), clock, "demo");

  // --- orders

  /** An order of BTCUSDT that the venue takes; its id. */
  String place(String fields) {
    return text(data(demo.post(TRADE + "place-order", btc(fields))), "orderId");
  }

  /** Why the venue does not take an order of BTCUSDT: status, code and text. */
  String refused(String fields) {
    return demo.post(TRADE + "place-order", btc(fields)).error();
  }

  /** The id of a plan of BTCUSDT that the venue takes. */
  String plan(String fields) {
    return text(
        data(demo.post(TRADE + "place-plan-order", btc(fields + " triggerType=fill_price"))),
        "orderId");
  }

  /** A body such as {@code side=buy size=1}, for BTCUSDT unless it names a symbol. */
  static String btc(String fields) {
    return json(fields.contains("symbol=") ? fields : "symbol=BTCUSDT " + fields);
  }

  /** A JSON object of texts. */
  static String json(String fields) {
    StringBuilder body = new StringBuilder();
    for (String field : fields.trim().split(" +", -1)) {
      String[] pair = field.split("=", 2);
      body.append(body.isEmpty() ? "" : ",").append("\"%s\":\"%s\"".formatted(pair[0], pair[1]));
    }
    return "{" + body + "}";
  }

  /** An order as orderInfo shows it. */
  JsonNode look(String orderId) {
    JsonNode rows = read("orderInfo?orderId=" + orderId);
    assertThat(rows).hasSize(1);
    return rows.get(0);
  }

  String status(String orderId) {
    return text(look(orderId), "status");
  }

  /** What a signed call of the trade endpoints reads. */
  JsonNode read(String pathAndQuery) {
    return data(demo.signedGet(TRADE + pathAndQuery));
  }

  JsonNode send(String call, String body) {
    return data(demo.post(TRADE + call, body));
  }

  JsonNode balance(String coin) {
    return data(demo.signedGet("/api/v2/spot/account/assets?coin=" + coin)).get(0);
  }

  /** The rows of a list of plans. */
  JsonNode plans(String call) {
    return read(call).get("orderList");
  }

  // --- the world

  JsonNode get(String pathAndQuery) {
    return data(demo.get(pathAndQuery));
  }

  void move(String price) {
    control("/_sim/prices", "{\"symbol\":\"BTC/USDT\",\"price\":\"%s\"}".formatted(price));
  }

  JsonNode control(String path, String body) {
    Answer answer = demo.control("POST", path, body);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  /** The venue's side of all orders of the demo account. */
  JsonNode truth() {
    return demo.get("/_sim/orders?key=demo").json();
  }

  static JsonNode data(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    JsonNode json = answer.json();
    assertThat(json.get("code").asString()).isEqualTo("00000");
    return json.get("data");
  }

  static String text(JsonNode node, String field) {
    assertThat(node.path(field).isString()).as("%s of %s", field, node).isTrue();
    return node.get(field).asString();
  }

  @Override
  public void close() {
    demo.close();
    simulator.close();
  }
}
