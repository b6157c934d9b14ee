package org.aristobot.binance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class BinanceSignerTest {

  /** HMAC secrets as they stand; the one Ed25519 key is stored without the lines of PEM. */
  static Stream<Arguments> vectors() {
    List<Arguments> vectors = new ArrayList<>();
    for (JsonNode one : BinanceStub.fixture("signing").get("cases")) {
      String secret = one.get("secret").asString();
      vectors.add(
          Arguments.of(
              one.get("note").asString(),
              one.get("algorithm").asString().equals("Ed25519") ? pem(secret) : secret,
              one.get("payload").asString(),
              one.get("signature").asString()));
    }
    return vectors.stream();
  }

  private static String pem(String base64) {
    return "-----BEGIN PRIVATE KEY-----\n"
        + base64.replaceAll("(.{64})", "$1\n")
        + "\n-----END PRIVATE KEY-----\n";
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("vectors")
  void published_vectors_come_out(String note, String secret, String payload, String signature) {
    assertThat(BinanceSigner.signature(secret, payload)).as(note).isEqualTo(signature);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("vectors")
  void a_signature_is_taken_out_of_a_text_however_it_is_written(
      String note, String secret, String payload, String signature) {
    String target = "/api/v3/order?" + BinanceSigner.signed(secret, payload);
    String travelled = target.substring(target.indexOf("&signature=") + "&signature=".length());
    String text = "%s, %s and %s".formatted(travelled, signature, signature.replace("/", "\\/"));
    assertThat(BinanceSigner.unsigned(target, text))
        .as(note)
        .isEqualTo("(secret), (secret) and (secret)");
    assertThat(BinanceSigner.unsigned("/api/v3/time", text)).isEqualTo(text);
  }

  @Test
  void all_vectors_are_there() {
    assertThat(vectors()).hasSize(8);
  }

  @Test
  void a_base64_signature_is_percent_encoded_behind_the_query() {
    JsonNode rest = BinanceStub.fixture("signing").get("cases").get(7);
    assertThat(
            BinanceSigner.signed(
                pem(rest.get("secret").asString()), rest.get("payload").asString()))
        .isEqualTo(
            rest.get("payload").asString()
                + "&signature="
                + URLEncoder.encode(rest.get("signature").asString(), StandardCharsets.UTF_8))
        .contains("%3D");
    assertThat(BinanceSigner.signed("secret", "a=1")).matches("a=1&signature=[0-9a-f]{64}");
  }

  @Test
  void an_rsa_key_signs_what_its_public_key_verifies() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair pair = generator.generateKeyPair();
    String pem = pem(Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded()));
    Signature verifier = Signature.getInstance("SHA256withRSA");
    verifier.initVerify(pair.getPublic());
    verifier.update("a=1&b=2".getBytes(StandardCharsets.UTF_8));
    assertThat(verifier.verify(Base64.getDecoder().decode(BinanceSigner.signature(pem, "a=1&b=2"))))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-----BEGIN RSA PRIVATE KEY-----\nMC4CAQ==\n-----END RSA PRIVATE KEY-----",
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMC4CAQ==\n-----END ENCRYPTED PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\nMC4CAQ==",
        "-----BEGIN PRIVATE KEY-----\nMC4*AQ==\n-----END PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\nMC4CAQ==\n-----END PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY----------END PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----END PRIVATE KEY-----"
      })
  void a_key_that_cannot_sign_here_is_refused_without_quoting_it(String secret) {
    assertThatThrownBy(() -> BinanceSigner.signature(secret, "a=1"))
        .isInstanceOfSatisfying(
            ExchangeException.class,
            e -> assertThat(e.failure().kind()).isEqualTo(ErrorKind.AUTHENTICATION_FAILED))
        .hasMessageNotContaining("MC4")
        .hasNoCause();
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
