package org.aristobot.model;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A unified symbol: {@code BTC/USDT} for spot, {@code BTC/USDT:USDT} for a linear future. The
 * venue's own spelling is in {@link Instrument#venueSymbol()}.
 */
public record Symbol(String base, String quote, @Nullable String settle) {

  private static final Pattern ASSET = Pattern.compile("[\\p{L}\\p{N}._-]{1,32}");

  public Symbol {
    requireAsset(base);
    requireAsset(quote);
    if (settle != null) {
      requireAsset(settle);
    }
  }

  public static Symbol spot(String base, String quote) {
    return new Symbol(base, quote, null);
  }

  /**
   * Reads {@code BASE/QUOTE} or {@code BASE/QUOTE:SETTLE}.
   *
   * @throws IllegalArgumentException if the text has another shape
   */
  public static Symbol parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("is not of the form BASE/QUOTE");
    }
    int colon = text.indexOf(':', slash);
    String quote = colon < 0 ? text.substring(slash + 1) : text.substring(slash + 1, colon);
    return new Symbol(
        text.substring(0, slash), quote, colon < 0 ? null : text.substring(colon + 1));
  }

  private static void requireAsset(String asset) {
    if (!ASSET.matcher(asset).matches()) {
      throw new IllegalArgumentException("is not of the form BASE/QUOTE");
    }
  }

  /** The unified spelling. */
  @Override
  public String toString() {
    return settle == null ? base + "/" + quote : base + "/" + quote + ":" + settle;
  }
}
