package org.aristobot.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;

/**
 * Stands where the venue stands: answers every request at once, in the shape of Binance's FULL
 * order answer, with the decimals digit for digit as they came in. It checks the signature of the
 * first order on every connection and nothing else. One thread, raw sockets, keep-alive; a process
 * of its own, which ends when its standard input does.
 */
final class Stub {

  /** The secret of every account here. */
  static final String SECRET = "bench-secret";

  private static final String JSON = "Content-Type: application/json;charset=UTF-8\r\n";
  private static final int ROOM = 64 * 1024;

  private final Selector selector;
  private final byte[] exchangeInfo = bytes(200, StubMarkets.exchangeInfo());
  private long orders;

  private Stub(Selector selector) {
    this.selector = selector;
  }

  /** What came in on one connection and was not answered yet. */
  private static final class Connection {
    private final byte[] bytes = new byte[ROOM];
    private final ByteBuffer in = ByteBuffer.wrap(bytes);
    private boolean proven;
  }

  /** Head and body of one request. */
  private record Asked(String method, String path, String query, String body) {

    Map<String, String> parameters() {
      Map<String, String> parameters = HashMap.newHashMap(16);
      for (String text : new String[] {query, body}) {
        for (int at = 0; at < text.length(); ) {
          int end = text.indexOf('&', at);
          end = end < 0 ? text.length() : end;
          int equals = text.indexOf('=', at);
          if (equals > at && equals < end) {
            parameters.put(text.substring(at, equals), text.substring(equals + 1, end));
          }
          at = end + 1;
        }
      }
      return parameters;
    }

    /** Signed are the query and the body, one after the other; the signature is in either. */
    boolean wellSigned() {
      String signature = parameters().getOrDefault("signature", "");
      String mark = "signature=" + signature;
      return Hmac.of(SECRET, without(query, mark) + without(body, mark)).equals(signature);
    }

    private static String without(String text, String mark) {
      return text.replace("&" + mark, "").replace(mark, "");
    }
  }

  public static void main(String[] arguments) throws IOException {
    try (Selector selector = Selector.open();
        ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
      server.configureBlocking(false);
      server.register(selector, SelectionKey.OP_ACCEPT);
      Child.endWithInput();
      Stub stub = new Stub(selector);
      System.out.println("PORT " + server.socket().getLocalPort());
      stub.serve(server);
    }
  }

  private void serve(ServerSocketChannel server) throws IOException {
    while (true) {
      selector.select();
      for (Iterator<SelectionKey> keys = selector.selectedKeys().iterator(); keys.hasNext(); ) {
        SelectionKey key = keys.next();
        keys.remove();
        if (key.isAcceptable()) {
          accept(server);
        } else {
          read(key);
        }
      }
    }
  }

  private void accept(ServerSocketChannel server) throws IOException {
    SocketChannel channel = server.accept();
    if (channel != null) {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.register(selector, SelectionKey.OP_READ, new Connection());
    }
  }

  private void read(SelectionKey key) throws IOException {
    SocketChannel channel = (SocketChannel) key.channel();
    Connection connection = (Connection) key.attachment();
    try {
      if (channel.read(connection.in) < 0) {
        channel.close();
        return;
      }
      answerAll(channel, connection);
    } catch (IOException e) {
      // The other side is gone.
      channel.close();
    }
  }

  private void answerAll(SocketChannel channel, Connection connection) throws IOException {
    ByteBuffer in = connection.in;
    int from = 0;
    while (true) {
      int head = endOfHead(connection.bytes, from, in.position());
      if (head < 0) {
        break;
      }
      String text = new String(connection.bytes, from, head - from, StandardCharsets.ISO_8859_1);
      int end = head + bodyLength(text);
      if (end > in.position()) {
        break;
      }
      String body = new String(connection.bytes, head, end - head, StandardCharsets.ISO_8859_1);
      write(channel, answer(asked(text, body), connection));
      from = end;
    }
    in.limit(in.position()).position(from);
    in.compact();
  }

  private static int endOfHead(byte[] bytes, int from, int to) {
    for (int i = from; i + 3 < to; i++) {
      if (bytes[i] == '\r' && bytes[i + 2] == '\r' && bytes[i + 3] == '\n') {
        return i + 4;
      }
    }
    return -1;
  }

  private static int bodyLength(String head) {
    if (head.startsWith("GET ")) {
      return 0;
    }
    int at = head.toLowerCase(Locale.ROOT).indexOf("\r\ncontent-length:");
    if (at < 0) {
      return 0;
    }
    int start = at + "\r\ncontent-length:".length();
    return Integer.parseInt(head.substring(start, head.indexOf('\r', start)).strip());
  }

  private static Asked asked(String head, String body) {
    int space = head.indexOf(' ');
    int end = head.indexOf(' ', space + 1);
    String target = head.substring(space + 1, end);
    int mark = target.indexOf('?');
    return new Asked(
        head.substring(0, space),
        mark < 0 ? target : target.substring(0, mark),
        mark < 0 ? "" : target.substring(mark + 1),
        body);
  }

  private static void write(SocketChannel channel, byte[] answer) throws IOException {
    ByteBuffer out = ByteBuffer.wrap(answer);
    while (out.hasRemaining()) {
      if (channel.write(out) == 0) {
        // Only the market list is larger than a socket's buffer; nobody is measured meanwhile.
        Thread.onSpinWait();
      }
    }
  }

  private byte[] answer(Asked asked, Connection connection) {
    return switch (asked.method() + " " + asked.path()) {
      case "POST /api/v3/order" -> {
        if (!connection.proven && !asked.wellSigned()) {
          yield bytes(400, "{\"code\":-1022,\"msg\":\"Signature for this request is not valid.\"}");
        }
        connection.proven = true;
        yield bytes(200, order(asked.parameters()));
      }
      case "GET /api/v3/time" -> bytes(200, "{\"serverTime\":" + millis() + "}");
      case "GET /api/v3/exchangeInfo" -> exchangeInfo;
      case "GET /_stub/orders" -> bytes(200, Long.toString(orders));
      default -> bytes(404, "{\"code\":-1100,\"msg\":\"The stub does not know that call.\"}");
    };
  }

  /** The answer to a limit order that rests, the decimals as they came. */
  private String order(Map<String, String> asked) {
    long now = millis();
    StringBuilder text = new StringBuilder(512);
    text.append("{\"symbol\":\"").append(asked.getOrDefault("symbol", ""));
    text.append("\",\"orderId\":").append(++orders);
    text.append(",\"orderListId\":-1,\"clientOrderId\":\"");
    text.append(asked.getOrDefault("newClientOrderId", ""));
    text.append("\",\"transactTime\":").append(now);
    text.append(",\"price\":\"").append(asked.getOrDefault("price", "0.00000000"));
    text.append("\",\"origQty\":\"").append(asked.getOrDefault("quantity", "0.00000000"));
    text.append("\",\"executedQty\":\"0.00000000\",\"origQuoteOrderQty\":\"0.00000000\"");
    text.append(",\"cummulativeQuoteQty\":\"0.00000000\",\"status\":\"NEW\",\"timeInForce\":\"");
    text.append(asked.getOrDefault("timeInForce", "GTC"));
    text.append("\",\"type\":\"").append(asked.getOrDefault("type", ""));
    text.append("\",\"side\":\"").append(asked.getOrDefault("side", ""));
    if (asked.containsKey("stopPrice")) {
      text.append("\",\"stopPrice\":\"").append(asked.get("stopPrice"));
    }
    text.append("\",\"workingTime\":").append(now);
    text.append(",\"fills\":[],\"selfTradePreventionMode\":\"EXPIRE_MAKER\"}");
    return text.toString();
  }

  private static long millis() {
    return System.currentTimeMillis();
  }

  private static byte[] bytes(int status, String body) {
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    byte[] head =
        ("HTTP/1.1 "
                + status
                + " \r\n"
                + JSON
                + "x-mbx-used-weight-1m: 1\r\nx-mbx-order-count-10s: 1\r\n"
                + "x-mbx-order-count-1d: 1\r\nContent-Length: "
                + content.length
                + "\r\n\r\n")
            .getBytes(StandardCharsets.ISO_8859_1);
    byte[] all = Arrays.copyOf(head, head.length + content.length);
    System.arraycopy(content, 0, all, head.length, content.length);
    return all;
  }
}
