package org.aristobot.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * The floor under every client: a socket that sends bytes signed beforehand and reads the answer to
 * its end, without looking at it. Thread rule: one thread.
 */
final class SocketPlacer implements Load.Placer, AutoCloseable {

  private static final int PREPARED = 256;
  private static final String LENGTH = "Content-Length: ";

  private final Socket socket;
  private final byte[][] requests = new byte[PREPARED][];
  private final byte[] answer = new byte[8192];

  SocketPlacer(URI stub) throws IOException {
    socket = new Socket(stub.getHost(), stub.getPort());
    socket.setTcpNoDelay(true);
    for (int i = 0; i < PREPARED; i++) {
      requests[i] = request(stub, i).getBytes(StandardCharsets.ISO_8859_1);
    }
  }

  /** The same bytes as our client sends. */
  private static String request(URI stub, int number) {
    String query =
        "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&price="
            + JvmClients.price(number)
            + "&quantity="
            + JvmClients.QUANTITY
            + "&newClientOrderId=bench-"
            + number
            + "&newOrderRespType=FULL&recvWindow=5000&timestamp="
            + System.currentTimeMillis();
    return "POST /api/v3/order?"
        + query
        + "&signature="
        + Hmac.of(Stub.SECRET, query)
        + " HTTP/1.1\r\nX-MBX-APIKEY: bench-key\r\nAccept: application/json\r\nHost: "
        + stub.getAuthority()
        + "\r\nConnection: keep-alive\r\nUser-Agent: aristobot\r\n\r\n";
  }

  @Override
  public void place(long number) throws IOException {
    socket.getOutputStream().write(requests[(int) (number % PREPARED)]);
    InputStream in = socket.getInputStream();
    int read = 0;
    int total = Integer.MAX_VALUE;
    while (read < total) {
      int n = in.read(answer, read, answer.length - read);
      if (n < 0) {
        throw new EOFException("the stub closed the connection");
      }
      read += n;
      total = total == Integer.MAX_VALUE ? total(read) : total;
    }
    if (answer[9] != '2') {
      throw new IOException(new String(answer, 0, read, StandardCharsets.ISO_8859_1));
    }
  }

  /** Length of head and body, as soon as the head is there. */
  private int total(int read) {
    String text = new String(answer, 0, read, StandardCharsets.ISO_8859_1);
    int head = text.indexOf("\r\n\r\n");
    if (head < 0) {
      return Integer.MAX_VALUE;
    }
    int at = text.indexOf(LENGTH) + LENGTH.length();
    return head + 4 + Integer.parseInt(text, at, text.indexOf('\r', at), 10);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
