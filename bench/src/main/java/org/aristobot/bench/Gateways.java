package org.aristobot.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The program's own gateway, started as the launcher starts it. */
final class Gateways {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Gateways() {}

  /** Starts one, and returns when it serves requests. */
  static Child start(World world, String stub, Path logs) {
    Child gateway = launch(world, stub, logs);
    String _ = gateway.hearUntil("The gateway gw-", PATIENCE);
    return gateway;
  }

  private static Path cache() {
    return Places.program().resolve("classes.aot");
  }

  static boolean hasCache() {
    return Files.exists(cache());
  }

  /** The launcher has it made on the side after a build. */
  static void awaitCache(Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!hasCache() && System.nanoTime() < deadline) {
      Child.pause(Duration.ofMillis(200));
    }
  }

  /** Starts one without waiting for it. */
  static Child launch(World world, String stub, Path logs) {
    List<String> command =
        new ArrayList<>(List.of(Places.java(), "-Xms48m", "-Xmx512m", "-XX:+UseSerialGC"));
    command.addAll(Places.OPEN);
    Path program = Places.program();
    if (hasCache()) {
      command.addAll(List.of("-XX:AOTCache=" + cache(), "-XX:AOTMode=auto"));
    }
    command.addAll(
        List.of(
            "-Xlog:aot*=off",
            "-Xlog:cds*=off",
            "-Daristobot.home=" + Places.home(),
            "-jar",
            program.resolve("aristobot.jar").toString(),
            "gateway"));
    Map<String, String> environment =
        world.environment(stub, world.data().resolveSibling("gateway"));
    return Child.start("gateway", command, environment, logs.resolve("gateway.err"));
  }
}
