package org.aristobot.bus;

import io.lettuce.core.RedisURI;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import redis.embedded.RedisServer;

/** A real Redis on a free port of the loopback address; its data survive a restart. */
final class TestRedis implements AutoCloseable {

  private final int port;
  private final Path folder;
  private RedisServer server;

  TestRedis(Path folder) throws IOException {
    this.folder = folder;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      this.port = free.getLocalPort();
    }
    this.server = launch();
  }

  private RedisServer launch() throws IOException {
    RedisServer launched =
        RedisServer.newRedisServer()
            .port(port)
            .bind("127.0.0.1")
            .setting("dir " + folder)
            .setting("appendonly yes")
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

  void up() throws IOException {
    server = launch();
  }

  @Override
  public void close() throws IOException {
    server.stop();
  }
}
