package org.aristobot.journal;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.aristobot.model.Environment;
import org.aristobot.model.Instrument;
import org.aristobot.model.Symbol;
import org.aristobot.model.Venue;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** The markets of the venues, in {@code exchange_symbols}. Thread rule: shared by all threads. */
public final class InstrumentStore {

  private static final String SAVE =
      """
      INSERT INTO exchange_symbols AS s
      SELECT * FROM json_populate_recordset(NULL::exchange_symbols, :rows::json)
      ORDER BY exchange, environment, symbol
      ON CONFLICT (exchange, environment, symbol) DO UPDATE SET
        native_symbol = EXCLUDED.native_symbol, active = EXCLUDED.active,
        quantity_min = EXCLUDED.quantity_min, quantity_max = EXCLUDED.quantity_max,
        quantity_step = EXCLUDED.quantity_step,
        market_quantity_min = EXCLUDED.market_quantity_min,
        market_quantity_max = EXCLUDED.market_quantity_max,
        market_quantity_step = EXCLUDED.market_quantity_step,
        price_min = EXCLUDED.price_min, price_max = EXCLUDED.price_max,
        price_step = EXCLUDED.price_step, min_notional = EXCLUDED.min_notional,
        market_min_notional = EXCLUDED.market_min_notional,
        max_notional = EXCLUDED.max_notional, quote_scale = EXCLUDED.quote_scale,
        quote_sized = EXCLUDED.quote_sized, flags = EXCLUDED.flags, maker_fee = EXCLUDED.maker_fee,
        taker_fee = EXCLUDED.taker_fee, updated_at = EXCLUDED.updated_at
      """;

  private static final String RETIRE =
      """
      UPDATE exchange_symbols SET active = false, updated_at = :now
      WHERE exchange = :exchange AND environment = :environment AND active
        AND NOT symbol = ANY (:symbols)
      """;

  private static final String LOAD =
      "SELECT * FROM exchange_symbols WHERE exchange = ? AND environment = ? ORDER BY symbol";

  private final Jdbi jdbi;
  private final InstantSource clock;

  public InstrumentStore(DataSource source, InstantSource clock) {
    jdbi = Jdbi.create(source);
    jdbi.registerArrayType(String.class, "text");
    this.clock = clock;
  }

  /** Replaces what is known of a venue at once; what is no longer listed becomes inactive. */
  public void save(Venue venue, Environment environment, List<Instrument> instruments) {
    Instant now = clock.instant();
    String rows = rows(venue, environment, instruments, now);
    String[] symbols = instruments.stream().map(i -> i.symbol().toString()).toArray(String[]::new);
    try {
      jdbi.useTransaction(handle -> {
        handle.createUpdate(SAVE).bind("rows", rows).execute();
        handle
            .createUpdate(RETIRE)
            .bind("now", now)
            .bind("exchange", venue.word())
            .bind("environment", OrderRow.lower(environment))
            .bind("symbols", symbols)
            .execute();
      });
    } catch (JdbiException e) {
      throw Outage.passes(e) ? Outage.unavailable(e) : Outage.refused(e);
    }
  }

  /** By symbol, inactive ones too. */
  public List<Instrument> load(Venue venue, Environment environment) {
    try {
      return jdbi.withHandle(handle ->
          handle
              .createQuery(LOAD)
              .bind(0, venue.word())
              .bind(1, OrderRow.lower(environment))
              .map((row, _) -> read(row))
              .list());
    } catch (JdbiException e) {
      throw Outage.unavailable(e);
    }
  }

  private static String rows(
      Venue venue, Environment environment, List<Instrument> instruments, Instant now) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = JournalJson.generator(text)) {
      out.writeStartArray();
      for (Instrument instrument : instruments) {
        out.writeStartObject();
        JournalJson.text(out, "exchange", venue.word());
        JournalJson.text(out, "environment", OrderRow.lower(environment));
        write(out, instrument);
        JournalJson.instant(out, "updated_at", now);
        out.writeEndObject();
      }
      out.writeEndArray();
    }
    return text.toString();
  }

  private static void write(JsonGenerator out, Instrument instrument) {
    JournalJson.text(out, "symbol", instrument.symbol().toString());
    JournalJson.text(out, "native_symbol", instrument.venueSymbol());
    out.writeBooleanProperty("active", instrument.active());
    rule(out, "quantity", instrument.quantity());
    rule(out, "market_quantity", instrument.marketQuantity());
    rule(out, "price", instrument.price());
    JournalJson.number(out, "min_notional", instrument.minNotional());
    out.writeBooleanProperty("market_min_notional", instrument.marketMinNotional());
    JournalJson.number(out, "max_notional", instrument.maxNotional());
    if (instrument.quoteScale() != null) {
      out.writeNumberProperty("quote_scale", instrument.quoteScale());
    }
    out.writeBooleanProperty("quote_sized", instrument.quoteSized());
    out.writeName("flags").writeStartArray();
    instrument.flags().stream().sorted().forEach(flag -> out.writeString(RawResponse.clean(flag)));
    out.writeEndArray();
    JournalJson.number(out, "maker_fee", instrument.makerFee());
    JournalJson.number(out, "taker_fee", instrument.takerFee());
  }

  private static void rule(JsonGenerator out, String prefix, Instrument.Rule rule) {
    JournalJson.number(out, prefix + "_min", rule.min());
    JournalJson.number(out, prefix + "_max", rule.max());
    JournalJson.number(out, prefix + "_step", rule.step());
  }

  private static Instrument read(ResultSet row) throws SQLException {
    int scale = row.getInt("quote_scale");
    @Nullable Integer quoteScale = row.wasNull() ? null : scale;
    return new Instrument(
        Symbol.parse(row.getString("symbol")),
        row.getString("native_symbol"),
        row.getBoolean("active"),
        rule(row, "quantity"),
        rule(row, "market_quantity"),
        rule(row, "price"),
        row.getBigDecimal("min_notional"),
        row.getBoolean("market_min_notional"),
        row.getBigDecimal("max_notional"),
        quoteScale,
        row.getBoolean("quote_sized"),
        Set.of((String[]) row.getArray("flags").getArray()),
        row.getBigDecimal("maker_fee"),
        row.getBigDecimal("taker_fee"));
  }

  private static Instrument.Rule rule(ResultSet row, String prefix) throws SQLException {
    BigDecimal min = row.getBigDecimal(prefix + "_min");
    BigDecimal max = row.getBigDecimal(prefix + "_max");
    BigDecimal step = row.getBigDecimal(prefix + "_step");
    return new Instrument.Rule(min, max, step);
  }
}
