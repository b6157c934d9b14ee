package org.aristobot.simulator.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.aristobot.simulator.SimClient;
import org.aristobot.simulator.judge.Peer.Kind;
import org.aristobot.simulator.judge.Peer.Side;
import org.aristobot.simulator.judge.Peer.State;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The control plane of one simulator: what really happened to the demo account. */
final class Truth {

  /** An order as the venue really has it. */
  record Order(
      String id,
      String clientId,
      String symbol,
      Side side,
      String type,
      BigDecimal quantity,
      @Nullable BigDecimal price,
      @Nullable BigDecimal stopPrice,
      @Nullable Integer trailingBips,
      BigDecimal filled,
      State state,
      @Nullable String listId) {}

  private final JudgedVenue venue;
  private final SimClient control;

  Truth(JudgedVenue venue, SimClient control) {
    this.venue = venue;
    this.control = control;
  }

  void price(String symbol, String price) {
    post("/_sim/prices", "{\"symbol\":\"%s\",\"price\":\"%s\"}".formatted(symbol, price));
  }

  /** Opens the account anew, with the public half of a key in place of a secret. */
  void account(String publicKey) {
    post(
        "/_sim/accounts",
        "{\"key\":\"%s\",\"public_key\":\"%s\"}"
            .formatted(venue.keys().key(), publicKey.replace("\n", "\\n")));
  }

  private void post(String path, String body) {
    SimClient.Answer answer = control.control("POST", path, body);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  /** In the order of their acceptance. */
  List<Order> orders() {
    return control
        .get("/_sim/orders?key=" + venue.keys().key())
        .json()
        .valueStream()
        .map(this::order)
        .toList();
  }

  /** The account's only order. */
  Order only() {
    List<Order> orders = orders();
    assertThat(orders).as("orders of the account").hasSize(1);
    return orders.getFirst();
  }

  Order order(String id) {
    return orders().stream()
        .filter(order -> order.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new AssertionError("the control plane has no order " + id));
  }

  /** How often the account asked for an operation, such as {@code cancel_order}. */
  long requests(String operation) {
    return control
        .get("/_sim/requests?key=" + venue.keys().key())
        .json()
        .valueStream()
        .filter(request -> request.path("operation").asString("").equals(operation))
        .count();
  }

  long badSignatures() {
    return control.get("/_sim/stats").json().required("bad_signatures").longValue();
  }

  private Order order(JsonNode node) {
    return new Order(
        node.required("id").stringValue(),
        node.required("client_order_id").stringValue(),
        node.required("symbol").stringValue(),
        node.required("side").stringValue().equals("buy") ? Side.BUY : Side.SELL,
        type(node),
        new BigDecimal(node.required("quantity").stringValue()),
        decimal(node.path("price")),
        decimal(node.path("stop_price")),
        node.has("trailing_delta") ? node.get("trailing_delta").intValue() : null,
        new BigDecimal(node.required("filled").stringValue()),
        venue.state(node.required("status").stringValue()),
        node.has("list_id") ? node.get("list_id").stringValue() : null);
  }

  /** Where post-only is a force of limit orders, the control plane tells it beside the type. */
  private static String type(JsonNode node) {
    boolean postOnly = node.path("native").path("force").asString("").equals("post_only");
    return postOnly ? Kind.POST_ONLY.truth : node.required("type").stringValue();
  }

  private static @Nullable BigDecimal decimal(JsonNode node) {
    return node.isString() ? new BigDecimal(node.stringValue()) : null;
  }
}
