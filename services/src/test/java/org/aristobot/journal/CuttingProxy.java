package org.aristobot.journal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The line to PostgreSQL, which can be cut at the worst moment. */
final class CuttingProxy implements AutoCloseable {

  private final ServerSocket listener;
  private final int target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicReference<@Nullable String> trigger = new AtomicReference<>();
  private volatile boolean away;
  private volatile boolean awayAfterCut;

  CuttingProxy(int target) {
    this.target = target;
    try {
      listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /**
   * Lets the next request with that text through, and cuts every line when its answer comes, which
   * nobody sees: it was carried out.
   */
  void cutAnswerTo(String text, boolean thenAway) {
    awayAfterCut = thenAway;
    trigger.set(text);
  }

  boolean hasCut() {
    return trigger.get() == null;
  }

  void setAway(boolean away) {
    this.away = away;
    if (away) {
      closeAll();
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        if (away) {
          client.close();
          continue;
        }
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.add(client);
        sockets.add(server);
        new Line(client, server).start();
      } catch (IOException e) {
        closeAll();
      }
    }
  }

  private void closeAll() {
    for (Socket socket : sockets) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    sockets.clear();
  }

  private final class Line {
    private final Socket client;
    private final Socket server;
    private volatile boolean armed;

    Line(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    void start() {
      Thread.ofVirtual().start(() -> pump(client, server, true));
      Thread.ofVirtual().start(() -> pump(server, client, false));
    }

    private void pump(Socket from, Socket to, boolean requests) {
      byte[] buffer = new byte[1 << 16];
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          if (requests) {
            watch(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
          } else if (armed) {
            away = awayAfterCut;
            closeAll();
            return;
          }
          out.write(buffer, 0, n);
        }
        to.close();
      } catch (IOException e) {
        sockets.remove(from);
      }
    }

    private void watch(String text) {
      String wanted = trigger.get();
      if (wanted != null && text.contains(wanted)) {
        trigger.set(null);
        armed = true;
      }
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    closeAll();
  }
}
