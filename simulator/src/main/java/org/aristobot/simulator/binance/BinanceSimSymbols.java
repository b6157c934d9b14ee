package org.aristobot.simulator.binance;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.aristobot.simulator.book.Engine;
import org.aristobot.simulator.book.Instrument;
import org.aristobot.simulator.book.NewOrder;
import org.aristobot.simulator.book.Peg;
import org.aristobot.simulator.book.TradingStatus;
import org.jspecify.annotations.Nullable;

/** The venue's symbols and how requests name them. Immutable. */
final class BinanceSimSymbols {

  private static final Pattern SYMBOL = Pattern.compile("^[A-Z0-9-_.]{1,20}$");
  private static final Pattern SYMBOLS =
      Pattern.compile("^\\[(\"[A-Z0-9-_.]{1,20}\"(,\"[A-Z0-9-_.]{1,20}\"){0,}){0,1}\\]$");

  private static final Set<String> STATUSES =
      Set.of("TRADING", "END_OF_DAY", "HALT", "BREAK", "CANCEL_ONLY");

  private final Map<String, Instrument> bySymbol = new LinkedHashMap<>();
  private final Map<Instrument, BinanceSimFilters> filters = new LinkedHashMap<>();
  private final Map<Instrument, BinanceSimTraits> traits = new LinkedHashMap<>();

  BinanceSimSymbols(List<Instrument> instruments) {
    for (Instrument instrument : instruments) {
      bySymbol.put(BinanceSimWire.symbol(instrument), instrument);
      filters.put(instrument, BinanceSimFilters.of(instrument));
      traits.put(instrument, BinanceSimTraits.of(instrument));
    }
  }

  List<Instrument> all() {
    return List.copyOf(bySymbol.values());
  }

  BinanceSimFilters filters(Instrument instrument) {
    return Objects.requireNonNull(filters.get(instrument));
  }

  BinanceSimTraits traits(Instrument instrument) {
    return Objects.requireNonNull(traits.get(instrument));
  }

  /**
   * Refuses an order that the symbol does not allow, or that breaks one of its filters.
   *
   * @param starts whether it comes to the book at once, where a peg gives it its price
   */
  void check(Engine engine, Instrument instrument, NewOrder order, boolean starts) {
    traits(instrument).check(order);
    BigDecimal average = engine.averagePrice(instrument, BinanceSimFilters.AVERAGE_MINUTES);
    filters(instrument).check(order, average);
    Peg peg = order.peg();
    BigDecimal pegged = peg == null ? null : engine.pegged(instrument, order.side(), peg);
    if (starts && pegged != null && !order.kind().isConditional()) {
      filters(instrument).check(order.at(order.quantity(), pegged), average);
    }
  }

  /** The mandatory {@code symbol}. */
  Instrument required(BinanceSimParams params) {
    return known(params.requiredText("symbol"));
  }

  /** The optional {@code symbol}. */
  @Nullable Instrument optional(BinanceSimParams params) {
    String symbol = params.text("symbol");
    return symbol == null ? null : known(symbol);
  }

  /** The optional {@code symbols}, a JSON array of texts. */
  @Nullable List<Instrument> list(BinanceSimParams params) {
    String list = params.text("symbols", SYMBOLS);
    if (list == null) {
      return null;
    }
    List<Instrument> instruments = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String quoted : list.substring(1, list.length() - 1).split(",", -1)) {
      String symbol = quoted.replace("\"", "");
      if (!seen.add(symbol)) {
        throw BinanceSimError.of(-1151, "Symbol is present multiple times in the list.");
      }
      instruments.add(known(symbol));
    }
    return instruments;
  }

  // --- trading status

  /** The optional {@code symbolStatus}. */
  @Nullable String status(BinanceSimParams params) {
    String status = params.text("symbolStatus");
    if (status != null && !STATUSES.contains(status)) {
      throw BinanceSimError.of(-1122, "Invalid symbolStatus.");
    }
    return status;
  }

  static String word(TradingStatus status) {
    return switch (status) {
      case OPEN -> "TRADING";
      case CANCEL_ONLY -> "CANCEL_ONLY";
      case HALTED -> "HALT";
    };
  }

  private static boolean has(Engine engine, Instrument instrument, @Nullable String status) {
    return status == null || status.equals(word(engine.status(instrument)));
  }

  /** A single symbol, which must have the status, if one is asked for. */
  static Instrument inStatus(Engine engine, Instrument instrument, @Nullable String status) {
    if (!has(engine, instrument, status)) {
      throw BinanceSimError.of(
          -1220, "The symbol's status does not match the requested symbolStatus.");
    }
    return instrument;
  }

  /** Those of a list, or of all symbols, that have the status, if one is asked for. */
  List<Instrument> inStatus(
      Engine engine, @Nullable List<Instrument> list, @Nullable String status) {
    return (list == null ? all() : list)
        .stream().filter(instrument -> has(engine, instrument, status)).toList();
  }

  /** Names beyond ASCII exist on this venue: those are unknown rather than malformed. */
  private Instrument known(String symbol) {
    Instrument instrument = bySymbol.get(symbol);
    if (instrument != null) {
      return instrument;
    }
    if (StandardCharsets.US_ASCII.newEncoder().canEncode(symbol)
        && !SYMBOL.matcher(symbol).matches()) {
      throw BinanceSimError.illegal("symbol", SYMBOL.pattern());
    }
    throw BinanceSimError.of(-1121, "Invalid symbol.");
  }
}
