package org.aristobot.exchange;

import java.time.Duration;
import java.util.List;

/**
 * What a key turned out to be good for.
 *
 * @param permissions words such as {@code read} and {@code trade}
 * @param clockOffset the venue's clock minus ours
 * @param balanceCount assets with a balance other than zero
 */
public record CredentialCheck(List<String> permissions, Duration clockOffset, int balanceCount) {
  public CredentialCheck {
    permissions = List.copyOf(permissions);
  }
}
