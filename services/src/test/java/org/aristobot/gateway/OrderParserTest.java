package org.aristobot.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import org.aristobot.bus.Fields;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.Exchange;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.Exchanges;
import org.aristobot.exchange.Failure;
import org.aristobot.exchange.Feature;
import org.aristobot.model.Environment;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.OrderTerms.TrailingDelta;
import org.aristobot.model.Quantity;
import org.aristobot.model.Side;
import org.aristobot.model.TimeInForce;
import org.aristobot.model.Venue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class OrderParserTest {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  /** Only asked what native parameters mean, which needs no venue. */
  private static final Exchange BINANCE =
      Exchanges.create(
          Venue.BINANCE,
          Environment.LIVE,
          URI.create("http://127.0.0.1:9"),
          InstantSource.system());

  private static final String LIMIT =
      """
      {"symbol":"BTC/USDT","side":"buy","type":"limit","quantity":"0.001","price":"43000.10"}\
      """;

  @Test
  void a_limit_order_keeps_every_digit() {
    OrderTicket ticket = parse(LIMIT);
    assertThat(ticket.side()).isEqualTo(Side.BUY);
    assertThat(ticket.quantity()).isEqualTo(new Quantity.Base(new BigDecimal("0.001")));
    assertThat(ticket.terms())
        .isEqualTo(new OrderTerms.Limit(new BigDecimal("43000.10"), TimeInForce.GTC, false));
  }

  @Test
  void null_is_absent_and_numbers_may_be_numbers() {
    OrderTicket ticket =
        parse(
            """
            {"symbol":"BTC/USDT","side":"SELL","type":"market","amount":0.123456789012345678901,
             "price":null,"stop_price":null,"client_order_id":null}\
            """);
    assertThat(ticket.quantity())
        .isEqualTo(new Quantity.Base(new BigDecimal("0.123456789012345678901")));
    assertThat(ticket.terms()).isEqualTo(new OrderTerms.Market());
    assertThat(ticket.clientOrderId()).isNull();
  }

  @Test
  void equal_values_and_explicit_defaults_are_the_same_order() {
    String other =
        """
        {"symbol":"BTC/USDT","side":"BUY","type":"LIMIT","amount":0.00100,"price":"43000.1",
         "force":"GTC","post_only":false,"reduce_only":false,"protection":"best_effort"}\
        """;
    assertThat(parse(other).fingerprint()).isEqualTo(parse(LIMIT).fingerprint());
  }

  @Test
  void another_price_is_another_order() {
    assertThat(parse(LIMIT.replace("43000.10", "43000.11")).fingerprint())
        .isNotEqualTo(parse(LIMIT).fingerprint());
  }

  @Test
  void conditional_orders_take_their_trigger_under_either_name() {
    OrderTerms plain =
        parse(
                """
                {"symbol":"BTC/USDT","side":"sell","type":"stop_loss","quantity":1,
                 "stop_price":"41000"}\
                """)
            .terms();
    OrderTerms named =
        parse(
                """
                {"symbol":"BTC/USDT","side":"sell","type":"stop_loss","quantity":1,
                 "stop_loss_price":"41000"}\
                """)
            .terms();
    assertThat(plain).isEqualTo(new OrderTerms.StopMarket(new BigDecimal("41000")));
    assertThat(named).isEqualTo(plain);
  }

  @Test
  void a_trailing_delta_is_per_cent_or_an_offset() {
    String order =
        """
        {"symbol":"BTC/USDT","side":"sell","type":"trailing_stop","quantity":1,"trailing_delta":%s}\
        """;
    assertThat(parse(order.formatted("1.5")).terms())
        .isEqualTo(
            new OrderTerms.TrailingStop(
                new TrailingDelta.Percent(new BigDecimal("1.5")), null, null));
    assertThat(parse(order.formatted("{\"offset\":\"100\"}")).terms())
        .isEqualTo(
            new OrderTerms.TrailingStop(
                new TrailingDelta.Offset(new BigDecimal("100")), null, null));
  }

  @Test
  void native_parameters_that_name_a_field_count_as_that_field() {
    OrderTicket ticket =
        parse(
            """
            {"symbol":"BTC/USDT","side":"buy","type":"limit","quantity":"0.001","price":"43000",
             "extra_params":{"timeInForce":"IOC","selfTradePreventionMode":"NONE"}}\
            """);
    assertThat(ticket.features()).contains(Feature.IOC);
    assertThat(ticket.nativeParams().values())
        .containsExactly(Map.entry("selfTradePreventionMode", "NONE"));
  }

  @Test
  void what_only_a_margin_market_knows_is_remembered_as_asked_for() {
    OrderTicket ticket =
        parse(LIMIT.replace("}", ",\"reduce_only\":true,\"position_side\":\"LONG\"}"));
    assertThat(ticket.beyondSpot())
        .containsExactlyInAnyOrder(Feature.REDUCE_ONLY, Feature.POSITION_SIDE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          quantity        | "quantity":"-1"                        | INVALID_QUANTITY
          quantity        | "quantity":0                           | INVALID_QUANTITY
          quantity        | "quantity":"0"                         | INVALID_QUANTITY
          quantity        | "quantity":"abc"                       | INVALID_REQUEST
          quantity        | "quantity":"1e999999999"               | INVALID_REQUEST
          quantity        | "quantity":1e999999999                 | INVALID_REQUEST
          quantity        | "quantity":{"a":1}                     | INVALID_REQUEST
          quantity        | "quantity":true                        | INVALID_REQUEST
          quantity        | "quantity":"1111111111111111111111111111111111111111111111111111111111111" | INVALID_REQUEST
          price           | "price":"-5"                           | INVALID_PRICE
          price           | "price":null                           | INVALID_REQUEST
          side            | "side":"hold"                          | INVALID_REQUEST
          side            | "side":1                               | INVALID_REQUEST
          side            | "side":null                            | INVALID_REQUEST
          type            | "type":"iceberg"                       | INVALID_REQUEST
          symbol          | "symbol":"BTCUSDT"                     | UNKNOWN_SYMBOL
          symbol          | "symbol":null                          | INVALID_REQUEST
          post_only       | "post_only":true,"time_in_force":"IOC" | INVALID_REQUEST
          post_only       | "post_only":"yes"                      | INVALID_REQUEST
          time_in_force   | "time_in_force":"GTD"                  | INVALID_REQUEST
          amount          | "amount":"0.001"                       | INVALID_REQUEST
          quote_quantity  | "quote_quantity":"50"                  | INVALID_REQUEST
          stop_price      | "stop_price":"1"                       | INVALID_REQUEST
          stop_los_price  | "stop_los_price":"1"                   | INVALID_REQUEST
          protection      | "protection":"maybe"                   | INVALID_REQUEST
          rounding        | "rounding":"up"                        | INVALID_REQUEST
          client_order_id | "client_order_id":"two words"          | INVALID_REQUEST
          client_order_id | "client_order_id":""                   | INVALID_REQUEST
          extra_params    | "extra_params":"a=b"                   | INVALID_REQUEST
          extra_params    | "extra_params":{"a b":"c"}             | INVALID_REQUEST
          extra_params.x  | "extra_params":{"x":[1]}               | INVALID_REQUEST
          timestamp       | "extra_params":{"timestamp":"1"}       | INVALID_REQUEST
          newOrderRespType| "extra_params":{"newOrderRespType":"ACK"} | INVALID_REQUEST
          side            | "extra_params":{"side":"SELL"}         | INVALID_REQUEST
          price           | "extra_params":{"price":"43000.2"}     | INVALID_REQUEST
          source          | "source":"robot"                       | INVALID_REQUEST
          """)
  void what_does_not_fit_is_refused_by_name(String field, String change, ErrorKind kind) {
    Failure failure = failure(changed(change));
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.message()).contains(field);
  }

  @Test
  void a_market_order_takes_no_price() {
    Failure failure = failure(LIMIT.replace("\"limit\"", "\"market\""));
    assertThat(failure.message()).startsWith("price:");
  }

  private static String changed(String change) {
    ObjectNode order = (ObjectNode) JSON.readTree(LIMIT);
    ((ObjectNode) JSON.readTree("{" + change + "}"))
        .properties()
        .forEach(entry -> order.set(entry.getKey(), entry.getValue()));
    return order.toString();
  }

  private static Failure failure(String order) {
    ExchangeException e = catchThrowableOfType(ExchangeException.class, () -> parse(order));
    assertThat(e).as(order).isNotNull();
    return e.failure();
  }

  private static OrderTicket parse(String order) {
    return OrderParser.parse(new Fields((ObjectNode) JSON.readTree(order)), BINANCE);
  }
}
