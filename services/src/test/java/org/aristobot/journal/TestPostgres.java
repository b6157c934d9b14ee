package org.aristobot.journal;

import java.util.Objects;
import org.aristobot.app.PostgresAccess;
import org.aristobot.app.TestServers;

/** Databases of their own for the tests of the journal and of what stands on it. */
public final class TestPostgres {

  private TestPostgres() {}

  /** Opens a new, empty database. */
  public static Database fresh() {
    return open(TestServers.freshDatabase());
  }

  static Database open(PostgresAccess access) {
    return Database.open(
        access.url(), access.user(), Objects.requireNonNull(access.password()).reveal());
  }
}
