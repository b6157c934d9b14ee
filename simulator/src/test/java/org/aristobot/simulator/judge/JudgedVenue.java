package org.aristobot.simulator.judge;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.aristobot.simulator.judge.Peer.Market;
import org.aristobot.simulator.judge.Peer.State;
import org.jspecify.annotations.Nullable;

/**
 * What the cells must know of a venue.
 *
 * @param name as the simulator is started
 * @param keys of the demo account
 * @param symbols all markets that the simulator has
 * @param market BTC/USDT as the venue's manual describes it
 * @param states what the venue's words for an order's status mean
 */
record JudgedVenue(
    String name, Keys keys, List<String> symbols, Market market, Map<String, State> states) {

  record Keys(String key, String secret, @Nullable String passphrase) {
    Keys withKey(String other) {
      return new Keys(other, secret, passphrase);
    }

    Keys withSecret(String other) {
      return new Keys(key, other, passphrase);
    }

    @Override
    public String toString() {
      return "Keys[" + key + "]";
    }
  }

  static final JudgedVenue BINANCE =
      new JudgedVenue(
          "binance",
          new Keys("demo", "demo-secret", null),
          List.of(
              "BTC/USDT", "ETH/USDT", "SOL/USDT", "LTC/USDT", "DOGE/USDT", "SHIB/USDT", "ETH/BTC"),
          new Market(
              "BTC/USDT", new BigDecimal("0.01"), new BigDecimal("0.00001"), new BigDecimal("5")),
          Map.of(
              "NEW", State.OPEN,
              "PARTIALLY_FILLED", State.OPEN,
              "FILLED", State.FILLED,
              "CANCELED", State.ENDED,
              "EXPIRED", State.ENDED,
              "EXPIRED_IN_MATCH", State.ENDED));

  static final JudgedVenue BITGET =
      new JudgedVenue(
          "bitget",
          new Keys("demo", "demo-secret", "demo-pass"),
          BINANCE.symbols(),
          new Market(
              "BTC/USDT", new BigDecimal("0.01"), new BigDecimal("0.00001"), new BigDecimal("1")),
          Map.of(
              "live", State.OPEN,
              "partially_filled", State.OPEN,
              "filled", State.FILLED,
              "cancelled", State.ENDED));

  State state(String word) {
    State state = states.get(word);
    if (state == null) {
      throw new IllegalArgumentException("no meaning for the status " + word);
    }
    return state;
  }
}
