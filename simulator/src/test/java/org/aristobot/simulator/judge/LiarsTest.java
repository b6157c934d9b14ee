package org.aristobot.simulator.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.aristobot.simulator.judge.Candidate.Refusal;
import org.aristobot.simulator.judge.Column.Finding;
import org.aristobot.simulator.judge.Column.Verdict;
import org.aristobot.simulator.judge.Peer.Balance;
import org.aristobot.simulator.judge.Peer.Book;
import org.aristobot.simulator.judge.Peer.Candle;
import org.aristobot.simulator.judge.Peer.Fill;
import org.aristobot.simulator.judge.Peer.Level;
import org.aristobot.simulator.judge.Peer.Market;
import org.aristobot.simulator.judge.Peer.Order;
import org.aristobot.simulator.judge.Peer.Ticker;
import org.aristobot.simulator.judge.Peer.Trade;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The judges judged: no cell believes a peer that only does not fail, or tells one thing wrong. */
class LiarsTest {

  private static final JudgedVenue VENUE = JudgedVenue.BINANCE;

  /** In which cell each thing that a peer tells is held against the truth. */
  private static final Map<Class<? extends Record>, Cell> HELD =
      Map.of(
          Market.class, Cell.MARKETS,
          Ticker.class, Cell.TICKER,
          Level.class, Cell.ORDER_BOOK,
          Candle.class, Cell.OHLCV,
          Trade.class, Cell.TRADES,
          Balance.class, Cell.BALANCE,
          Order.class, Cell.CREATE_STOP_LOSS_LIMIT,
          Fill.class, Cell.MY_TRADES);

  private static Candidate liar(Candidate.Connection connection) {
    return new Candidate("liar", "1", connection, REFUSALS, Map.of(), Map.of());
  }

  private static final Map<Cell, Refusal> REFUSALS = BinanceConnectorIT.CONNECTOR.refusals();

  private static Peer peer(InvocationHandler handler) {
    return (Peer)
        Proxy.newProxyInstance(Peer.class.getClassLoader(), new Class<?>[] {Peer.class}, handler);
  }

  @Test
  void a_peer_that_does_nothing_and_never_fails_passes_no_cell() {
    Peer idle = peer((_, method, _) -> nothing(method.getReturnType()));
    Column column = Judge.hear(VENUE, liar((_, _) -> idle));
    assertThat(column.findings().values())
        .allSatisfy(finding -> assertThat(finding.verdict()).isEqualTo(Verdict.FAIL));
  }

  private static @Nullable Object nothing(Class<?> type) {
    BigDecimal zero = BigDecimal.ZERO;
    return type == List.class
        ? List.of()
        : type == Map.class
            ? Map.of()
            : type == Book.class
                ? new Book(List.of(), List.of())
                : type == Ticker.class
                    ? new Ticker("BTC/USDT", zero, zero, zero)
                    : type == Order.class ? Order.ofId("1") : null;
  }

  @Test
  void each_single_thing_that_a_peer_tells_is_held_against_the_truth() {
    noneIsBelieved(VENUE, BinanceConnectorIT.CONNECTOR, HELD);
  }

  /** Tells one thing wrong at a time, in a cell that the honest peer passes. */
  static void noneIsBelieved(
      JudgedVenue venue, Candidate honest, Map<Class<? extends Record>, Cell> held) {
    held.forEach((told, cell) -> {
      assertThat(Judge.finding(venue, honest, cell)).as(cell.word()).isEqualTo(Finding.pass());
      for (RecordComponent component : told.getRecordComponents()) {
        Candidate liar =
            liar((uri, keys) -> altering(honest.connection().open(uri, keys), component));
        assertThat(Judge.finding(venue, liar, cell).verdict())
            .as("%s with another %s", told.getSimpleName(), component.getName())
            .isEqualTo(Verdict.FAIL);
      }
    });
  }

  private static Peer altering(Peer honest, RecordComponent component) {
    return peer((_, method, arguments) -> {
      try {
        return altered(method.invoke(honest, arguments), component);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    });
  }

  // --- lies

  private static @Nullable Object altered(@Nullable Object told, RecordComponent component) {
    return switch (told) {
      case List<?> list -> {
        List<@Nullable Object> other = new ArrayList<>();
        list.forEach(item -> other.add(altered(item, component)));
        yield other;
      }
      case Map<?, ?> map -> {
        Map<Object, @Nullable Object> other = new LinkedHashMap<>();
        map.forEach((key, value) -> other.put(key, altered(value, component)));
        yield other;
      }
      case Record row -> altered(row, component);
      case null, default -> told;
    };
  }

  private static Object altered(Record row, RecordComponent component) {
    RecordComponent[] components = row.getClass().getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    @Nullable Object[] values = new @Nullable Object[components.length];
    try {
      for (int i = 0; i < components.length; i++) {
        types[i] = components[i].getType();
        Object value = components[i].getAccessor().invoke(row);
        boolean lie =
            component.getAccessor().getDeclaringClass() == row.getClass()
                && component.getName().equals(components[i].getName());
        values[i] = lie ? another(types[i], value) : altered(value, component);
      }
      return row.getClass().getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static @Nullable Object another(Class<?> type, @Nullable Object value) {
    if (value == null && type == BigDecimal.class) {
      return BigDecimal.ONE;
    }
    return switch (value) {
      case BigDecimal number -> number.multiply(new BigDecimal("3")).add(BigDecimal.ONE);
      case Long number -> number * 3 + 1;
      case String text -> text + "0";
      case Enum<?> word ->
          Arrays.stream(word.getDeclaringClass().getEnumConstants())
              .filter(other -> other != word)
              .findFirst()
              .orElseThrow();
      case null, default -> value;
    };
  }
}
