package org.aristobot.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.lettuce.core.RedisClient;
import io.lettuce.core.codec.ByteArrayCodec;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.aristobot.app.TestServers;
import org.aristobot.bus.Step;
import org.aristobot.model.Decimals;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Ten thousand damaged requests: each is answered or rejected, and what reaches the exchange is
 * what one of them asks for, once.
 */
class RequestFuzzIT {

  private static final int MESSAGES = 10_000;
  private static final int BATCH = 500;
  private static final long USUAL_SEED = 20_260_301;

  /** Another one can be tried with -Dfuzz.seed=…. */
  private static final long TELLING_SEED = 2_062_507_463_524_311_851L;

  private static final byte[] LIST = "exchange_requests".getBytes(StandardCharsets.US_ASCII);

  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  @Test
  void every_message_is_answered_or_rejected_and_no_order_is_made_up() {
    fuzz(USUAL_SEED, MESSAGES);
  }

  @Test
  void a_seed_that_once_found_something_finds_nothing_any_more() {
    fuzz(Long.getLong("fuzz.seed", TELLING_SEED), MESSAGES / 4);
  }

  private static void fuzz(long seed, int count) {
    System.out.println("RequestFuzzIT: seed " + seed);
    AtomicInteger answered = new AtomicInteger();
    Queue<String> errors = new ConcurrentLinkedQueue<>();
    AppenderBase<ILoggingEvent> log =
        new AppenderBase<>() {
          @Override
          protected void append(ILoggingEvent event) {
            if (event.getLevel().isGreaterOrEqual(Level.ERROR)) {
              errors.add(event.getFormattedMessage());
            }
          }
        };
    log.start();
    Logger logger = (Logger) LoggerFactory.getLogger("org.aristobot");
    logger.addAppender(log);
    try (GatewayRig rig =
        new GatewayRig((step, _) -> {
          if (step == Step.ANSWERED) {
            answered.incrementAndGet();
          }
        })) {
      List<byte[]> messages = messages(rig, seed, count);
      push(messages);
      await()
          .atMost(Duration.ofMinutes(5))
          .untilAsserted(() ->
              assertThat(answered.get() + rig.redis.llen("exchange_requests:rejected"))
                  .isGreaterThanOrEqualTo(count));
      assertThat(answered.get() + rig.redis.llen("exchange_requests:rejected")).isEqualTo(count);
      assertThat(rig.redis.hlen("exchange_requests:deliveries")).isZero();
      assertThat(errors).isEmpty();
      List<JsonNode> readable =
          messages.stream().map(RequestFuzzIT::read).filter(m -> m != null).toList();
      assertAnswers(rig, readable);
      int orders = assertOnlyWhatWasAskedFor(rig, readable);
      System.out.printf(
          "RequestFuzzIT: %d messages, %d answered, %d orders sent%n",
          count, answered.get(), orders);
      assertThat(orders).isGreaterThan(count / 50);
      assertThat(placedAfterwards(rig).get("status").asString()).isEqualTo("closed");
    } finally {
      logger.detachAppender(log);
    }
  }

  /** By an account of its own: which of the orders spent the first one's money is chance. */
  private static JsonNode placedAfterwards(GatewayRig rig) {
    long fresh = rig.broker(rig.user, "demo3", "demo-secret");
    return rig.placed(GatewayRig.with(GatewayRig.FILLING, "{'broker_id':%d}".formatted(fresh)));
  }

  private static List<byte[]> messages(GatewayRig rig, long seed, int count) {
    rig.broker(rig.vault.user("other"), "demo2", "demo-secret");
    RequestMutations mutations = new RequestMutations(seed, rig.broker, rig.user);
    List<byte[]> messages = new ArrayList<>(count);
    for (int number = 0; number < count; number++) {
      messages.add(mutations.next(number));
    }
    return messages;
  }

  private static void push(List<byte[]> messages) {
    RedisClient client = RedisClient.create(TestServers.redisUri());
    try (var connection = client.connect(ByteArrayCodec.INSTANCE)) {
      for (int from = 0; from < messages.size(); from += BATCH) {
        List<byte[]> batch = messages.subList(from, Math.min(from + BATCH, messages.size()));
        connection.sync().rpush(LIST, batch.toArray(byte[][]::new));
      }
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
  }

  /** The message as a strict reader that is not ours sees it; null if it sees none. */
  private static @Nullable JsonNode read(byte[] message) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(message)).toString();
      JsonNode node = STRICT.readTree(text);
      JsonNode id = node.path("request_id");
      return node.isObject() && (id.isString() || id.isIntegralNumber()) ? node : null;
    } catch (CharacterCodingException | JacksonException | NumberFormatException e) {
      return null;
    }
  }

  /** Whoever wrote a usable request id finds an answer under it. */
  private static void assertAnswers(GatewayRig rig, List<JsonNode> messages) {
    for (JsonNode message : messages) {
      String id = message.get("request_id").asString();
      if (id.matches("[!-~]{1,128}") && !message.path("reply_to").isString()) {
        String answer = rig.redis.get("exchange_response_" + id);
        assertThat(answer).as("%s", message).contains("\"request_id\":");
      }
    }
  }

  private static int assertOnlyWhatWasAskedFor(GatewayRig rig, List<JsonNode> messages) {
    Map<String, List<JsonNode>> byRequest = new HashMap<>();
    for (JsonNode message : messages) {
      byRequest
          .computeIfAbsent(message.get("request_id").asString(), _ -> new ArrayList<>())
          .add(message);
    }
    List<JsonNode> orders = rig.venue.orders();
    assertThat(orders.stream().map(order -> order.get("client_order_id").asString()))
        .doesNotHaveDuplicates();
    Map<String, Map<String, Object>> rows = new HashMap<>();
    rig.rows(
            "SELECT native_client_order_id, request_id, user_id, broker_id, quote_quantity, parent_id"
                + " FROM orders")
        .forEach(row -> rows.put(String.valueOf(row.get("native_client_order_id")), row));
    for (JsonNode order : orders) {
      Map<String, Object> row = rows.get(order.get("client_order_id").asString());
      if (row == null) {
        throw new AssertionError(order + " is not in the journal");
      }
      assertThat(byRequest.getOrDefault(String.valueOf(row.get("request_id")), List.of()))
          .as("what asked for %s", order)
          .anyMatch(message -> asksFor(message, order, row));
    }
    assertThat(rig.venue.orders("demo2")).isEmpty();
    return orders.size();
  }

  private static boolean asksFor(JsonNode message, JsonNode order, Map<String, Object> row) {
    JsonNode params = message.path("params");
    return message.path("action").asString("").equals("place_order")
        && isSame(params.path("broker_id"), String.valueOf(row.get("broker_id")))
        && (isSame(message.path("user_id"), String.valueOf(row.get("user_id")))
            || isSame(params.path("user_id"), String.valueOf(row.get("user_id"))))
        && isText(params.path("symbol"), order.get("symbol"))
        && (row.get("parent_id") == null
            ? asksForOrder(params, order, row)
            : asksForLeg(params, order));
  }

  private static boolean asksForOrder(JsonNode params, JsonNode order, Map<String, Object> row) {
    return isText(params.path("side"), order.get("side"))
        && isType(params.path("type"), order.get("type"))
        && isSize(params, order, row.get("quote_quantity"))
        && isPrice(params.path("price"), order.get("price"));
  }

  /** Protection is on the other side, at the price that was named for it. */
  private static boolean asksForLeg(JsonNode params, JsonNode order) {
    String type = order.get("type").asString();
    String exit = order.get("side").asString().equals("sell") ? "buy" : "sell";
    return List.of("stop_loss", "take_profit").contains(type)
        && params.path("side").asString("").equalsIgnoreCase(exit)
        && isSame(params.path(type + "_price"), order.get("stop_price").asString());
  }

  private static boolean isText(JsonNode asked, JsonNode sent) {
    return asked.isString() && asked.asString().equalsIgnoreCase(sent.asString());
  }

  /** A post-only limit order is a limit_maker there. */
  private static boolean isType(JsonNode asked, JsonNode sent) {
    return asked.isString()
        && asked.asString().equalsIgnoreCase(sent.asString().replace("limit_maker", "limit"));
  }

  private static boolean isPrice(JsonNode asked, JsonNode sent) {
    return isAbsent(asked) ? sent.isNull() : isSame(asked, sent.asString("none"));
  }

  private static boolean isAbsent(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }

  /** What an order sized in quote may spend is not shown by the venue, but by the journal. */
  private static boolean isSize(JsonNode params, JsonNode order, @Nullable Object quote) {
    if (quote != null) {
      return isSame(params.path("quote_quantity"), quote.toString());
    }
    JsonNode asked = params.path("quantity");
    if (isAbsent(asked)) {
      asked = params.path("amount");
    }
    if (isAbsent(asked)) {
      asked = params.path("extra_params").path("quantity");
    }
    String sent = order.get("quantity").asString();
    if (params.path("rounding").asString("").equals("down")) {
      BigDecimal wanted = decimal(asked);
      if (wanted == null) {
        return false;
      }
      BigDecimal lost = wanted.subtract(new BigDecimal(sent));
      return lost.signum() >= 0 && lost.compareTo(new BigDecimal("0.01")) < 0;
    }
    return isSame(asked, sent);
  }

  private static boolean isSame(JsonNode asked, String sent) {
    BigDecimal wanted = decimal(asked);
    return wanted != null && wanted.compareTo(new BigDecimal(sent)) == 0;
  }

  /** Null for what is no number: such a message asked for nothing, whatever its request id. */
  private static @Nullable BigDecimal decimal(JsonNode node) {
    if (!node.isNumber() && !node.isString()) {
      return null;
    }
    try {
      return Decimals.parse(node.asString());
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
