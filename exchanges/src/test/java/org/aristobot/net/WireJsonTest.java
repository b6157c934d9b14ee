package org.aristobot.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireJsonTest {

  record Fee(BigDecimal cost, @Nullable String asset) {}

  record Order(
      Long id, @Nullable String note, List<Fee> fees, @JsonProperty("b") @Nullable Boolean flag) {}

  record Envelope(Order order, @Nullable Map<String, Fee> byName) {}

  record Bad(long primitive) {}

  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  record Zulu(Long time, BigDecimal open, BigDecimal close, BigDecimal amount) {}

  private static final String GOOD =
      "{\"order\":{\"id\":1,\"fees\":[{\"cost\":\"0.10\",\"asset\":\"BNB\"}],\"b\":true,\"new\":{}}}";

  @Test
  void a_record_holds_what_the_text_holds_and_null_only_where_allowed() {
    Envelope read = WireJson.read(GOOD, Envelope.class);
    assertThat(read.order().fees()).containsExactly(new Fee(new BigDecimal("0.10"), "BNB"));
    assertThat(read.order().flag()).isTrue();
    assertThat(read.order().note()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | order is missing",
        "{\"order\":null} | order is missing",
        "{\"order\":{\"fees\":[]}} | order.id is missing",
        "{\"order\":{\"id\":1}} | order.fees is missing",
        "{\"order\":{\"id\":1,\"fees\":[{\"asset\":\"B\"}]}} | order.fees[0].cost is missing",
        "{\"order\":{\"id\":1,\"fees\":[null]}} | order.fees[0] is missing",
        "{\"order\":{\"id\":1,\"fees\":[]},\"byName\":{\"x\":{}}} | byName.x.cost is missing",
        "{\"order\":{\"id\":1.5,\"fees\":[]}} | order.id cannot be read",
        "{\"order\":{\"id\":true,\"fees\":[]}} | order.id cannot be read",
        "{\"order\":{\"id\":1,\"fees\":[{\"cost\":\"\"}]}} | order.fees[0].cost is missing",
        "{\"order\":{\"id\":1,\"fees\":[{\"cost\":\"NaN\"}]}} | order.fees[0].cost is not a decimal number",
        "{\"order\":{\"id\":1,\"fees\":[{\"cost\":1e999999999}]}} | order.fees[0].cost has an exponent beyond ±40",
        "{\"order\":{\"id\":1,\"fees\":[{\"cost\":true}]}} | order.fees[0].cost cannot be read",
      })
  void what_is_missing_or_wrong_is_named_by_its_path(String text, String message) {
    assertThatThrownBy(() -> WireJson.read(text, Envelope.class))
        .isInstanceOf(WireFormatException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "null", "{", "[]", "<html>", "{} {}", "{\"order\":"})
  void what_is_no_such_json_is_said_to_be_none(String text) {
    assertThatThrownBy(() -> WireJson.read(text, Envelope.class))
        .isInstanceOf(WireFormatException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0.10000000", "123456789012345678901234567890.000000001", "-1", "1e-8", "0"})
  void decimals_are_exact_from_number_and_from_string(String digits) {
    BigDecimal expected = new BigDecimal(digits);
    assertThat(WireJson.read("{\"cost\":" + digits + "}", Fee.class).cost()).isEqualTo(expected);
    assertThat(WireJson.read("{\"cost\":\"" + digits + "\"}", Fee.class).cost())
        .isEqualTo(expected);
  }

  @Test
  void no_message_quotes_the_venues_text() {
    assertThatThrownBy(() -> WireJson.read("{\"cost\":\"secret-text\"}", Fee.class))
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> WireJson.read("secret-text", Fee.class))
        .hasMessageNotContaining("secret");
  }

  @Test
  void of_a_name_that_comes_twice_the_last_one_counts() {
    assertThat(WireJson.read("{\"cost\":1,\"cost\":2}", Fee.class).cost())
        .isEqualByComparingTo("2");
  }

  @Test
  void an_array_is_read_by_position_and_may_be_longer() {
    Zulu read = WireJson.read("[5,\"1\",\"2\",\"3\",\"4\",6]", Zulu.class);
    assertThat(read)
        .isEqualTo(new Zulu(5L, new BigDecimal("1"), new BigDecimal("2"), new BigDecimal("3")));
    assertThatThrownBy(() -> WireJson.read("[5,\"1\"]", Zulu.class)).hasMessage("close is missing");
  }

  @Test
  void a_primitive_component_is_refused() {
    assertThatThrownBy(() -> WireJson.read("{}", Bad.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Bad.primitive");
  }

  @Test
  void rows_keep_their_own_text_and_a_bad_row_does_not_hide_the_others() {
    String text =
        " [ {\"cost\": \"1.0\" , \"asset\":\"]}\\\"\"} , {\"asset\":\"x\"}, 7,\n{\"cost\":2}] ";
    WireRows<Fee> rows = WireJson.readRows(text, Fee.class);
    assertThat(rows.rows()).extracting(WireRows.Row::index).containsExactly(0, 3);
    assertThat(rows.rows())
        .extracting(WireRows.Row::raw)
        .containsExactly("{\"cost\": \"1.0\" , \"asset\":\"]}\\\"\"}", "{\"cost\":2}");
    assertThat(rows.unreadable()).hasSize(2);
    assertThat(rows.unreadable().getFirst()).isEqualTo("[1].cost is missing");
  }

  @Test
  void rows_keep_their_own_text_in_a_long_answer() {
    StringBuilder text = new StringBuilder("{\"skip\":{\"rows\":[1]},\"rows\":[");
    for (int i = 0; i < 5000; i++) {
      text.append(i == 0 ? "" : ",").append("{\"cost\":").append(i).append(",\"asset\":\"é€\"}");
    }
    WireRows<Fee> rows = WireJson.readRows(text.append("]}").toString(), "rows", Fee.class);
    assertThat(rows.rows()).hasSize(5000);
    for (WireRows.Row<Fee> row : rows.rows()) {
      assertThat(row.raw()).isEqualTo("{\"cost\":" + row.index() + ",\"asset\":\"é€\"}");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[1", "{\"rows\":{}}", "", "7", "{\"code\":-1,\"msg\":\"no\"}"})
  void rows_that_are_not_there_are_an_error(String text) {
    assertThatThrownBy(() -> WireJson.readRows(text, "rows", Fee.class))
        .isInstanceOf(WireFormatException.class);
    assertThatThrownBy(() -> WireJson.readRows(text, Fee.class))
        .isInstanceOf(WireFormatException.class);
  }
}
