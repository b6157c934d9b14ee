package org.aristobot.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.aristobot.exchange.Feature;
import org.aristobot.model.NativeClientOrderId;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ChecklistTest {

  private static final Sizes SIZES =
      new Sizes(
          SizesTest.instrument("5", "0.00001", "0.00001", "0.01"), new BigDecimal("43000.00"));

  @Test
  void numbers_are_unique_and_in_order_and_titles_fit_their_column() {
    List<String> numbers = Checklist.ITEMS.stream().map(Item::number).toList();
    assertThat(numbers).doesNotHaveDuplicates();
    for (int i = 1; i < numbers.size(); i++) {
      String[] before = numbers.get(i - 1).split("\\.", -1);
      String[] now = numbers.get(i).split("\\.", -1);
      boolean next =
          before[0].equals(now[0])
              ? Integer.parseInt(now[1]) == Integer.parseInt(before[1]) + 1
              : Integer.parseInt(now[0]) == Integer.parseInt(before[0]) + 1 && now[1].equals("1");
      assertThat(next).as(numbers.get(i)).isTrue();
    }
    assertThat(Checklist.ITEMS).allMatch(item -> item.title().length() <= 38);
  }

  @Test
  void every_feature_of_spot_orders_has_an_item() {
    Set<Feature> asked = EnumSet.noneOf(Feature.class);
    for (Item item : Checklist.ITEMS) {
      if (item.feature() != null) {
        asked.add(item.feature());
      }
    }
    assertThat(EnumSet.complementOf(EnumSet.copyOf(asked)))
        .containsExactlyInAnyOrder(
            Feature.TRAILING_STOP_OFFSET, Feature.POSITION_SIDE, Feature.MARGIN_MODE);
  }

  @Test
  void an_order_reads_the_same_to_the_gateway_the_venue_and_people() {
    for (Item item : Checklist.ITEMS) {
      if (item.order() != null) {
        Wanted wanted = item.order().of(SIZES);
        ObjectNode params = wanted.params(7, "id");
        assertThat(params.get("broker_id").asLong()).isEqualTo(7);
        assertThat(params.get("client_order_id").asString()).isEqualTo("id");
        assertThat(params.get("type").asString()).isEqualTo(Wanted.word(wanted.type()));
        assertThat(wanted.request(new NativeClientOrderId("n")).terms()).isEqualTo(wanted.terms());
        assertThat(wanted.text()).startsWith(Wanted.word(wanted.type()).replace('_', ' '));
      }
    }
  }

  @Test
  void params_hold_what_was_asked_for_and_nothing_else() {
    assertThat(params("3.2"))
        .isEqualTo(
            "{'broker_id':1,'client_order_id':'a','symbol':'BTC/USDT','side':'sell',"
                + "'type':'stop_loss','quantity':'0.00015','time_in_force':'GTC',"
                + "'price':'41065','stop_price':'41280'}");
    assertThat(params("3.9"))
        .isEqualTo(
            "{'broker_id':1,'client_order_id':'a','symbol':'BTC/USDT','side':'sell',"
                + "'type':'trailing_stop','quantity':'0.00015','trailing_delta':'5'}");
    assertThat(params("3.11")).contains("'stop_loss_price':'36980'", "'protection':'required'");
    assertThat(params("3.8")).contains("'reduce_only':'true'");
    assertThat(params("3.13")).contains("'iceberg_qty':'0.00016'", "'quantity':'0.00032'");
    assertThat(params("2.2")).contains("'quote_quantity':'8.256'").doesNotContain("'quantity'");
  }

  private static String params(String number) {
    Item item =
        Checklist.ITEMS.stream().filter(i -> i.number().equals(number)).findFirst().orElseThrow();
    Item.Order order = Objects.requireNonNull(item.order());
    String json = new JsonMapper().writeValueAsString(order.of(SIZES).params(1, "a"));
    return json.replace('"', '\'');
  }
}
