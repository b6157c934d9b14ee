package org.aristobot.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is next in a lane that is one wide and busy. */
class LaneTest {

  private final Lane lane = new Lane("test", 1);
  private final CountDownLatch gate = new CountDownLatch(1);
  private final List<String> begun = new CopyOnWriteArrayList<>();

  private record Work(String name, List<String> begun) implements Runnable {
    @Override
    public void run() {
      begun.add(name);
    }
  }

  @BeforeEach
  void occupy() {
    lane.add(() -> {
      try {
        gate.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
  }

  /** Offers pieces of the lot that their first letter names; answers what found no room. */
  private List<String> offer(int maxWaiting, String... names) {
    List<String> out = new ArrayList<>();
    for (String name : names) {
      if (lane.offer(name.charAt(0), new Work(name, begun), maxWaiting) instanceof Work work) {
        out.add(work.name());
      }
    }
    return out;
  }

  private List<String> order(int count) {
    gate.countDown();
    await().atMost(Duration.ofSeconds(60)).until(() -> begun.size() == count);
    return begun;
  }

  @Test
  void lots_take_turns_and_each_keeps_its_order() {
    assertThat(offer(100, "a1", "a2", "a3", "a4", "b1", "b2", "c1")).isEmpty();
    assertThat(order(7)).containsExactly("a1", "b1", "c1", "a2", "b2", "a3", "a4");
  }

  @Test
  void a_full_lane_takes_from_the_greatest_lot_for_a_smaller_one() {
    assertThat(offer(4, "a1", "a2", "a3", "a4", "a5")).containsExactly("a5");
    assertThat(offer(4, "b1", "b2", "b3")).containsExactly("a4", "a3", "b3");
    assertThat(offer(4, "c1")).containsExactly("a2");
    assertThat(order(4)).containsExactly("a1", "b1", "c1", "b2");
  }
}
