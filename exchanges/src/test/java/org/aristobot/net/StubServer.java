package org.aristobot.net;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A raw HTTP/1.1 server on a free port that answers byte for byte what a test says. */
public final class StubServer implements AutoCloseable {

  /** What happens to the connection behind a reply. */
  public enum Then {
    KEEP,
    CLOSE,
    RESET
  }

  /**
   * A request as it arrived.
   *
   * @param headers by lower-case name
   */
  public record Seen(String method, String target, Map<String, String> headers, String body) {
    public String path() {
      int query = target.indexOf('?');
      return query < 0 ? target : target.substring(0, query);
    }

    public String parameter(String name) {
      for (String pair : target.substring(target.indexOf('?') + 1).split("&", -1)) {
        if (pair.startsWith(name + "=")) {
          return pair.substring(name.length() + 1);
        }
      }
      return "";
    }
  }

  public record Reply(String bytes, Then then) {
    public static Reply of(int status, String body, String... headers) {
      StringBuilder text = new StringBuilder("HTTP/1.1 " + status + " Whatever\r\n");
      for (String header : headers) {
        text.append(header).append("\r\n");
      }
      int length = body.getBytes(StandardCharsets.UTF_8).length;
      return new Reply(
          text.append("Content-Length: ").append(length).append("\r\n\r\n").append(body).toString(),
          Then.KEEP);
    }

    public Reply then(Then what) {
      return new Reply(bytes, what);
    }
  }

  private final ServerSocket server;
  private final Function<Seen, Reply> handler;
  private final Thread acceptor;
  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  public StubServer(Function<Seen, Reply> handler) {
    this.handler = handler;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    acceptor = Thread.ofVirtual().start(this::accept);
  }

  public URI base() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  public List<Seen> seen() {
    return seen;
  }

  public long count(String method) {
    return seen.stream().filter(request -> request.method().equals(method)).count();
  }

  public List<Socket> connections() {
    return open;
  }

  @Override
  public void close() {
    try {
      server.close();
      // Until it has left accept, the port may still take a connection.
      acceptor.join(Duration.ofSeconds(5));
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      OutputStream out = socket.getOutputStream();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] parts = line.split(" ", 3);
        Map<String, String> headers = headers(in);
        Seen request = new Seen(parts[0], parts[1], headers, body(in, headers));
        seen.add(request);
        Reply reply = handler.apply(request);
        out.write(reply.bytes().getBytes(StandardCharsets.UTF_8));
        out.flush();
        if (reply.then() == Then.RESET) {
          socket.setSoLinger(true, 0);
        }
        if (reply.then() != Then.KEEP) {
          return;
        }
      }
    } catch (IOException e) {
      // The client went away.
    }
  }

  /** The reader gives bytes as characters, so that the announced length counts both. */
  private static String body(BufferedReader in, Map<String, String> headers) throws IOException {
    char[] body = new char[Integer.parseInt(headers.getOrDefault("content-length", "0"))];
    int length = 0;
    for (int read = 0; read >= 0 && length < body.length; length += Math.max(read, 0)) {
      read = in.read(body, length, body.length - length);
    }
    byte[] bytes = new String(body, 0, length).getBytes(StandardCharsets.ISO_8859_1);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static Map<String, String> headers(BufferedReader in) throws IOException {
    Map<String, String> headers = new TreeMap<>();
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return headers;
  }
}
