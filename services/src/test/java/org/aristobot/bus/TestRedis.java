package org.aristobot.bus;

import io.lettuce.core.RedisURI;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import redis.embedded.RedisServer;

/** A real Redis on a free port of the loopback address; its data survive a restart. */
final class TestRedis implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path folder;
  private int port;
  private RedisServer server;

  TestRedis(Path folder) {
    this.folder = folder;
    this.server =
        started(() -> {
          port = freePort();
          return launch();
        });
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  /** Until it is there: a port that was free may serve somebody else for a connection of theirs. */
  private static RedisServer started(Callable<RedisServer> launch) {
    return Awaitility.await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .ignoreException(IOException.class)
        .until(launch, Objects::nonNull);
  }

  private RedisServer launch() throws IOException {
    RedisServer launched =
        RedisServer.newRedisServer()
            .port(port)
            .bind("127.0.0.1")
            .setting("dir " + folder)
            .setting("appendonly yes")
            // What it wrote survives its own end; a busy disk does not hold it up.
            .setting("appendfsync no")
            .setting("save \"\"")
            .build();
    launched.start();
    return launched;
  }

  String uri() {
    return RedisURI.create("127.0.0.1", port).toURI().toString();
  }

  void down() throws IOException {
    server.stop();
  }

  void up() {
    server = started(this::launch);
  }

  @Override
  public void close() throws IOException {
    server.stop();
  }
}
