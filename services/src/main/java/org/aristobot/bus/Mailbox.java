package org.aristobot.bus;

import static org.aristobot.bus.Script.bytes;

import io.lettuce.core.LMoveArgs;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulRedisConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.aristobot.bus.Request.Address;
import org.jspecify.annotations.Nullable;

/**
 * One request list as one gateway sees it: taking messages into the gateway's own processing list,
 * finding them again, and settling them. Each method is one atomic step on Redis.
 *
 * <p>How often a message was taken is kept per digest. Taking it from the request list is the first
 * time, whatever was before; finding it in a processing list again counts one up. One that two
 * gateways took and did not finish is a suspect: it may be what ended them. A gateway takes over
 * one suspect at a time, so that a third end counts against no other message.
 *
 * <p>Thread rule: any thread; {@link #await} from one thread only, on its own connection.
 */
final class Mailbox {

  static final int ANSWER_SECONDS = 300;

  private static final int REJECTED_KEPT = 10_000;
  private static final int SKIM_DEPTH = 500;
  private static final int SWEEP_PAGE = 100;

  private static final Script TAKE =
      new Script(
          """
          local taken = {}
          for i = 1, tonumber(ARGV[1]) do
            local message = redis.call('LMOVE', KEYS[1], KEYS[2], 'LEFT', 'RIGHT')
            if not message then break end
            local digest = redis.sha1hex(message)
            redis.call('HSETNX', KEYS[3], digest, ARGV[2] .. ':1')
            taken[#taken + 1] = message
            taken[#taken + 1] = redis.call('HGET', KEYS[3], digest)
          end
          return taken
          """);

  private static final Script SKIM =
      new Script(
          """
          local taken = {}
          for _, message in ipairs(redis.call('LRANGE', KEYS[1], 0, tonumber(ARGV[3]) - 1)) do
            if #taken >= 2 * tonumber(ARGV[1]) then break end
            local perhaps = false
            for word in string.gmatch(ARGV[4], '%S+') do
              perhaps = perhaps or string.find(message, word, 1, true)
            end
            if not perhaps then
              redis.call('LREM', KEYS[1], 1, message)
              redis.call('RPUSH', KEYS[2], message)
              local digest = redis.sha1hex(message)
              redis.call('HSETNX', KEYS[3], digest, ARGV[2] .. ':1')
              taken[#taken + 1] = message
              taken[#taken + 1] = redis.call('HGET', KEYS[3], digest)
            end
          end
          return taken
          """);

  /** Counts one up; an unknown message was taken once, by one who came no further. */
  private static final String COUNT =
      """
      local function recount(message)
        local digest = redis.sha1hex(message)
        local value = redis.call('HGET', KEYS[2], digest) or (ARGV[1] .. ':1')
        local at = string.find(value, ':', 1, true)
        value = string.sub(value, 1, at) .. (tonumber(string.sub(value, at + 1)) + 1)
        redis.call('HSET', KEYS[2], digest, value)
        return value
      end
      """;

  private static final Script RECOUNT =
      new Script(
          COUNT
              + """
              if not redis.call('LPOS', KEYS[1], ARGV[2]) then return {} end
              return {ARGV[2], recount(ARGV[2])}
              """);

  /** Passes over suspects, but for as many as may be taken. */
  private static final Script TAKE_OVER =
      new Script(
          COUNT
              + """
              local taken = {}
              if ARGV[3] == '0' and redis.call('EXISTS', KEYS[4]) == 1 then return taken end
              local suspects = tonumber(ARGV[4])
              for _, message in ipairs(redis.call('LRANGE', KEYS[3], 0, -1)) do
                if #taken >= 2 * tonumber(ARGV[2]) then break end
                local value = redis.call('HGET', KEYS[2], redis.sha1hex(message)) or ':1'
                local suspect = string.match(value, ':(%d+)$') == ARGV[5]
                if not suspect or suspects > 0 then
                  if suspect then suspects = suspects - 1 end
                  redis.call('LREM', KEYS[3], 1, message)
                  redis.call('RPUSH', KEYS[1], message)
                  taken[#taken + 1] = message
                  taken[#taken + 1] = recount(message)
                end
              end
              return taken
              """);

  /**
   * Removes the message and, only if that removed something, writes its answer. The removal comes
   * first: it frees memory, so that Redis at its memory limit still lets the answer through.
   */
  private static final Script SETTLE =
      new Script(
          """
          if redis.call('LREM', KEYS[1], 1, ARGV[1]) == 0 then return 0 end
          redis.call('HDEL', KEYS[2], ARGV[8])
          local rejected = ARGV[5]
          if ARGV[2] == 'keys' then
            for i = 4, #KEYS do redis.call('SETEX', KEYS[i], ARGV[3], ARGV[4]) end
          elseif ARGV[2] == 'list' then
            local kind = redis.call('TYPE', KEYS[4]).ok
            if kind == 'none' or kind == 'list' then
              redis.call('RPUSH', KEYS[4], ARGV[4])
              redis.call('EXPIRE', KEYS[4], ARGV[3])
            else
              rejected = ARGV[6]
            end
          end
          if rejected ~= '' then
            redis.call('RPUSH', KEYS[3], rejected)
            redis.call('LTRIM', KEYS[3], -tonumber(ARGV[7]), -1)
          end
          return 1
          """);

  private final StatefulRedisConnection<String, byte[]> shared;
  private final String list;
  private final String processing;
  private final String deliveries;
  private final Liveness liveness;
  private final InstantSource clock;

  /** Suspects in our hands. */
  private final AtomicInteger suspects = new AtomicInteger();

  /** How many copies of a message we hold, by digest. */
  private final ConcurrentMap<String, Integer> held = new ConcurrentHashMap<>();

  Mailbox(
      StatefulRedisConnection<String, byte[]> shared,
      String list,
      String gatewayId,
      Liveness liveness,
      InstantSource clock) {
    this.shared = shared;
    this.list = list;
    this.processing = Keys.processing(list, gatewayId);
    this.deliveries = Keys.deliveries(list);
    this.liveness = liveness;
    this.clock = clock;
  }

  boolean isLegacy() {
    return list.equals(Keys.LEGACY_REQUESTS);
  }

  String list() {
    return list;
  }

  /** What is there now, the oldest first, at most {@code max}. */
  List<Delivery> take(int max) {
    int term = liveness.term();
    List<String> keys = List.of(list, processing, deliveries);
    return held(term, TAKE.list(shared, keys, bytes(max), bytes(clock.millis())));
  }

  /** Like {@link #take}, but passes over everything that may be an order. */
  List<Delivery> skim(int max) {
    int term = liveness.term();
    List<String> keys = List.of(list, processing, deliveries);
    return held(
        term,
        SKIM.list(
            shared,
            keys,
            bytes(max),
            bytes(clock.millis()),
            bytes(SKIM_DEPTH),
            bytes(Action.ORDER_WORDS)));
  }

  /** Waits for a message on a connection of the caller's own; null if none came. */
  @Nullable Delivery await(StatefulRedisConnection<String, byte[]> blocking, Duration wait) {
    int term = liveness.term();
    double seconds = wait.toMillis() / 1e3;
    byte[] message =
        blocking.sync().blmove(list, processing, LMoveArgs.Builder.leftRight(), seconds);
    if (message == null) {
      return null;
    }
    long now = clock.millis();
    Delivery delivery = hold(term, message, now + ":1");
    // Not waited for: lost with a connection, it costs a count, never a message.
    RedisFuture<Boolean> _ =
        shared.async().hsetnx(deliveries, delivery.digest(), bytes(now + ":1"));
    return delivery;
  }

  /**
   * Moves messages of a gateway that no longer lives into our hands.
   *
   * @param ended whether that is proven; else nothing is moved while its sign of life lasts
   * @param suspects how many of those may be among them that begin their last delivery
   */
  List<Delivery> takeOver(String gatewayId, boolean ended, int max, int suspects) {
    int term = liveness.term();
    List<String> keys =
        List.of(processing, deliveries, Keys.processing(list, gatewayId), Keys.liveness(gatewayId));
    return held(
        term,
        TAKE_OVER.list(
            shared,
            keys,
            bytes(clock.millis()),
            bytes(max),
            bytes(ended ? 1 : 0),
            bytes(suspects),
            bytes(Dispatcher.MAX_DELIVERIES - 1L)));
  }

  /** Whether something of that gateway was left to wait for its turn. */
  boolean isWaiting(String gatewayId) {
    return shared.sync().llen(Keys.processing(list, gatewayId)) > 0;
  }

  /** Whether a message is being worked on that two gateways took and did not finish. */
  boolean hasSuspect() {
    return suspects.get() > 0;
  }

  /** Digests, with the messages, of what is in our processing list more often than in our hands. */
  Map<String, byte[]> strays() {
    Map<String, Integer> copies = new HashMap<>();
    Map<String, byte[]> strays = new HashMap<>();
    if (shared.sync().llen(processing) <= held.values().stream().mapToInt(n -> n).sum()) {
      return strays;
    }
    for (int from = 0; ; from += SWEEP_PAGE) {
      List<byte[]> page = shared.sync().lrange(processing, from, from + SWEEP_PAGE - 1L);
      for (byte[] message : page) {
        String digest = Digest.sha1(message);
        if (copies.merge(digest, 1, Integer::sum) > held.getOrDefault(digest, 0)) {
          strays.put(digest, message);
        }
      }
      if (page.size() < SWEEP_PAGE) {
        return strays;
      }
    }
  }

  /** Takes a stray into our hands, if it is still there. */
  List<Delivery> recover(byte[] message) {
    int term = liveness.term();
    List<String> keys = List.of(processing, deliveries);
    return held(term, RECOUNT.list(shared, keys, bytes(clock.millis()), message));
  }

  private List<Delivery> held(int term, List<byte[]> messagesAndValues) {
    List<Delivery> result = new ArrayList<>(messagesAndValues.size() / 2);
    for (int at = 0; at < messagesAndValues.size(); at += 2) {
      String value = new String(messagesAndValues.get(at + 1), StandardCharsets.UTF_8);
      result.add(hold(term, messagesAndValues.get(at), value));
    }
    return result;
  }

  /**
   * @param term that began before the message was asked for
   */
  private Delivery hold(int term, byte[] message, String value) {
    int colon = value.indexOf(':');
    Instant firstSeen = Instant.ofEpochMilli(Long.parseLong(value, 0, colon, 10));
    int count = Integer.parseInt(value, colon + 1, value.length(), 10);
    String digest = Digest.sha1(message);
    held.merge(digest, 1, Integer::sum);
    suspects.addAndGet(count == Dispatcher.MAX_DELIVERIES ? 1 : 0);
    return new Delivery(this, message, digest, firstSeen, count, System.nanoTime(), term);
  }

  /** Lets go of a message; if it was not settled, a later sweep finds it. */
  void release(Delivery delivery) {
    held.computeIfPresent(delivery.digest(), (_, copies) -> copies == 1 ? null : copies - 1);
    suspects.addAndGet(delivery.count() == Dispatcher.MAX_DELIVERIES ? -1 : 0);
  }

  /**
   * Answers and removes the message in one step.
   *
   * @param address null if there is nobody to answer
   * @param answer the answer's JSON, empty without an address
   * @param reason why the message goes to the rejected ones too, or null
   * @return false if another gateway has it, or it was settled before: nothing was written then
   */
  boolean settle(
      Delivery delivery, @Nullable Address address, String answer, @Nullable String reason) {
    List<String> keys = new ArrayList<>(List.of(processing, deliveries, Keys.REJECTED));
    String mode = "none";
    if (address != null && address.replyTo() != null) {
      mode = "list";
      keys.add(address.replyTo());
    } else if (address != null) {
      mode = "keys";
      keys.add(Keys.response(address.requestId()));
      if (address.legacy()) {
        keys.add(Keys.legacyResponse(address.requestId()));
      }
    }
    byte[] rejected = reason == null ? new byte[0] : rejection(delivery, reason);
    byte[] noList = mode.equals("list") ? rejection(delivery, "reply_to: is no list") : rejected;
    return SETTLE.number(
            shared,
            keys,
            delivery.message(),
            bytes(mode),
            bytes(ANSWER_SECONDS),
            bytes(answer),
            rejected,
            noList,
            bytes(REJECTED_KEPT),
            bytes(delivery.digest()))
        == 1;
  }

  private byte[] rejection(Delivery delivery, String reason) {
    return bytes(Replies.rejection(delivery.message(), reason, clock.instant()));
  }
}
