package org.aristobot.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.aristobot.exchange.Credentials;
import org.junit.jupiter.api.Test;

class VenueProbeTest {

  @Test
  void a_stranger_has_another_key_of_the_same_look_and_no_secret_is_guessed_at() {
    Credentials known = new Credentials("bg_Ab09zZ", "secret", "pass");
    Credentials stranger = VenueProbe.stranger(known);
    assertThat(stranger.apiKey()).isEqualTo("ot_No90mM");
    assertThat(stranger.secret()).isEqualTo("secret");
    assertThat(stranger.passphrase()).isEqualTo("pass");
  }
}
