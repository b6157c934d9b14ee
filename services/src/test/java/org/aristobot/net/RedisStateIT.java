package org.aristobot.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.api.StatefulRedisConnection;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.aristobot.app.TestServers;
import org.aristobot.bus.RedisAccess;
import org.aristobot.bus.RedisLedgers;
import org.aristobot.bus.TestLedgers;
import org.aristobot.exchange.LedgerAwayException;
import org.aristobot.exchange.LedgerState;
import org.aristobot.exchange.LedgerState.Answer;
import org.aristobot.exchange.LedgerState.Draw;
import org.aristobot.model.Environment;
import org.aristobot.model.Venue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On a real Redis: every gateway has its own object. */
class RedisStateIT extends LedgerStateContract {

  private final RedisAccess access = new RedisAccess(TestServers.redisUri(), "ledger");
  private final RedisLedgers ledgers = TestLedgers.patient(access);
  private final StatefulRedisConnection<String, String> redis = access.open();

  /** Of this test alone. */
  private final URI address = URI.create("http://venue-" + UUID.randomUUID() + ":1");

  /** Of a script that Redis does not have yet a second message is sent, which may be overtaken. */
  @BeforeEach
  void useScripts() {
    LedgerState elsewhere = ledgers.of(Venue.BINANCE, Environment.TESTNET, address);
    take(elsewhere, command(1)).answered(1, now, now);
    elsewhere.close(WEIGHT.bucket(null), now + 60_000, now);
    await().atMost(Duration.ofSeconds(60)).until(() -> left(elsewhere, "W-1M") == 0);
  }

  @AfterEach
  void close() {
    redis.close();
    ledgers.close();
    access.close();
  }

  @Override
  LedgerState join() {
    return ledgers.of(Venue.BINANCE, Environment.LIVE, address);
  }

  private List<String> keys() {
    return redis.sync().keys("exchange_ledger:binance:live:" + address.getAuthority() + ":*");
  }

  @Test
  void every_key_expires_and_names_venue_environment_and_address() {
    LedgerState state = join();
    take(state, order("fingerprint")).answered(3, now, now);
    take(state, command(1));
    state.close(WEIGHT.bucket(null), now + 600_000, now);
    assertThat(left(state, "W-1M")).isZero();
    assertThat(keys()).hasSize(5);
    for (String key : keys()) {
      assertThat(redis.sync().pttl(key)).as(key).isBetween(1L, 2L * 86_400_000);
    }
    String weight = keys().stream().filter(key -> key.endsWith(":W-1M")).findFirst().orElseThrow();
    assertThat(redis.sync().pttl(weight)).as("longer than it is closed").isGreaterThan(600_000);
  }

  @Test
  void a_redis_that_forgot_everything_learns_from_the_first_answer() {
    LedgerState one = join();
    LedgerState two = join();
    for (int i = 0; i < 8; i++) {
      take(one, command(10)).lost();
    }
    Taken underWay = take(two, command(5));
    keys().forEach(key -> redis.sync().del(key));
    redis.sync().scriptFlush();
    assertThat(one.headroom(now)).isEmpty();
    underWay.answered(85, now, now);
    await().atMost(Duration.ofSeconds(60)).until(() -> !one.headroom(now).isEmpty());
    assertThat(left(one, "W-1M")).isEqualTo(15);
    assertThat(refused(one, command(16))).isNotEmpty();
  }

  @Test
  void a_ban_is_told_again_to_a_redis_that_forgot_it() {
    LedgerState state = join();
    LedgerState other = join();
    state.close(WEIGHT.bucket(null), now + 60_000, now);
    assertThat(left(state, "W-1M")).isZero();
    keys().forEach(key -> redis.sync().del(key));
    assertThat(refused(state, command(1))).containsExactly(now + 60_000);
    assertThat(refused(other, command(1))).containsExactly(now + 60_000);
  }

  @Test
  void who_waits_at_one_gateway_is_not_starved_by_cheap_queries_at_another() {
    LedgerState dear = join();
    LedgerState cheap = join();
    now += 40_000;
    while (cheap.take(query(1), false, now) instanceof Answer.Granted) {
      // Until no more is earned.
    }
    assertThat(dear.take(query(20), true, now)).isInstanceOf(Answer.NotYet.class);
    now += 1;
    int tries = 0;
    while (dear.take(query(20), true, now) instanceof Answer.NotYet) {
      assertThat(cheap.take(query(1), true, now)).isInstanceOf(Answer.NotYet.class);
      now += 500;
      tries++;
    }
    // 65 permits are earned in 54 s: 20 of them in 17.
    assertThat(tries).isBetween(32, 35);
    now += 2_000;
    assertThat(cheap.take(query(1), true, now)).isInstanceOf(Answer.Granted.class);
  }

  @Test
  void who_stopped_asking_is_not_waited_for() {
    LedgerState gone = join();
    LedgerState other = join();
    while (other.take(query(1), false, now) instanceof Answer.Granted) {
      // Until no more is earned.
    }
    assertThat(gone.take(query(20), true, now)).isInstanceOf(Answer.NotYet.class);
    now += 2_500;
    assertThat(other.take(query(1), true, now)).isInstanceOf(Answer.NotYet.class);
    now += 1_000;
    assertThat(other.take(query(1), true, now)).isInstanceOf(Answer.Granted.class);
  }

  @Test
  void a_redis_that_is_gone_is_told_apart_from_a_limit() {
    LedgerState state = join();
    List<Draw> draws = command(1);
    take(state, draws);
    ledgers.close();
    assertThatThrownBy(() -> state.take(draws, false, now)).isInstanceOf(LedgerAwayException.class);
    state.close(WEIGHT.bucket(null), now + 1_000, now);
  }
}
