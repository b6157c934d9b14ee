package org.aristobot.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.aristobot.app.ResolveOrder.As;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.Failure;
import org.aristobot.journal.Database;
import org.aristobot.journal.Intent;
import org.aristobot.journal.Journal;
import org.aristobot.journal.OrderEvent;
import org.aristobot.journal.StoredOrder;
import org.aristobot.model.ClientOrderId;
import org.aristobot.model.Environment;
import org.aristobot.model.NativeClientOrderId;
import org.aristobot.model.NativeParams;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.OrderStatus;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.Quantity;
import org.aristobot.model.Side;
import org.aristobot.model.Symbol;
import org.aristobot.model.Venue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResolveOrderIT {

  private static final Failure SILENCE = Failure.of(ErrorKind.TIMEOUT, "no answer");

  private static Database database;
  private static Journal journal;
  private static int orders;

  @BeforeAll
  static void open() {
    database = GatewayService.open(TestServers.freshDatabase());
    journal = new Journal(database.source(), "gw", Duration.ofSeconds(30), InstantSource.system());
  }

  @AfterAll
  static void close() {
    journal.close();
    database.close();
  }

  private static StoredOrder recorded() {
    ClientOrderId id = new ClientOrderId("order-" + ++orders);
    OrderRequest request =
        new OrderRequest(
            NativeClientOrderId.derive(1, id),
            Symbol.parse("BTC/USDT"),
            Side.BUY,
            new Quantity.Base(new BigDecimal("0.001")),
            new OrderTerms.Market(),
            null,
            null,
            NativeParams.NONE);
    Intent intent =
        new Intent(
            1,
            1,
            id.text(),
            null,
            null,
            Venue.BINANCE,
            Environment.LIVE,
            "spot",
            id,
            request,
            false,
            List.of(),
            false,
            "same",
            "POST /api/v3/order",
            Instant.now().plusSeconds(5));
    return journal.record(intent).order();
  }

  private static StoredOrder inDoubt() {
    return journal.append(recorded().id(), new OrderEvent.Unconfirmed(SILENCE), null);
  }

  private static StoredOrder resolve(StoredOrder order, String as, String reason) {
    return ResolveOrder.resolve(journal, order.id(), As.of(as), reason, "admin", Instant.now());
  }

  @ParameterizedTest
  @CsvSource({"not_placed,NOT_PLACED", "cancelled,CANCELED", "filled,FILLED"})
  void an_order_in_doubt_becomes_what_the_administrator_says(String as, OrderStatus status) {
    StoredOrder order = inDoubt();
    long before = journal.doubts().count();
    StoredOrder resolved = resolve(order, as, "seen on the web page");
    assertThat(resolved.status()).isEqualTo(status);
    assertThat(resolved.identityFree()).isFalse();
    assertThat(resolved.filled()).isNull();
    assertThat(journal.doubts().count()).isEqualTo(before - 1);
    assertThat(journal.events(order.id()).getLast().event())
        .isEqualTo(new OrderEvent.Resolved(status, "seen on the web page", "admin"));
  }

  @Test
  void an_order_that_is_not_in_doubt_is_left_alone() {
    StoredOrder sending = recorded();
    StoredOrder rejected = journal.append(recorded().id(), new OrderEvent.Rejected(SILENCE), null);
    for (StoredOrder order : List.of(sending, rejected)) {
      assertThatThrownBy(() -> resolve(order, "not_placed", "so be it"))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("not in doubt");
      assertThat(journal.byId(order.id()).orElseThrow().status()).isEqualTo(order.status());
    }
  }

  @Test
  void a_change_that_is_not_under_way_cannot_be_resolved() {
    StoredOrder order = inDoubt();
    assertThatThrownBy(() -> resolve(order, "not_changed", "so be it"))
        .isInstanceOf(UserError.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "two\nlines"})
  void a_reason_is_one_line_and_needed(String reason) {
    StoredOrder order = inDoubt();
    assertThatThrownBy(() -> resolve(order, "not_placed", reason))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("--reason");
  }

  @Test
  void only_what_somebody_can_know_can_be_said() {
    assertThatThrownBy(() -> As.of("placed"))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("--as");
  }
}
