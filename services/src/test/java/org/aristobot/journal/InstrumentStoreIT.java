package org.aristobot.journal;

import static org.aristobot.journal.Samples.NOON;
import static org.aristobot.journal.Samples.dec;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.aristobot.model.Environment;
import org.aristobot.model.Instrument;
import org.aristobot.model.Symbol;
import org.aristobot.model.Venue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InstrumentStoreIT {

  private Database database;
  private InstrumentStore store;

  @BeforeEach
  void open() {
    database = TestPostgres.fresh();
    store = new InstrumentStore(database.source(), () -> NOON);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static Instrument instrument(String symbol, boolean active, String step) {
    return new Instrument(
        Symbol.parse(symbol),
        symbol.replace("/", ""),
        active,
        new Instrument.Rule(dec("0.00001000"), dec("9000.00000000"), dec(step)),
        Instrument.Rule.NONE,
        new Instrument.Rule(dec("0.01"), null, dec("0.01")),
        dec("5.0"),
        true,
        null,
        8,
        true,
        Set.of("LIMIT", "ocoAllowed"),
        null,
        dec("0.001"));
  }

  @Test
  void instruments_are_read_back_digit_for_digit() {
    List<Instrument> saved =
        List.of(instrument("BTC/USDT", true, "0.00001000"), instrument("ETH/USDT", false, "0.1"));
    store.save(Venue.BINANCE, Environment.TESTNET, saved);
    assertThat(store.load(Venue.BINANCE, Environment.TESTNET)).isEqualTo(saved);
    assertThat(store.load(Venue.BINANCE, Environment.LIVE)).isEmpty();
  }

  @Test
  void what_is_no_longer_listed_becomes_inactive_and_what_is_listed_again_active() {
    Instrument btc = instrument("BTC/USDT", true, "0.1");
    Instrument eth = instrument("ETH/USDT", true, "0.1");
    store.save(Venue.BINANCE, Environment.LIVE, List.of(btc, eth));
    store.save(Venue.BINANCE, Environment.LIVE, List.of(instrument("BTC/USDT", true, "0.2")));
    assertThat(store.load(Venue.BINANCE, Environment.LIVE))
        .containsExactly(instrument("BTC/USDT", true, "0.2"), instrument("ETH/USDT", false, "0.1"));
    store.save(Venue.BINANCE, Environment.LIVE, List.of(btc, eth));
    assertThat(store.load(Venue.BINANCE, Environment.LIVE)).containsExactly(btc, eth);
  }
}
