package org.aristobot.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.InstantSource;
import java.util.Base64;
import org.aristobot.exchange.Credentials;
import org.aristobot.exchange.Exchange;
import org.aristobot.exchange.Exchanges;
import org.aristobot.model.Environment;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.Venue;
import org.aristobot.simulator.Simulator;
import org.aristobot.simulator.SimulatorOptions;
import org.aristobot.simulator.wire.LimitProfile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Binance spot client against the simulated Binance. */
class BinanceContractTest extends ConditionalContract {

  private static Simulator simulator;
  private static Exchange exchange;

  @BeforeAll
  static void start() {
    simulator =
        Simulator.start(
            SimulatorOptions.of("binance").withFrozen(true).withLimits(LimitProfile.FAST));
    exchange =
        Exchanges.create(Venue.BINANCE, Environment.LIVE, simulator.uri(), InstantSource.system());
  }

  @AfterAll
  static void stop() {
    exchange.close();
    simulator.close();
  }

  @Override
  Exchange exchange() {
    return exchange;
  }

  @Override
  ControlPlane venue() {
    return new ControlPlane(simulator.uri());
  }

  @Override
  Credentials demo() {
    return new Credentials("demo", "demo-secret", null);
  }

  @Override
  Credentials demo2() {
    return new Credentials("demo2", "demo-secret", null);
  }

  @Override
  String unlistedError() {
    return """
    {"fault":"error_code","times":1,"match":"place_order","code":-9999,"msg":"Odd.","status":400}\
    """;
  }

  /** The sheet's recommended kind of key; HMAC is what all other behaviours use. */
  @ParameterizedTest
  @ValueSource(strings = {"Ed25519", "RSA"})
  void c80_a_private_key_signs_like_a_secret(String algorithm) throws GeneralSecurityException {
    KeyPair pair = KeyPairGenerator.getInstance(algorithm).generateKeyPair();
    venue()
        .account(
            """
            {"key":"%s","public_key":"%s","balances":{"USDT":"1000"},"permissions":["read","trade"]}\
            """
                .formatted(algorithm, pem("PUBLIC KEY", pair.getPublic()).replace("\n", "\\n")));
    Credentials credentials =
        new Credentials(algorithm, pem("PRIVATE KEY", pair.getPrivate()), null);
    assertThat(exchange().balances(credentials)).hasSize(1);
    OrderRequest request = restingBuy();
    accepted(exchange().prepareOrder(credentials, request, PATIENCE).send());
    assertThat(venue().ordersWithClientId(algorithm, request.id().text())).isOne();
  }

  private static String pem(String name, Key key) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
    return "-----BEGIN " + name + "-----\n" + base64 + "\n-----END " + name + "-----\n";
  }
}
