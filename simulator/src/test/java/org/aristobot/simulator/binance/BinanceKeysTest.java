package org.aristobot.simulator.binance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Objects;
import org.aristobot.simulator.FakeClock;
import org.aristobot.simulator.SimClient;
import org.aristobot.simulator.SimClient.Answer;
import org.aristobot.simulator.Simulator;
import org.aristobot.simulator.SimulatorOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Accounts whose requests are signed with a private key. */
class BinanceKeysTest {

  /** The public half of the key in the signature vectors. */
  private static final String PUBLISHED =
      "MCowBQYDK2VwAyEAGUIKv9dSpWXBViXp2m6vAIb8QMFJYBgyFEQsFJlqgA0=";

  private final FakeClock clock = new FakeClock(1_784_600_000_000L);
  private final Simulator simulator =
      Simulator.start(SimulatorOptions.of("binance").withFrozen(true).withClock(clock));
  private final SimClient anybody = new SimClient(simulator.uri(), clock, "keyed", "unused");

  @AfterEach
  void stop() {
    anybody.close();
    simulator.close();
  }

  @Test
  void the_signature_vectors_of_private_keys_are_recognized() throws Exception {
    PublicKey key =
        KeyFactory.getInstance("Ed25519")
            .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(PUBLISHED)));
    int checked = 0;
    for (JsonNode vector : vectors()) {
      if (vector.get("algorithm").asString().equals("Ed25519")) {
        String payload = vector.get("payload").asString();
        String signature = vector.get("signature").asString();
        assertThat(BinanceSimAuth.verify(key, payload, signature)).isTrue();
        assertThat(BinanceSimAuth.verify(key, payload + "x", signature)).isFalse();
        assertThat(sign("Ed25519", privateKey(vector.get("secret").asString()), payload))
            .isEqualTo(signature);
        checked++;
      }
    }
    assertThat(checked).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ed25519", "RSA"})
  void a_request_signed_with_the_private_key_is_accepted_and_no_other(String algorithm)
      throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    if (algorithm.equals("RSA")) {
      generator.initialize(2_048);
    }
    KeyPair pair = generator.generateKeyPair();
    String pem =
        "-----BEGIN PUBLIC KEY-----\\n"
            + Base64.getEncoder().encodeToString(pair.getPublic().getEncoded())
            + "\\n-----END PUBLIC KEY-----\\n";
    assertThat(put("\"public_key\":\"" + pem + "\"").status()).isEqualTo(200);
    String query = "timestamp=" + clock.millis();
    String scheme = algorithm.equals("RSA") ? "SHA256withRSA" : "Ed25519";
    assertThat(account(query, sign(scheme, pair.getPrivate(), query))).startsWith("200");
    assertThat(account(query, sign(scheme, pair.getPrivate(), query + "0")))
        .startsWith("400 -1022 ");
    assertThat(account(query, SimClient.sign("keyed", query))).startsWith("400 -1022 ");
    assertThat(account(query, "no base64 at all")).startsWith("400 -1022 ");
  }

  @Test
  void an_account_needs_a_secret_or_a_readable_key() {
    assertThat(put("\"permissions\":[]").body()).contains("'secret'");
    assertThat(put("\"public_key\":\"nonsense\"").body()).contains("'public_key'");
  }

  private Answer put(String field) {
    return anybody.control("POST", "/_sim/accounts", "{\"key\":\"keyed\"," + field + "}");
  }

  private String account(String query, String signature) {
    String encoded = URLEncoder.encode(signature, StandardCharsets.UTF_8);
    return anybody.raw("GET", "/api/v3/account", query + "&signature=" + encoded, "").error();
  }

  private static String sign(String scheme, PrivateKey key, String payload)
      throws GeneralSecurityException {
    Signature signer = Signature.getInstance(scheme);
    signer.initSign(key);
    signer.update(payload.getBytes(StandardCharsets.UTF_8));
    return Base64.getEncoder().encodeToString(signer.sign());
  }

  private static PrivateKey privateKey(String base64) throws GeneralSecurityException {
    return KeyFactory.getInstance("Ed25519")
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
  }

  private static JsonNode vectors() throws IOException {
    try (InputStream in =
        BinanceKeysTest.class.getResourceAsStream("/fixtures/binance/signing.json")) {
      return new JsonMapper().readTree(Objects.requireNonNull(in)).get("cases");
    }
  }
}
