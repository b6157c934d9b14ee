package org.aristobot.gateway;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A webhook that keeps the alerts that it is sent. */
public final class AlertStub implements AutoCloseable {

  private final HttpServer server;
  private final List<JsonNode> alerts = new CopyOnWriteArrayList<>();

  public AlertStub() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/alerts",
        exchange -> {
          alerts.add(JsonMapper.shared().readTree(exchange.getRequestBody()));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/alerts");
  }

  /** The sentences of one kind of alert. */
  public List<String> of(String kind) {
    return alerts.stream()
        .filter(alert -> alert.get("kind").asString().equals(kind))
        .map(alert -> alert.get("text").asString())
        .toList();
  }

  /** Everything that was sent. */
  List<String> all() {
    return alerts.stream().map(JsonNode::toString).toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
