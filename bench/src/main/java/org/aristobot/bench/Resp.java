package org.aristobot.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The least that a caller of Redis needs, so that the caller costs little beside what it measures.
 * Thread rule: one thread.
 */
final class Resp implements AutoCloseable {

  private final Socket socket;
  private final InputStream in;

  Resp(URI redis) throws IOException {
    socket = new Socket(redis.getHost(), redis.getPort());
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /**
   * Sends a command and reads its answer.
   *
   * @return the text, the number as text, or the last element of an array; null for nothing
   */
  @Nullable String call(String... words) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(256);
    write(out, "*" + words.length + "\r\n");
    for (String word : words) {
      byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
      write(out, "$" + bytes.length + "\r\n");
      out.write(bytes);
      write(out, "\r\n");
    }
    socket.getOutputStream().write(out.toByteArray());
    return read();
  }

  private static void write(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }

  private @Nullable String read() throws IOException {
    String line = line();
    String rest = line.substring(1);
    return switch (line.charAt(0)) {
      case '+', ':' -> rest;
      case '$' -> text(Integer.parseInt(rest));
      case '*' -> {
        String last = null;
        for (int n = Integer.parseInt(rest); n > 0; n--) {
          last = read();
        }
        yield last;
      }
      default -> throw new IOException("Redis: " + line);
    };
  }

  private @Nullable String text(int length) throws IOException {
    if (length < 0) {
      return null;
    }
    byte[] bytes = in.readNBytes(length);
    String _ = line();
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder(32);
    for (int c = in.read(); c != '\r'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("Redis closed the connection");
      }
      line.append((char) c);
    }
    int _ = in.read();
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
