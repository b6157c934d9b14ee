package org.aristobot.simulator.book;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The demo world: its markets and what an account starts with. */
public final class Instruments {

  /** The markets of a venue that trades against USDT only. */
  public static final List<Instrument> DEMO =
      List.of(
          Instrument.of("BTC", "USDT", "43000.00", "0.01", "0.00001", "0.8"),
          Instrument.of("ETH", "USDT", "2300.00", "0.01", "0.0001", "15"),
          Instrument.of("SOL", "USDT", "98.00", "0.01", "0.001", "300"),
          Instrument.of("LTC", "USDT", "70.00", "0.01", "0.001", "400"),
          Instrument.of("DOGE", "USDT", "0.08000", "0.00001", "1", "300000"),
          Instrument.of("SHIB", "USDT", "0.00001000", "0.00000001", "1", "2000000000"),
          Instrument.of("ETH", "BTC", "0.05348", "0.00001", "0.0001", "10"));

  private Instruments() {}

  /** Balances of a new demo account, by asset. */
  public static Map<String, BigDecimal> demoBalances() {
    Map<String, BigDecimal> balances = new TreeMap<>();
    balances.put("BTC", new BigDecimal("10"));
    balances.put("ETH", new BigDecimal("100"));
    balances.put("USDT", new BigDecimal("1000000"));
    balances.put("USD", new BigDecimal("1000000"));
    for (String asset : List.of("SOL", "LTC", "DOGE", "SHIB")) {
      balances.put(asset, new BigDecimal("100000"));
    }
    return balances;
  }
}
