package org.aristobot.simulator.judge;

import com.binance.connector.client.SpotClient;
import com.binance.connector.client.exceptions.BinanceClientException;
import java.util.Map;
import org.aristobot.simulator.judge.Candidate.Refusal;
import org.junit.jupiter.api.Test;

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
}
