package org.aristobot.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ClockOffsetTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final AtomicInteger looks = new AtomicInteger();
  private final Deque<ClockOffset.Sample> samples = new ArrayDeque<>();
  private final ClockOffset clock = new ClockOffset(now::get, this::look);

  private ClockOffset.Sample look() {
    looks.incrementAndGet();
    return samples.isEmpty() ? sample(0, 1500, 1000) : samples.pop();
  }

  private ClockOffset.Sample sample(long sent, long venue, long received) {
    return new ClockOffset.Sample(
        START.plusMillis(sent), START.plusMillis(venue), START.plusMillis(received));
  }

  @Test
  void the_quickest_look_counts() {
    samples.addAll(List.of(sample(0, 1500, 1000), sample(0, 1040, 100), sample(0, 1900, 900)));
    assertThat(clock.stamp()).isEqualTo(START.plusMillis(940));
    assertThat(clock.now()).isEqualTo(START.plusMillis(990));
  }

  @Test
  void a_stamp_is_never_ahead_of_the_venue_however_lopsided_the_way() {
    // The venue read its clock just before the answer arrived.
    samples.addAll(List.of(sample(0, 1000, 1000), sample(0, 1000, 1000), sample(0, 1000, 1000)));
    assertThat(clock.stamp()).isEqualTo(START);
  }

  @Test
  void without_a_look_our_own_clock_stands_in_for_windows_only() {
    assertThat(clock.now()).isEqualTo(START);
    assertThat(looks).hasValue(0);
  }

  @Test
  void a_good_offset_is_not_asked_for_again() {
    clock.stamp();
    clock.stamp();
    assertThat(looks).hasValue(3);
  }

  @Test
  void an_old_offset_serves_on_while_it_is_renewed_beside() {
    clock.stamp();
    now.set(START.plus(Duration.ofMinutes(11)));
    assertThat(clock.stamp()).isEqualTo(now.get().plusMillis(500));
    await().atMost(Duration.ofSeconds(60)).until(() -> looks.get() == 6);
  }

  @Test
  void a_distrusted_offset_is_asked_for_before_the_next_stamp() {
    clock.stamp();
    clock.distrust();
    clock.stamp();
    assertThat(looks).hasValue(6);
  }

  @Test
  void a_venue_that_does_not_tell_its_time_gets_no_stamp() {
    ClockOffset mute =
        new ClockOffset(
            now::get,
            () -> {
              throw new IllegalStateException("mute");
            });
    assertThatThrownBy(mute::stamp).hasMessage("mute");
  }
}
