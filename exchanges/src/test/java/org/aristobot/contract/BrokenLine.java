package org.aristobot.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/** A line to a venue that can break in the middle of the answer to the next command. */
final class BrokenLine implements AutoCloseable {

  private final URI venue;
  private final ServerSocket server;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final AtomicBoolean breaks = new AtomicBoolean();

  BrokenLine(URI venue) {
    this.venue = venue;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  /** The next request that is no question is answered by a reset in mid-answer. */
  void breakNext() {
    breaks.set(true);
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket near = server.accept();
        Socket far = new Socket(venue.getHost(), venue.getPort());
        open.addAll(List.of(near, far));
        AtomicBoolean command = new AtomicBoolean();
        Thread.ofVirtual().start(() -> ask(near, far, command));
        Thread.ofVirtual().start(() -> answer(near, far, command));
      } catch (IOException e) {
        return;
      }
    }
  }

  /** Requests without a body arrive in one piece. */
  private static void ask(Socket near, Socket far, AtomicBoolean command) {
    try (near;
        far) {
      byte[] bytes = new byte[65536];
      InputStream in = near.getInputStream();
      OutputStream out = far.getOutputStream();
      for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
        command.set(!new String(bytes, 0, n, StandardCharsets.ISO_8859_1).startsWith("GET "));
        out.write(bytes, 0, n);
        out.flush();
      }
    } catch (IOException e) {
      // One of them went away.
    }
  }

  private void answer(Socket near, Socket far, AtomicBoolean command) {
    try (near;
        far) {
      byte[] bytes = new byte[65536];
      InputStream in = far.getInputStream();
      OutputStream out = near.getOutputStream();
      for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
        boolean broken = command.get() && breaks.compareAndSet(true, false);
        out.write(bytes, 0, broken ? n - 1 : n);
        out.flush();
        if (broken) {
          near.setSoLinger(true, 0);
          return;
        }
      }
    } catch (IOException e) {
      // One of them went away.
    }
  }
}
