package org.aristobot.simulator.bitget;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.aristobot.simulator.book.Instrument;
import org.aristobot.simulator.book.TradingStatus;
import org.jspecify.annotations.Nullable;

/** The symbols by the venue's names. Immutable. */
final class BitgetSimSymbols {

  private final Map<String, Instrument> bySymbol = new LinkedHashMap<>();
  private final Map<Instrument, BitgetSimFilters> filters = new LinkedHashMap<>();

  BitgetSimSymbols(List<Instrument> instruments) {
    for (Instrument instrument : instruments) {
      bySymbol.put(BitgetSimWire.symbol(instrument), instrument);
      filters.put(instrument, BitgetSimFilters.of(instrument));
    }
  }

  List<Instrument> all() {
    return List.copyOf(bySymbol.values());
  }

  /** All assets that are traded, by name. */
  List<String> coins() {
    TreeSet<String> coins = new TreeSet<>();
    for (Instrument instrument : bySymbol.values()) {
      coins.add(instrument.base());
      coins.add(instrument.quote());
    }
    return List.copyOf(coins);
  }

  BitgetSimFilters filters(Instrument instrument) {
    return Objects.requireNonNull(filters.get(instrument));
  }

  /** The number that tells the trades of one symbol from those of another. */
  int number(Instrument instrument) {
    return all().indexOf(instrument);
  }

  /** The mandatory {@code symbol}. */
  Instrument required(BitgetSimParams params) {
    return known(params.required("symbol"));
  }

  /** The optional {@code symbol}. */
  @Nullable Instrument optional(BitgetSimParams params) {
    String symbol = params.text("symbol");
    return symbol == null ? null : known(symbol);
  }

  Instrument known(String symbol) {
    Instrument instrument = bySymbol.get(symbol);
    if (instrument == null) {
      throw BitgetSimError.of("40034", "Parameter " + symbol + " does not exist");
    }
    return instrument;
  }

  static String word(TradingStatus status) {
    return switch (status) {
      case OPEN -> "online";
      case CANCEL_ONLY -> "halt";
      case HALTED -> "offline";
    };
  }

  static void checkOpen(TradingStatus status) {
    switch (status) {
      case OPEN -> {}
      case CANCEL_ONLY -> throw BitgetSimError.maintenance();
      case HALTED -> throw BitgetSimError.offline();
    }
  }
}
