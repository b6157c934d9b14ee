package org.aristobot.simulator.judge;

import static org.assertj.core.api.Assertions.assertThat;

import com.binance.connector.client.SpotClient;
import com.binance.connector.client.exceptions.BinanceClientException;
import com.binance.connector.client.impl.SpotClientImpl;
import com.binance.connector.client.utils.signaturegenerator.Ed25519SignatureGenerator;
import com.binance.connector.client.utils.signaturegenerator.RsaSignatureGenerator;
import com.binance.connector.client.utils.signaturegenerator.SignatureGenerator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Map;
import org.aristobot.simulator.SimClient;
import org.aristobot.simulator.Simulator;
import org.aristobot.simulator.SimulatorOptions;
import org.aristobot.simulator.judge.Candidate.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The venue's official connector against the simulator. */
class BinanceConnectorIT {

  private static final JudgedVenue VENUE = JudgedVenue.BINANCE;

  static final Candidate CONNECTOR =
      new Candidate(
          "binance-connector-java",
          Candidate.version(SpotClient.class, "io.github.binance", "binance-connector-java"),
          (uri, keys) -> new BinanceConnector(VENUE, uri, keys),
          Map.of(
              Cell.ERROR_INSUFFICIENT_FUNDS,
                  refusal(-2010, "Account has insufficient balance for requested action."),
              Cell.ERROR_BAD_KEY, refusal(-2015, "Invalid API-key, IP, or permissions for action."),
              Cell.ERROR_BAD_SECRET, refusal(-1022, "Signature for this request is not valid."),
              Cell.ERROR_UNKNOWN_ORDER, refusal(-2011, "Unknown order sent."),
              Cell.ERROR_BAD_SYMBOL, refusal(-1121, "Invalid symbol."),
              Cell.ERROR_TOO_SMALL, refusal(-1013, "Filter failure: NOTIONAL")),
          Map.of(
              Cell.CREATE_OCO,
              "its REST client has no call that places a list, only its WebSocket client has"),
          Map.of());

  /** Its exception carries the venue's answer as it came. */
  private static Refusal refusal(int code, String message) {
    return new Refusal(
        BinanceClientException.class, "{\"code\":%d,\"msg\":\"%s\"}".formatted(code, message));
  }

  @Test
  void the_official_connector_finds_what_the_table_keeps() {
    JudgeTable.of(VENUE.name()).settle(Judge.hear(VENUE, CONNECTOR));
  }

  /** Its signers for private keys are its own or Bouncy Castle's. */
  @ParameterizedTest
  @CsvSource({"Ed25519,0", "RSA,2048"})
  void the_official_connector_is_let_in_with_a_private_key(
      String algorithm, int bits, @TempDir Path folder) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    if (bits > 0) {
      generator.initialize(bits);
    }
    KeyPair pair = generator.generateKeyPair();
    String file =
        Files.writeString(folder.resolve("private.pem"), pem("PRIVATE", pair.getPrivate()))
            .toString();
    try (Simulator simulator = Simulator.start(SimulatorOptions.of("binance").withFrozen(true));
        SimClient control = Judge.control(simulator)) {
      Truth truth = new Truth(VENUE, control);
      truth.account(pem("PUBLIC", pair.getPublic()));
      SignatureGenerator signer =
          bits > 0 ? new RsaSignatureGenerator(file) : new Ed25519SignatureGenerator(file);
      Peer peer =
          new BinanceConnector(
              VENUE, new SpotClientImpl(VENUE.keys().key(), signer, simulator.uri().toString()));
      assertThat(peer.balances().get("BTC")).isNotNull();
      OrderCells orders = new OrderCells(peer, truth, VENUE.market().symbol());
      orders.check(Cell.CREATE_LIMIT);
      assertThat(truth.badSignatures()).isZero();
    }
  }

  private static String pem(String half, Key key) {
    String base64 = Base64.getEncoder().encodeToString(key.getEncoded());
    return "-----BEGIN %1$s KEY-----\n%2$s\n-----END %1$s KEY-----\n".formatted(half, base64);
  }
}
