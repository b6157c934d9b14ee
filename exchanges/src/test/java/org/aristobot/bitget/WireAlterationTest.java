package org.aristobot.bitget;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Whether the expectations see what they ought to see: any other value in a leaf that decides
 * something must make a difference. Another choice of leaves: {@code -Dalteration.seed=4711}.
 */
class WireAlterationTest {

  private static final int ALTERATIONS = 200;

  @Test
  void no_altered_answer_passes_for_the_recorded_one() {
    long seed = Long.getLong("alteration.seed", 20_261_128L);
    assertThat(Recordings.RECORDED.unnoticedAlterations(ALTERATIONS, seed))
        .as("seed %d", seed)
        .isEmpty();
  }
}
