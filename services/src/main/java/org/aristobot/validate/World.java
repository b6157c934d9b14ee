package org.aristobot.validate;

/** What an account's money is worth. */
public enum World {
  /** Nothing, and it can be told to fail. */
  SIMULATOR("simulator"),
  /** Nothing. */
  TESTNET("testnet"),
  /** What it says. */
  REAL("real money");

  private final String word;

  World(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }
}
