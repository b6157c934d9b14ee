package org.aristobot.simulator;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import org.aristobot.simulator.wire.WireRequest;
import org.aristobot.simulator.wire.WireResponse;
import org.jspecify.annotations.Nullable;

/**
 * A simulated venue on a port of its own, with its control plane below {@code /_sim/}. Safe for all
 * threads; each request is served by a virtual thread.
 */
public final class Simulator implements AutoCloseable {

  private static final String CONTROL = "/_sim/";

  private final SimulatorOptions options;
  private final SimulatedVenues.Running venue;
  private final Front front;
  private final ControlPlane control;
  private final WebServer server;

  private Simulator(SimulatorOptions options) {
    this.options = options;
    this.venue = SimulatedVenues.start(options);
    venue.accounts().openIn(venue.engine());
    this.front = new Front(venue);
    this.control = new ControlPlane(venue);
    this.server =
        WebServer.builder()
            .address(address(options.host()))
            .port(options.port())
            .shutdownHook(false)
            .routing(routing -> routing.any(this::handle))
            .build();
  }

  /**
   * Starts a venue; it answers when this returns.
   *
   * @throws IllegalArgumentException when there is no simulator for the venue or no such host
   * @throws IllegalStateException when the port is taken
   */
  public static Simulator start(SimulatorOptions options) {
    requireFree(options);
    Simulator simulator = new Simulator(options);
    simulator.server.start();
    if (!simulator.server.isRunning()) { // the server does not say so by itself
      throw taken(options);
    }
    return simulator;
  }

  private static void requireFree(SimulatorOptions options) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(address(options.host()), options.port()));
    } catch (IOException e) {
      throw taken(options);
    }
  }

  private static IllegalStateException taken(SimulatorOptions options) {
    return new IllegalStateException(
        "Port %d of %s, which the %s simulator needs, is taken."
            .formatted(options.port(), options.host(), options.venue()));
  }

  private static InetAddress address(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("host " + host + " is unknown", e);
    }
  }

  /** Where the venue answers, without a slash at the end. */
  public URI uri() {
    return URI.create("http://" + options.host() + ":" + port());
  }

  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.stop();
  }

  private void handle(ServerRequest request, ServerResponse response) {
    WireRequest wire = wire(request);
    WireResponse answer = answer(wire);
    if (answer == null) {
      throw new CloseConnectionException("dropped by a fault");
    }
    response.status(answer.status());
    response.header(HeaderNames.CONTENT_TYPE, "application/json;charset=UTF-8");
    answer.headers().forEach(response::header);
    response.send(answer.body().getBytes(StandardCharsets.UTF_8));
  }

  private @Nullable WireResponse answer(WireRequest request) {
    if (request.path().startsWith(Front.REDIRECTED + "/")) {
      venue.stats().followedRedirects.increment();
      String path = request.path().substring(Front.REDIRECTED.length());
      return front.serve(
          new WireRequest(
              request.method(),
              path,
              request.rawQuery(),
              request.body(),
              request.header(),
              request.address()));
    }
    return request.path().startsWith(CONTROL) ? control.answer(request) : front.serve(request);
  }

  private static WireRequest wire(ServerRequest request) {
    byte[] body = request.content().hasEntity() ? request.content().as(byte[].class) : new byte[0];
    return new WireRequest(
        request.prologue().method().text(),
        request.prologue().uriPath().rawPath(),
        request.prologue().query().rawValue(),
        new String(body, StandardCharsets.UTF_8),
        name -> request.headers().first(HeaderNames.create(name)).orElse(null),
        request.remotePeer().host());
  }
}
