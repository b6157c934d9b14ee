package org.aristobot.binance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class BinanceSignerTest {

  static Stream<Arguments> vectors() {
    List<Arguments> vectors = new ArrayList<>();
    for (JsonNode one : BinanceStub.fixture("signing").get("cases")) {
      if (one.get("algorithm").asString().equals("HMAC-SHA256")) {
        vectors.add(
            Arguments.of(
                one.get("note").asString(),
                one.get("secret").asString(),
                one.get("payload").asString(),
                one.get("signature").asString()));
      }
    }
    return vectors.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("vectors")
  void published_vectors_come_out(String note, String secret, String payload, String signature) {
    assertThat(BinanceSigner.signature(secret, payload)).as(note).isEqualTo(signature);
  }

  @Test
  void all_hmac_vectors_are_there() {
    assertThat(vectors()).hasSize(6);
  }

  @Test
  void the_published_payloads_are_built_from_their_parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("symbol", "\uFF11\uFF12\uFF13\uFF14\uFF15\uFF16");
    parameters.put("side", "BUY");
    parameters.put("type", "LIMIT");
    parameters.put("timeInForce", "GTC");
    parameters.put("quantity", "1");
    parameters.put("price", "0.1");
    parameters.put("recvWindow", "5000");
    parameters.put("timestamp", "1499827319559");
    assertThat(BinanceSigner.query(parameters))
        .isEqualTo(BinanceStub.fixture("signing").get("cases").get(1).get("payload").asString());
  }

  @Test
  void everything_but_letters_digits_and_four_marks_is_percent_encoded() {
    assertThat(BinanceSigner.query(Map.of("a b", "-_.~ +,/=&?%\u00e9\ud83d\ude00\"[]")))
        .isEqualTo("a%20b=-_.~%20%2B%2C%2F%3D%26%3F%25%C3%A9%F0%9F%98%80%22%5B%5D");
  }
}
