package org.aristobot.simulator.bitget;

import static org.aristobot.simulator.bitget.Venue.TRADE;
import static org.aristobot.simulator.bitget.Venue.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import org.aristobot.simulator.SimClient.Answer;
import org.aristobot.simulator.wire.WireRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Who may call: signatures, time, passphrase, kind of key, kind of account, permissions. */
class BitgetKeysTest {

  private static final String ASSETS = "/api/v2/spot/account/assets";
  private static final String ORDER =
      """
      {"symbol":"BTCUSDT","side":"buy","orderType":"limit","force":"gtc","price":"42000","size":"0.001"}\
      """;

  private final Venue venue = new Venue();

  @AfterEach
  void stop() {
    venue.close();
  }

  private void account(String fields) {
    venue.control(
        "/_sim/accounts",
        "{\"secret\":\"demo-secret\",\"passphrase\":\"demo-pass\"," + fields + "}");
  }

  private Answer with(String header, String value) {
    Map<String, String> headers = venue.demo.headers("GET", ASSETS, "");
    headers.put(header, value);
    return venue.demo.signedGet(ASSETS, headers);
  }

  @Test
  void published_and_computed_signatures_are_made_the_same() throws IOException {
    int hmac = 0;
    try (InputStream in = getClass().getResourceAsStream("/fixtures/bitget/signing.json")) {
      for (JsonNode one : new JsonMapper().readTree(Objects.requireNonNull(in)).get("cases")) {
        if (!one.get("algorithm").asString().startsWith("HMAC")) {
          continue;
        }
        hmac++;
        assertThat(BitgetSimAuth.sign(text(one, "secret"), text(one, "prehash")))
            .as(text(one, "name"))
            .isEqualTo(text(one, "signature"));
        if (text(one, "path").startsWith("/api/")) {
          assertThat(BitgetSimAuth.payload(request(one), text(one, "timestamp")))
              .isEqualTo(text(one, "prehash"));
        }
      }
    }
    assertThat(hmac).isGreaterThan(8);
  }

  private static WireRequest request(JsonNode vector) {
    String[] path = text(vector, "path").split("\\?", 2);
    return new WireRequest(
        text(vector, "method"),
        path[0],
        path.length == 1 ? "" : path[1],
        text(vector, "body"),
        name -> null,
        "");
  }

  @ParameterizedTest
  @CsvSource({
    "ACCESS-KEY, '', 40001",
    "ACCESS-KEY, nobody, 40037",
    "ACCESS-SIGN, '', 40002",
    "ACCESS-SIGN, bm8=, 40009",
    "ACCESS-TIMESTAMP, now, 40005",
    "ACCESS-TIMESTAMP, 1784600009999, 40008",
    "ACCESS-TIMESTAMP, 1784600070001, 40008",
    "ACCESS-PASSPHRASE, '', 40011",
    "ACCESS-PASSPHRASE, other, 40012",
    "paptrading, 1, 40099"
  })
  void a_wrong_header_has_its_code_and_http_400(String header, String value, String code) {
    Answer answer = with(header, value);
    assertThat(answer.error()).startsWith("400 " + code + " ");
    assertThat(answer.json().get("data").isNull()).isTrue();
    assertThat(answer.json().get("requestTime").isIntegralNumber()).isTrue();
  }

  @Test
  void a_signature_counts_for_its_own_query_and_body_only() {
    Map<String, String> headers = venue.demo.headers("GET", ASSETS + "?coin=BTC", "");
    assertThat(venue.demo.signedGet(ASSETS + "?coin=BTC", headers).status()).isEqualTo(200);
    assertThat(venue.demo.signedGet(ASSETS + "?coin=ETH", headers).error()).contains(" 40009 ");
    Map<String, String> post = venue.demo.headers("POST", TRADE + "place-order", ORDER);
    assertThat(venue.demo.post(TRADE + "place-order", ORDER + " ", post).error())
        .contains(" 40009 ");
    post.put("Content-Type", "text/plain");
    assertThat(venue.demo.post(TRADE + "place-order", ORDER, post).error()).contains(" 40007 ");
    assertThat(venue.truth()).isEmpty();
  }

  @Test
  void what_is_signed_is_the_query_as_its_sender_meant_it() {
    Map<String, String> headers = venue.demo.headers("GET", ASSETS + "?coin=$BTC", "");
    assertThat(venue.demo.signedGet(ASSETS + "?coin=%24BTC", headers).status()).isEqualTo(200);
  }

  @Test
  void a_paper_key_needs_the_header_that_a_live_one_must_not_send() {
    account("\"key\":\"paper\",\"paper\":true");
    Caller paper = venue.demo.as("paper");
    assertThat(paper.signedGet(ASSETS).error())
        .isEqualTo("400 40099 exchange environment is incorrect");
    Map<String, String> headers = paper.headers("GET", ASSETS, "");
    headers.put("paptrading", "1");
    assertThat(paper.signedGet(ASSETS, headers).status()).isEqualTo(200);
  }

  @Test
  void a_unified_account_is_refused_before_its_signature_is_looked_at() {
    account("\"key\":\"uni\",\"unified\":true");
    Caller unified = venue.demo.as("uni");
    Map<String, String> headers = unified.headers("GET", ASSETS, "");
    headers.put("ACCESS-SIGN", "bm8=");
    assertThat(unified.signedGet(ASSETS, headers).error()).startsWith("400 40085 ");
    String settings = "/api/v3/account/settings";
    JsonNode told = Venue.data(unified.signedGet(settings));
    assertThat(text(told, "accountMode")).isEqualTo("unified");
    assertThat(venue.demo.signedGet(settings).error()).startsWith("400 40084 ");
  }

  @Test
  void a_key_that_may_only_read_places_nothing() {
    account("\"key\":\"reader\",\"permissions\":[\"read\"]");
    Caller reader = venue.demo.as("reader");
    assertThat(reader.signedGet(ASSETS).status()).isEqualTo(200);
    assertThat(reader.post(TRADE + "place-order", ORDER).error())
        .isEqualTo("400 40014 Incorrect permissions");
    JsonNode info = Venue.data(reader.signedGet("/api/v2/spot/account/info"));
    assertThat(info.get("authorities").toString()).isEqualTo("[\"stor\"]");
  }

  @Test
  void a_request_may_be_signed_with_an_rsa_key() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair pair = generator.generateKeyPair();
    String pem = Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
    account("\"key\":\"rsa\",\"public_key\":\"%s\"".formatted(pem));
    Caller rsa = venue.demo.as("rsa");
    Map<String, String> headers = rsa.headers("GET", ASSETS, "");
    assertThat(rsa.signedGet(ASSETS, headers).error()).contains(" 40009 ");
    Signature signer = Signature.getInstance("SHA256withRSA");
    signer.initSign(pair.getPrivate());
    String payload = headers.get("ACCESS-TIMESTAMP") + "GET" + ASSETS;
    signer.update(payload.getBytes(StandardCharsets.UTF_8));
    headers.put("ACCESS-SIGN", Base64.getEncoder().encodeToString(signer.sign()));
    assertThat(rsa.signedGet(ASSETS, headers).status()).isEqualTo(200);
  }

  @Test
  void no_secret_is_kept_in_the_log() {
    venue.demo.post(TRADE + "place-order", ORDER);
    String log = venue.demo.get("/_sim/requests?key=demo").body();
    assertThat(log).contains("place_order", "42000").doesNotContain("demo-secret", "demo-pass");
  }

  @Test
  void paths_that_nobody_serves_have_codes_too() {
    assertThat(venue.demo.get("/api/v2/spot/nothing").error()).startsWith("400 40404 ");
    assertThat(venue.demo.get("/api/spot/v1/public/time").error()).startsWith("400 30032 ");
  }
}
