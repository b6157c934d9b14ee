package org.aristobot.gateway;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/** Valid messages, and what can go wrong with them. */
final class RequestMutations {

  private static final String[] VALID = {
    "place_order {'symbol':'BTC/USDT','side':'buy','type':'limit','quantity':'0.001','price':'40000.00'}",
    "place_order {'symbol':'BTC/USDT','side':'buy','type':'market','amount':0.001,'price':null}",
    "place_order {'symbol':'ETH/USDT','side':'sell','type':'limit','quantity':0.0123,'price':2500.5,'time_in_force':'GTC','source':'strategy'}",
    "place_order {'symbol':'ETH/USDT','side':'buy','type':'market','quote_quantity':'25.50'}",
    "place_order {'symbol':'LTC/USDT','side':'sell','type':'limit','quantity':'1.23456','price':'80','rounding':'down','post_only':true}",
    "place_order {'symbol':'SOL/USDT','side':'buy','type':'limit','quantity':'0.25','price':'90','stop_loss_price':'80','force':'IOC'}",
    "place_order {'side':'buy','type':'limit','price':'60','symbol':'LTC/USDT','extra_params':{'quantity':'0.5','strategyId':7}}",
    "cancel_order {'order_id':'12345','symbol':'BTC/USDT'}",
    "cancel_order {'client_order_id':'nobodys','symbol':'BTC/USDT'}",
    "get_order_info {'order_id':'12345','symbol':'BTC/USDT'}",
    "get_ticker {'symbol':'BTC/USDT'}",
    "get_candles {'symbol':'BTC/USDT','timeframe':'1m','since':1706000000000,'limit':2}",
    "get_markets {'active':true}",
    "fetch_my_trades {'symbol':'BTC/USDT','limit':1}",
    "ping {}",
  };

  private static final String[] NASTY = {
    "null",
    "true",
    "0",
    "-1",
    "1e999999999",
    "1e-999999999",
    "1E400",
    "123456789012345678901234567890",
    "'1e999999999'",
    "'-0'",
    "'NaN'",
    "'Infinity'",
    "''",
    "' '",
    "'0x10'",
    "'١٢'",
    "'1,5'",
    "'0.00000001'",
    "'9999999999999999999999999999999999999999999999999999999999999'",
    "[]",
    "{}",
    "[[1]]",
    "{'a':{'b':[1]}}",
    "'sell'",
    "'buy'",
    "'ETH/BTC'",
    "'btc/usdt'",
    "'BTC/USDT:USDT'",
    "'market'",
    "'limit'",
    "'oco'",
    "'😀'",
    "'é\\u0000'",
    "'\\ud800'",
    "'a\\nb'",
    "'$(id)'",
    "'); DROP TABLE orders; --'",
    "1.5",
    "2",
    "'2'",
    "-9223372036854775809",
  };

  private static final String[] NAMES = {
    "symbol",
    "side",
    "type",
    "quantity",
    "amount",
    "quote_quantity",
    "price",
    "stop_price",
    "time_in_force",
    "post_only",
    "client_order_id",
    "extra_params",
    "broker_id",
    "user_id",
    "order_id",
    "rounding",
    "limit",
    "protection",
    "iceberg_qty",
    "Symbol",
    "é",
    "",
    "__proto__",
    "request_id",
    "params",
    "action",
    "timestamp",
    "trailing_delta",
    "stop_loss_price",
    "reply_to",
    "decimals",
  };

  private final Random random;
  private final long broker;
  private final long user;
  private final List<UnaryOperator<String>> mutations =
      List.of(
          this::withNastyValue,
          this::withNastyValue,
          this::withoutField,
          this::renamed,
          this::swapped,
          this::added,
          this::doubled,
          this::digitChanged,
          this::digitChanged,
          this::truncated,
          this::inserted,
          this::deeplyNested);

  RequestMutations(long seed, long broker, long user) {
    this.random = new Random(seed);
    this.broker = broker;
    this.user = user;
  }

  /** The next message; one in eight is valid as it is. */
  byte[] next(int number) {
    String text = valid(number);
    int changes = random.nextInt(8) == 0 ? 0 : 1 + random.nextInt(2);
    for (int i = 0; i < changes; i++) {
      text = mutations.get(random.nextInt(mutations.size())).apply(text);
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return changes > 0 && random.nextInt(6) == 0 ? flipped(bytes) : bytes;
  }

  private String valid(int number) {
    String[] parts = VALID[random.nextInt(VALID.length)].split(" ", 2);
    ObjectNode message = GatewayRig.JSON.createObjectNode();
    message.put("request_id", "fuzz-" + number);
    message.put("action", parts[0]);
    message.set("params", GatewayRig.json(parts[1]).put("broker_id", broker));
    message.put("user_id", user);
    return message.toString();
  }

  private String pick(String[] choices) {
    return choices[random.nextInt(choices.length)];
  }

  private String nasty() {
    return random.nextInt(20) == 0
        ? "\"" + "x".repeat(1 + random.nextInt(20_000)) + "\""
        : pick(NASTY).replace('\'', '"');
  }

  /** The places of members, as they are in the text: a mutation need not leave valid JSON. */
  private int colon(String text) {
    int from = random.nextInt(text.length() + 1);
    int found = text.indexOf("\":", from);
    return found < 0 ? text.indexOf("\":") : found;
  }

  private static int endOfValue(String text, int start) {
    int at = start;
    if (at < text.length() && text.charAt(at) == '"') {
      int quote = text.indexOf('"', at + 1);
      return quote < 0 ? text.length() : quote + 1;
    }
    while (at < text.length() && ",}]".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return at;
  }

  private static int startOfName(String text, int colon) {
    return text.lastIndexOf('"', colon - 1);
  }

  private String withNastyValue(String text) {
    int colon = colon(text);
    return colon < 0
        ? text
        : text.substring(0, colon + 2) + nasty() + text.substring(endOfValue(text, colon + 2));
  }

  private String withoutField(String text) {
    int colon = colon(text);
    int start = colon < 0 ? -1 : startOfName(text, colon);
    if (start < 0) {
      return text;
    }
    int end = endOfValue(text, colon + 2);
    int comma = end < text.length() && text.charAt(end) == ',' ? end + 1 : end;
    return text.substring(0, start) + text.substring(comma);
  }

  private String renamed(String text) {
    int colon = colon(text);
    int start = colon < 0 ? -1 : startOfName(text, colon);
    return start < 0 ? text : text.substring(0, start + 1) + pick(NAMES) + text.substring(colon);
  }

  private String swapped(String text) {
    int one = colon(text);
    int other = colon(text);
    if (one < 0 || one >= other) {
      return text;
    }
    int oneEnd = endOfValue(text, one + 2);
    int otherEnd = endOfValue(text, other + 2);
    if (oneEnd > other) {
      return text;
    }
    return text.substring(0, one + 2)
        + text.substring(other + 2, otherEnd)
        + text.substring(oneEnd, other + 2)
        + text.substring(one + 2, oneEnd)
        + text.substring(otherEnd);
  }

  private String added(String text) {
    int brace = text.indexOf('{', random.nextInt(text.length() + 1));
    if (brace < 0 || brace + 1 >= text.length()) {
      return text;
    }
    String comma = text.charAt(brace + 1) == '}' ? "" : ",";
    return text.substring(0, brace + 1)
        + "\""
        + pick(NAMES)
        + "\":"
        + nasty()
        + comma
        + text.substring(brace + 1);
  }

  private String doubled(String text) {
    int colon = colon(text);
    int start = colon < 0 ? -1 : startOfName(text, colon);
    if (start < 0) {
      return text;
    }
    String member = text.substring(start, endOfValue(text, colon + 2));
    return text.substring(0, start) + member + "," + text.substring(start);
  }

  private String digitChanged(String text) {
    int from = random.nextInt(text.length() + 1);
    for (int at = from; at < text.length(); at++) {
      if (Character.isDigit(text.charAt(at))) {
        return text.substring(0, at) + random.nextInt(10) + text.substring(at + 1);
      }
    }
    return text;
  }

  private String truncated(String text) {
    return text.substring(0, random.nextInt(text.length() + 1));
  }

  private String inserted(String text) {
    int at = random.nextInt(text.length() + 1);
    String[] bits = {
      "\"", "{", "}", ",", ":", "\\", "\n", "é", "😀", "\u0000", "0", "-", "e9", " "
    };
    return text.substring(0, at) + pick(bits) + text.substring(at);
  }

  private String deeplyNested(String text) {
    int colon = colon(text);
    if (colon < 0) {
      return text;
    }
    int depth = random.nextInt(10) == 0 ? 5_000 : 1 + random.nextInt(40);
    int end = endOfValue(text, colon + 2);
    return text.substring(0, colon + 2)
        + "[".repeat(depth)
        + text.substring(colon + 2, end)
        + "]".repeat(depth)
        + text.substring(end);
  }

  private byte[] flipped(byte[] bytes) {
    byte[] flipped = Arrays.copyOf(bytes, bytes.length);
    if (flipped.length > 0) {
      flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return flipped;
  }
}
