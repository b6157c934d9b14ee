package org.aristobot.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NativeClientOrderIdTest {

  private static final ClientOrderId MINE = new ClientOrderId("mine:1");

  @Test
  void an_order_and_each_of_its_editions_have_ids_of_their_own() {
    assertThat(NativeClientOrderId.derive(5, MINE).text())
        .isEqualTo("ar03772edfabacf4e4579147df4f88");
    assertThat(NativeClientOrderId.derive(5, 1, MINE).text())
        .isEqualTo("ar65fb4078820ed61d587aa15f494d");
    assertThat(NativeClientOrderId.derive(5, 12, MINE).text())
        .isEqualTo("ar291be61b9a306c4a6e4e0fe39849");
  }

  @Test
  void no_callers_id_can_look_like_an_edition_of_another() {
    assertThat(NativeClientOrderId.derive(5, new ClientOrderId("/1:mine:1")))
        .isNotEqualTo(NativeClientOrderId.derive(5, 1, MINE));
  }
}
