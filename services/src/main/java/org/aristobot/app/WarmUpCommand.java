package org.aristobot.app;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * {@code warm-up}: loads the classes that most commands need and ends. The launcher runs it once
 * after a build to record them in a cache; it starts nothing and touches no file.
 */
@Command(name = "warm-up", hidden = true, description = "Loads classes and ends.")
final class WarmUpCommand implements Callable<Integer> {
  private static final List<String> LOADED =
      List.of(
          "org.postgresql.Driver",
          "org.postgresql.jdbc.PgConnection",
          "org.postgresql.core.v3.ConnectionFactoryImpl",
          "org.postgresql.core.v3.QueryExecutorImpl",
          "org.postgresql.jdbc.PgStatement",
          "org.postgresql.jdbc.PgResultSet",
          "org.aristobot.app.Embedded",
          "org.aristobot.app.EmbeddedPostgres",
          "org.aristobot.app.EmbeddedRedis",
          "io.lettuce.core.RedisClient",
          "com.zaxxer.hikari.HikariDataSource",
          "org.jdbi.v3.core.Jdbi");

  @Override
  public Integer call() throws ClassNotFoundException {
    for (String name : LOADED) {
      Class.forName(name);
    }
    JsonMapper json = JsonMapper.shared();
    json.readTree(json.writeValueAsString(Map.of("a", List.of(1))));
    new YAMLMapper().readTree("a: {b: 1}");
    return 0;
  }
}
