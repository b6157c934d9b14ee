package org.aristobot.bitget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class BitgetSignerTest {

  static Stream<JsonNode> vectors() {
    return BitgetStub.FIXTURES.read("signing").get("cases").valueStream();
  }

  @Test
  void all_vectors_are_there() {
    assertThat(vectors()).hasSize(11);
  }

  /** Requests and the login of a stream, keys of both kinds, made up and published. */
  @ParameterizedTest
  @MethodSource("vectors")
  void a_vector_is_signed_as_the_manual_wants(JsonNode vector) {
    String text =
        BitgetSigner.text(
            vector.get("timestamp").asString(),
            vector.get("method").asString(),
            vector.get("path").asString(),
            vector.get("body").asString());
    assertThat(text).isEqualTo(vector.get("prehash").asString());
    assertThat(BitgetSigner.signature(secret(vector), text))
        .isEqualTo(vector.get("signature").asString());
  }

  private static String secret(JsonNode vector) {
    String secret = vector.get("secret").asString();
    return vector.get("algorithm").asString().startsWith("HMAC") ? secret : pem(secret);
  }

  private static String pem(String base64) {
    return "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n";
  }

  @Test
  void the_names_of_a_query_are_in_order() {
    Map<String, String> parameters =
        Map.of("tpslType", "tpsl", "symbol", "BTCUSDT", "limit", "100");
    String target = "/path?limit=100&symbol=BTCUSDT&tpslType=tpsl";
    assertThat(BitgetSigner.signedTarget("/path", parameters)).isEqualTo(target);
    assertThat(BitgetSigner.sentTarget("/path", parameters)).isEqualTo(target);
    assertThat(BitgetSigner.sentTarget("/path", Map.of())).isEqualTo("/path");
  }

  @Test
  void a_query_is_signed_before_it_is_percent_encoded() {
    Map<String, String> parameters = Map.of("symbol", "$ALT\u00e9+/ &=USDT");
    assertThat(BitgetSigner.signedTarget("/path", parameters))
        .isEqualTo("/path?symbol=$ALT\u00e9+/ &=USDT");
    assertThat(BitgetSigner.sentTarget("/path", parameters))
        .isEqualTo("/path?symbol=$ALT%C3%A9%2B%2F%20%26%3DUSDT");
  }

  @Test
  void a_signature_that_the_venue_repeats_is_hidden() {
    assertThat(BitgetSigner.unsigned("a/b=", "got a/b= and a\\/b=, not a/b"))
        .isEqualTo("got (secret) and (secret), not a/b");
    assertThat(BitgetSigner.unsigned("", "nothing to hide")).isEqualTo("nothing to hide");
  }

  @Test
  void a_key_of_another_kind_cannot_sign_here() throws GeneralSecurityException {
    byte[] key =
        KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate().getEncoded();
    String secret = pem(Base64.getEncoder().encodeToString(key));
    assertThatThrownBy(() -> BitgetSigner.signature(secret, "text"))
        .isInstanceOfSatisfying(
            ExchangeException.class,
            e -> assertThat(e.failure().kind()).isEqualTo(ErrorKind.AUTHENTICATION_FAILED))
        .hasMessageContaining("RSA")
        .hasNoCause();
  }
}
