package org.aristobot.journal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** The line to a server on this machine, which can be cut at the worst moment. */
public final class CuttingProxy implements AutoCloseable {

  private final int port;
  private volatile ServerSocket listener;
  private final int target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicReference<@Nullable String> trigger = new AtomicReference<>();
  private volatile boolean away;
  private volatile boolean awayAfterCut;
  private volatile boolean silent;

  public CuttingProxy(int target) {
    this.target = target;
    try {
      listener = listen(0);
      port = listener.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  private static ServerSocket listen(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
    return socket;
  }

  public int port() {
    return port;
  }

  /**
   * Lets the next request with that text through, and cuts every line when its answer comes, which
   * nobody sees: it was carried out.
   */
  public void cutAnswerTo(String text, boolean thenAway) {
    awayAfterCut = thenAway;
    silent = false;
    trigger.set(text);
  }

  /** The same, but the line stays open and says nothing more. */
  void keepAnswerTo(String text) {
    silent = true;
    trigger.set(text);
  }

  public boolean hasCut() {
    return trigger.get() == null;
  }

  /** While it is away, lines are closed and new ones are closed at once. */
  public void setAway(boolean away) {
    this.away = away;
    if (away) {
      closeAll();
    }
  }

  /** While it refuses, lines are closed and nobody listens, as when a process has ended. */
  public void setRefusing(boolean refusing) throws IOException {
    if (refusing) {
      away = true;
      listener.close();
      closeAll();
    } else {
      away = false;
      // Meanwhile the port may have served somebody on this machine for a connection of theirs.
      listener =
          Awaitility.await()
              .atMost(Duration.ofSeconds(60))
              .ignoreException(BindException.class)
              .until(() -> listen(port), Objects::nonNull);
      Thread.ofVirtual().start(this::accept);
    }
  }

  private void accept() {
    ServerSocket mine = listener;
    while (!mine.isClosed()) {
      try {
        Socket client = mine.accept();
        if (away) {
          client.close();
          continue;
        }
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.add(client);
        sockets.add(server);
        new Line(client, server).start();
        if (away) {
          closeAll();
        }
      } catch (IOException e) {
        closeAll();
      }
    }
  }

  private void closeAll() {
    for (Socket socket : List.copyOf(sockets)) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      // One by one: those that come meanwhile are not lost sight of.
      sockets.remove(socket);
    }
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
          } else if (armed && silent) {
            return;
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
