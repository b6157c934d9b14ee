package org.aristobot.simulator;

import java.util.EnumSet;
import org.aristobot.simulator.book.Account.Credentials;
import org.aristobot.simulator.book.Engine;
import org.aristobot.simulator.book.Instruments;
import org.aristobot.simulator.book.Permission;
import org.jspecify.annotations.Nullable;

/** The accounts that every simulator has: {@code demo}, {@code demo2} … {@code demo9}. */
record DemoAccounts(String secret, @Nullable String passphrase) {

  private static final int COUNT = 9;

  void openIn(Engine engine) {
    for (int number = 1; number <= COUNT; number++) {
      String key = number == 1 ? "demo" : "demo" + number;
      engine.putAccount(
          key,
          new Credentials(secret, passphrase, EnumSet.allOf(Permission.class)),
          Instruments.demoBalances());
    }
  }

  @Override
  public String toString() {
    return "DemoAccounts[" + COUNT + "]";
  }
}
