package org.aristobot.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A market list of real size, grown from the fixture's first market. */
final class StubMarkets {

  /** What the measured orders trade. */
  static final String TRADED = "BTC/USDT";

  /** A market with the finest steps that there can be, so that every digit may travel. */
  static final String EXACT = "EXACT/USDT";

  /** About as many markets as the real venue trades, and then some. */
  static final int COUNT = 2_000;

  private static final String FIXTURE = "/fixtures/binance/spot_get_markets__with_filters.json";
  private static final String FINEST = "0.00000000000000000001";
  private static final String GREATEST = "99999999999999999999";
  private static final long NO_LIMIT = 1_000_000_000L;
  private static final int LETTERS = 26;

  private StubMarkets() {}

  /** The answer of {@code GET /api/v3/exchangeInfo}; its rate limits are out of reach. */
  static String exchangeInfo() {
    ObjectNode info = (ObjectNode) fixture().required("response").deepCopy();
    info.required("rateLimits").forEach(limit -> ((ObjectNode) limit).put("limit", NO_LIMIT));
    ObjectNode model = (ObjectNode) info.required("symbols").required(0);
    ArrayNode symbols = info.putArray("symbols");
    symbols.add(model);
    symbols.add(exact(model));
    for (int i = 2; i < COUNT; i++) {
      symbols.add(market(model, "Q" + letters(i)));
    }
    return info.toString();
  }

  private static JsonNode fixture() {
    try (InputStream in = StubMarkets.class.getResourceAsStream(FIXTURE)) {
      return new JsonMapper().readTree(Objects.requireNonNull(in, FIXTURE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode market(ObjectNode model, String base) {
    ObjectNode market = model.deepCopy();
    market.put("symbol", base + "USDT");
    market.put("baseAsset", base);
    return market;
  }

  private static ObjectNode exact(ObjectNode model) {
    ObjectNode market = market(model, "EXACT");
    for (String precision :
        new String[] {"baseAssetPrecision", "quotePrecision", "quoteAssetPrecision"}) {
      market.put(precision, 20);
    }
    ArrayNode filters = market.putArray("filters");
    filters
        .addObject()
        .put("filterType", "PRICE_FILTER")
        .put("minPrice", FINEST)
        .put("maxPrice", GREATEST)
        .put("tickSize", FINEST);
    filters
        .addObject()
        .put("filterType", "LOT_SIZE")
        .put("minQty", FINEST)
        .put("maxQty", GREATEST)
        .put("stepSize", FINEST);
    return market;
  }

  private static String letters(int number) {
    StringBuilder letters = new StringBuilder();
    for (int rest = number, i = 0; i < 3; i++, rest /= LETTERS) {
      letters.append((char) ('A' + rest % LETTERS));
    }
    return letters.toString();
  }
}
