package org.aristobot.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The stub's process, and the folder of everybody's logs. */
final class Stage implements AutoCloseable {

  private final Child stub;
  private final String address;
  private final Path logs;

  private Stage(Child stub, String address, Path logs) {
    this.stub = stub;
    this.address = address;
    this.logs = logs;
  }

  static Stage open(Path logs) {
    Child stub = Child.java(Stub.class, List.of(), List.of(), logs);
    String port = stub.hearUntil("PORT ", Duration.ofSeconds(30)).substring("PORT ".length());
    return new Stage(stub, "http://127.0.0.1:" + port, logs);
  }

  String stub() {
    return address;
  }

  Path logs() {
    return logs;
  }

  /** How many orders the stub has taken since it started. */
  long ordersSeen() {
    try (InputStream in = URI.create(address + "/_stub/orders").toURL().openStream()) {
      return Long.parseLong(new String(in.readAllBytes(), StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    stub.close();
  }
}
