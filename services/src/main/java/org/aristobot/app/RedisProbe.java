package org.aristobot.app;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks the embedded Redis a few questions while it starts. Small on purpose: the real client takes
 * longer to load than Redis to start. For one thread.
 */
final class RedisProbe implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 2_000;

  private final Socket socket = new Socket();
  private final InputStream in;
  private final OutputStream out;

  RedisProbe(int port, @Nullable Secret password) throws IOException {
    try {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      in = new BufferedInputStream(socket.getInputStream());
      out = socket.getOutputStream();
      if (password != null) {
        ask("AUTH", password.reveal());
      }
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** The answer's texts, in order. An error answer is an exception with Redis's words. */
  List<String> ask(String... words) throws IOException {
    StringBuilder request = new StringBuilder("*" + words.length + "\r\n");
    for (String word : words) {
      request.append('$').append(word.getBytes(StandardCharsets.UTF_8).length).append("\r\n");
      request.append(word).append("\r\n");
    }
    out.write(request.toString().getBytes(StandardCharsets.UTF_8));
    out.flush();
    List<String> answer = new ArrayList<>();
    read(answer);
    return answer;
  }

  private void read(List<String> answer) throws IOException {
    String head = line();
    String rest = head.isEmpty() ? "" : head.substring(1);
    switch (head.isEmpty() ? ' ' : head.charAt(0)) {
      case '+', ':' -> answer.add(rest);
      case '-' -> throw new IOException("Redis answers: " + rest);
      case '$' -> answer.add(text(Integer.parseInt(rest)));
      case '*' -> {
        for (int i = Integer.parseInt(rest); i > 0; i--) {
          read(answer);
        }
      }
      default -> throw new IOException("This does not speak Redis");
    }
  }

  private String text(int length) throws IOException {
    byte[] bytes = in.readNBytes(length + 2);
    if (bytes.length < length + 2) {
      throw new EOFException("Redis hung up");
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0 || line.length() > 512) {
        throw new EOFException("Redis hung up");
      }
      line.append((char) b);
    }
    return line.toString().strip();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
