package org.aristobot.net;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.Rows;
import org.aristobot.model.Instrument;
import org.aristobot.model.Symbol;
import org.jspecify.annotations.Nullable;

/**
 * A venue's market list in memory, read when it is first needed.
 *
 * <p>Thread rule: any thread. Where there is no list yet, one asks the venue and the others wait.
 */
public final class Markets {

  private record Known(Map<Symbol, Instrument> bySymbol, Map<String, Instrument> byVenueSymbol) {
    static Known of(List<Instrument> instruments) {
      Map<Symbol, Instrument> bySymbol = HashMap.newHashMap(instruments.size());
      Map<String, Instrument> byVenueSymbol = HashMap.newHashMap(instruments.size());
      for (Instrument instrument : instruments) {
        bySymbol.put(instrument.symbol(), instrument);
        byVenueSymbol.put(instrument.venueSymbol(), instrument);
      }
      return new Known(bySymbol, byVenueSymbol);
    }
  }

  private final String place;
  private final Supplier<Rows<Instrument>> list;
  private final ReentrantLock loading = new ReentrantLock();
  private volatile @Nullable Known known;

  /**
   * @param place whose markets, for people: {@code Binance spot}
   * @param list asks the venue; may throw what the caller shall see
   */
  public Markets(String place, Supplier<Rows<Instrument>> list) {
    this.place = place;
    this.list = list;
  }

  /** The list, read anew and remembered. */
  public Rows<Instrument> read() {
    Rows<Instrument> rows = list.get();
    remember(rows.rows());
    return rows;
  }

  /** Remembers a list that was read before. */
  public void remember(List<Instrument> instruments) {
    known = Known.of(instruments);
  }

  /** Reads the list where there is none, for those who must not ask in the midst of reading. */
  public void require() {
    known();
  }

  /**
   * The instrument of a symbol.
   *
   * @throws ExchangeException UNKNOWN_SYMBOL
   */
  public Instrument instrument(Symbol symbol) {
    Instrument instrument = known().bySymbol().get(symbol);
    if (instrument == null) {
      throw new ExchangeException(
          ErrorKind.UNKNOWN_SYMBOL, "symbol: " + place + " has no " + symbol + ".");
    }
    return instrument;
  }

  /** By the venue's spelling, as its list has it. */
  public @Nullable Instrument byVenueSymbol(String venueSymbol) {
    return known().byVenueSymbol().get(venueSymbol);
  }

  private Known known() {
    Known last = known;
    if (last == null) {
      loading.lock();
      try {
        last = known;
        if (last == null) {
          last = Known.of(list.get().rows());
          known = last;
        }
      } finally {
        loading.unlock();
      }
    }
    return last;
  }
}
