package org.aristobot.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.aristobot.journal.Database;

/** What was used up to a moment: processor time in microseconds, and what PostgreSQL wrote. */
record Usage(Map<String, Double> figures) {

  /** Linux counts hundredths of seconds. */
  private static final double MICROS_PER_TICK = 10_000;

  /** The processes of one run; PostgreSQL is told by its first process. */
  record Processes(long postgres, long redis, long gateway, long venue) {}

  private record Stat(long parent, double micros) {}

  static Usage now(Processes processes, Database database) {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("gateway", stat(processes.gateway()).micros());
    figures.put("postgres", tree(processes.postgres()));
    figures.put("redis", stat(processes.redis()).micros());
    figures.put("venue", stat(processes.venue()).micros());
    figures.put("callers", stat(ProcessHandle.current().pid()).micros());
    figures.put("WAL bytes", number(database, "SELECT wal_bytes FROM pg_stat_wal"));
    figures.put(
        "WAL syncs", number(database, "SELECT sum(fsyncs) FROM pg_stat_io WHERE object = 'wal'"));
    return new Usage(figures);
  }

  Usage minus(Usage before) {
    Map<String, Double> used = new LinkedHashMap<>();
    figures.forEach(
        (name, value) -> used.put(name, value - Objects.requireNonNull(before.figures.get(name))));
    return new Usage(used);
  }

  private static double number(Database database, String query) {
    return database
        .jdbi()
        .withHandle(handle -> handle.createQuery(query).mapTo(Double.class).one());
  }

  private static double tree(long root) {
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      List<Long> ids =
          all.map(path -> path.getFileName().toString())
              .filter(name -> name.chars().allMatch(Character::isDigit))
              .map(Long::parseLong)
              .toList();
      return ids.stream()
          .map(id -> id == root ? new Stat(root, stat(id).micros()) : stat(id))
          .filter(stat -> stat.parent() == root)
          .mapToDouble(Stat::micros)
          .sum();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A process that has ended meanwhile counts for nothing. */
  private static Stat stat(long id) {
    try {
      String text = Files.readString(Path.of("/proc", Long.toString(id), "stat"));
      // The name in brackets may hold anything.
      String[] cells = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
      double ticks = Double.parseDouble(cells[11]) + Double.parseDouble(cells[12]);
      return new Stat(Long.parseLong(cells[1]), ticks * MICROS_PER_TICK);
    } catch (IOException e) {
      return new Stat(-1, 0);
    }
  }
}
