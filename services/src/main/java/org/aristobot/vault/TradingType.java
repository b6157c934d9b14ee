package org.aristobot.vault;

import java.util.Optional;

/** What may trade on a broker by itself, with the word that users and the database know. */
public enum TradingType {
  OFF("OFF"),
  STRATEGIE("Strategie"),
  WEBHOOKS("Webhooks");

  private final String word;

  TradingType(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }

  public static Optional<TradingType> of(String word) {
    for (TradingType type : values()) {
      if (type.word.equals(word)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
