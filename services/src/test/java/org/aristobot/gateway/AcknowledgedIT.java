package org.aristobot.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import org.aristobot.bus.BusClient.Answer;
import org.aristobot.gateway.AlteredVenue.Alteration;
import org.aristobot.gateway.AlteredVenue.Told;
import org.aristobot.model.Venue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A venue that only acknowledges, and what an acknowledgement does not tell. */
class AcknowledgedIT {

  private final AlteredVenue between = new AlteredVenue();
  private final GatewayRig rig = new GatewayRig(Venue.BITGET, between::before);

  @AfterEach
  void close() {
    rig.close();
    between.close();
  }

  private static String byId(JsonNode order) {
    return "{'order_id':'%s','symbol':'BTC/USDT'}".formatted(order.get("id").asString());
  }

  /**
   * The order that was to be replaced is gone: by its cancel, or because it was replaced. Who takes
   * the one for the other leaves an order on the book that nobody knows.
   */
  @Test
  void a_cancel_that_was_taken_does_not_tell_that_the_order_was_not_replaced() {
    JsonNode order = rig.placed(GatewayRig.RESTING);
    rig.venue.arm("{\"fault\":\"visibility_lag\",\"ms\":20000,\"match\":\"edit_order\"}");
    rig.venue.arm("{\"fault\":\"reply_lost_after_accept\",\"match\":\"edit_order\"}");
    assertThat(rig.call("edit_order", GatewayRig.with(byId(order), "{'price':'39000.00'}")).code())
        .isEqualTo("ORDER_STATE_UNKNOWN");
    between.alteration =
        new Alteration() {
          @Override
          public @Nullable String instead(String path, String body) {
            return path.endsWith("/cancel-order")
                ? "{\"code\":\"00000\",\"msg\":\"success\",\"requestTime\":1,\"data\":"
                    + "{\"orderId\":\"%s\",\"clientOid\":\"\"}}".formatted(number(body))
                : null;
          }
        };
    Answer cancelled = rig.call("cancel_order", byId(order));
    assertThat(cancelled.code()).as("%s", cancelled.raw()).isEqualTo("ORDER_STATE_UNKNOWN");
    between.alteration = new Alteration() {};
    await()
        .atMost(GatewayRig.PATIENCE)
        .untilAsserted(() -> assertThat(rig.call("cancel_order", byId(order)).success()).isTrue());
    assertThat(rig.venue.orders())
        .hasSize(2)
        .allMatch(each -> each.get("status").asString().equals("cancelled"));
  }

  private static String number(String body) {
    return GatewayRig.JSON.readTree(body).get("orderId").asString();
  }

  /** Of a market that was not there when the list of markets was read, say. */
  @Test
  void an_open_order_that_cannot_be_read_counts_as_not_cancelled() {
    rig.placed(GatewayRig.RESTING);
    between.alteration =
        new Alteration() {
          @Override
          public Told told(HttpExchange asked, Told real) {
            String target = asked.getRequestURI().toString();
            return target.contains("/unfilled-orders") && !target.contains("tpsl")
                ? new Told(
                    real.status(),
                    real.body().replace("\"data\":[", "\"data\":[{\"symbol\":\"NEWUSDT\"},"))
                : real;
          }
        };
    JsonNode all = rig.data("cancel_all_orders", "{}");
    assertThat(all.get("cancelled").size()).isOne();
    assertThat(all.get("failed").get(0).get("error").asString()).contains("not cancelled");
  }

  /** The venue's clock tells when an order was made, and ours may be far ahead of it. */
  @Test
  void an_order_is_known_again_however_far_our_clock_is_ahead() {
    rig.venue.arm("{\"fault\":\"clock_skew\",\"ms\":-45000}");
    JsonNode order = rig.placed(GatewayRig.RESTING);
    assertThat(order.get("status").asString()).isEqualTo("open");
    rig.venue.movePrice("BTC/USDT", "39900");
    assertThat(rig.data("get_order_info", byId(order)).get("status").asString())
        .isEqualTo("closed");
  }
}
