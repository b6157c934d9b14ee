package org.aristobot.model;

/** Which of a venue's worlds an account lives in. It chooses addresses, never logic. */
public enum Environment {
  LIVE,
  TESTNET
}
