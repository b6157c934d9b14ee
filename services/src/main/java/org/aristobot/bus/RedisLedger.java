package org.aristobot.bus;

import static org.aristobot.bus.Script.bytes;

import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.aristobot.exchange.Exchange.Headroom;
import org.aristobot.exchange.LedgerAwayException;
import org.aristobot.exchange.LedgerState;
import org.jspecify.annotations.Nullable;

/**
 * The counts of one place's limits on Redis, one for all gateways. A reservation is one script over
 * all buckets and one round trip; what became of a request is one more, whose answer nobody waits
 * for.
 *
 * <p>A bucket is a hash (window, used, closed, alone, limit, and {@code wait:}ledger for those who
 * wait) and a sorted set of what is under way, {@code id:permits} by the time it was taken. Both
 * expire by themselves. A sorted set of the place has the buckets' names. Thread rule: any thread.
 */
final class RedisLedger implements LedgerState {

  /**
   * How a bucket is read, and begun anew when its window has passed. What is under way then counts
   * in the new window too.
   */
  private static final String BUCKET =
      """
      local UNDER_WAY, SLACK, INDEX = %d, 120000, 172800000

      local function keep(hash, name, length, closed, now)
        local life = math.max(length, closed - now) + SLACK
        redis.call('PEXPIRE', hash, life)
        redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
        redis.call('ZADD', KEYS[1], now + life, name)
        redis.call('PEXPIRE', KEYS[1], INDEX)
      end

      local function bucket(hash, flight, name, length, limit, lasts, now)
        local b = {window = false, used = 0, closed = 0, alone = '', waits = {}}
        local fields = redis.call('HGETALL', hash)
        for i = 1, #fields, 2 do
          local field, value = fields[i], fields[i + 1]
          if field == 'alone' then
            b.alone = value
          elseif string.sub(field, 1, 5) == 'wait:' then
            b.waits[string.sub(field, 6)] = value
          else
            b[field] = tonumber(value)
          end
        end
        redis.call('ZREMRANGEBYSCORE', flight, '-inf', '(' .. (now - lasts))
        local current = math.floor(now / length)
        if not b.window or current > b.window then
          b.window, b.used, b.alone = current, 0, ''
          for _, one in ipairs(redis.call('ZRANGE', flight, 0, -1)) do
            b.used = b.used + tonumber(string.match(one, ':(%%d+)$'))
          end
          redis.call('HSET', hash, 'window', b.window, 'used', b.used, 'alone', '',
              'limit', limit, 'length', length)
          keep(hash, name, length, b.closed, now)
        elseif current < b.window - 1 then
          b.window = current
          redis.call('HSET', hash, 'window', b.window)
        end
        return b
      end
      """
          .formatted(LONGEST_UNDER_WAY_MILLIS);

  /** Eleven arguments a bucket. Answers 1 and the windows, or 0 and when each bucket is ready. */
  private static final Script TAKE =
      new Script(
          BUCKET
              + """
              local now, id, me, waits = tonumber(ARGV[1]), ARGV[2], ARGV[3], ARGV[4] == '1'
              local buckets, ready, go = {}, {0}, true

              -- What others wait for who began to wait before.
              local function before(b, hash)
                local mine = tonumber(string.match(b.waits[me] or '', '^(%d+)') or math.huge)
                local sum = 0
                for who, value in pairs(b.waits) do
                  local since, permits, till = string.match(value, '^(%d+):(%d+):(%d+)$')
                  if tonumber(till) < now then
                    redis.call('HDEL', hash, 'wait:' .. who)
                  elseif tonumber(since) < mine or (tonumber(since) == mine and who < me) then
                    sum = sum + tonumber(permits)
                  end
                end
                return sum
              end

              local function earliest(a, need)
                local once, most = tonumber(ARGV[a + 4]), tonumber(ARGV[a + 5])
                local from, till = tonumber(ARGV[a + 6]), tonumber(ARGV[a + 7])
                if need <= once then return from end
                return math.max(from, math.ceil((need - once) * till / (most - once)))
              end

              for i = 1, (#KEYS - 1) / 2 do
                local a, hash, flight = i * 11 - 6, KEYS[2 * i], KEYS[2 * i + 1]
                local length, permits = tonumber(ARGV[a + 1]), tonumber(ARGV[a + 3])
                local lasts = tonumber(ARGV[a + 10])
                local b = bucket(hash, flight, ARGV[a], length, ARGV[a + 2], lasts, now)
                local closed = tonumber(ARGV[a + 8])
                if closed > b.closed then
                  b.closed = closed
                  redis.call('HSET', hash, 'closed', closed)
                  keep(hash, ARGV[a], length, closed, now)
                end
                local need = b.used + permits
                if ARGV[a + 9] == '1' then need = need + before(b, hash) end
                local start, room = b.window * length, now
                if need > tonumber(ARGV[a + 5]) then
                  room = start + length + earliest(a, permits)
                elseif now >= start or need > tonumber(ARGV[a + 4]) then
                  room = start + earliest(a, need)
                end
                ready[i + 1] = math.max(now, b.closed, room)
                go = go and ready[i + 1] == now
                buckets[i] = b
              end

              for i, b in ipairs(buckets) do
                local a, hash, flight = i * 11 - 6, KEYS[2 * i], KEYS[2 * i + 1]
                if go then
                  local alone = redis.call('EXISTS', flight) == 0 and id or ''
                  redis.call('HSET', hash, 'used', b.used + tonumber(ARGV[a + 3]), 'alone', alone,
                      'limit', ARGV[a + 2])
                  redis.call('ZADD', flight, now, id .. ':' .. ARGV[a + 3])
                  redis.call('PEXPIRE', flight, UNDER_WAY + SLACK)
                  if b.waits[me] then redis.call('HDEL', hash, 'wait:' .. me) end
                  ready[i + 1] = b.window
                elseif waits and ready[i + 1] > now then
                  local since = string.match(b.waits[me] or '', '^(%d+)') or now
                  redis.call('HSET', hash, 'wait:' .. me,
                      since .. ':' .. ARGV[a + 3] .. ':' .. (now + 3000))
                end
              end
              ready[1] = go and 1 or 0
              return ready
              """);

  /** Nine arguments a bucket. */
  private static final Script FINISH =
      new Script(
          BUCKET
              + """
              local id, sent, received = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
              for i = 1, (#KEYS - 1) / 2 do
                local a, hash, flight = i * 9 - 5, KEYS[2 * i], KEYS[2 * i + 1]
                local length, permits = tonumber(ARGV[a + 1]), tonumber(ARGV[a + 3])
                local window, back = tonumber(ARGV[a + 4]), tonumber(ARGV[a + 5])
                local count, doubtful = tonumber(ARGV[a + 6]), tonumber(ARGV[a + 7])
                local b
                if received > 0 then
                  local lasts = tonumber(ARGV[a + 8])
                  b = bucket(hash, flight, ARGV[a], length, ARGV[a + 2], lasts, received)
                end
                local was = redis.call('ZREM', flight, id .. ':' .. ARGV[a + 3]) == 1
                if not b and was and back > 0 and redis.call('EXISTS', hash) == 1 then
                  b = {used = tonumber(redis.call('HGET', hash, 'used'))}
                end
                if b then
                  local used = b.used
                  if was then
                    local passed = received > 0 and window < b.window
                        and math.floor(received / length) < b.window
                    used = math.max(0, used - (passed and permits or back))
                  end
                  if count >= 0 and received > 0
                      and math.floor((sent - doubtful) / length) == b.window
                      and math.floor((received + doubtful) / length) == b.window then
                    local exact = b.alone == id and redis.call('EXISTS', flight) == 0
                    used = exact and count or math.max(used, count)
                  end
                  if used ~= b.used then redis.call('HSET', hash, 'used', used) end
                end
              end
              return 'OK'
              """);

  private static final Script CLOSE =
      new Script(
          BUCKET
              + """
              local length, till, now = tonumber(ARGV[2]), tonumber(ARGV[4]), tonumber(ARGV[5])
              local b = bucket(KEYS[2], KEYS[3], ARGV[1], length, ARGV[3], tonumber(ARGV[6]), now)
              if till > b.closed then
                redis.call('HSET', KEYS[2], 'closed', till)
                keep(KEYS[2], ARGV[1], length, till, now)
              end
              return 'OK'
              """);

  /** Of each bucket: window, used, closed, limit and length; all 0 where it has expired. */
  private static final Script READ =
      new Script(
          """
          local all = {}
          for _, key in ipairs(KEYS) do
            for _, value in ipairs(
                redis.call('HMGET', key, 'window', 'used', 'closed', 'limit', 'length')) do
              all[#all + 1] = tonumber(value or 0)
            end
          end
          return all
          """);

  private final StatefulRedisConnection<String, byte[]> connection;
  private final String prefix;
  private final String index;

  /** Which ledger asks; no other has ever had that name. */
  private final String me = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());

  private final AtomicLong ids = new AtomicLong();

  /** What we closed ourselves, until then: told again should Redis have forgotten it. */
  private final Map<String, Long> closed = new ConcurrentHashMap<>();

  /**
   * @param connection for scripts that do not block
   * @param place venue, environment and address
   */
  RedisLedger(StatefulRedisConnection<String, byte[]> connection, String place) {
    this.connection = connection;
    this.prefix = Keys.ledger(place);
    this.index = prefix + "buckets";
  }

  @Override
  public Answer take(List<Draw> draws, boolean waits, long now) {
    String id = me + "-" + ids.incrementAndGet();
    List<byte[]> arguments = new ArrayList<>(4 + 11 * draws.size());
    arguments.add(bytes(now));
    arguments.add(bytes(id));
    arguments.add(bytes(me));
    arguments.add(bytes(waits ? 1 : 0));
    for (Draw draw : draws) {
      Bucket bucket = draw.bucket();
      Pace pace = draw.pace();
      arguments.add(bytes(bucket.name()));
      arguments.add(bytes(bucket.windowMillis()));
      arguments.add(bytes(bucket.limit()));
      arguments.add(bytes(draw.permits()));
      arguments.add(bytes(pace.atOnce()));
      arguments.add(bytes(pace.most()));
      arguments.add(bytes(pace.from()));
      arguments.add(bytes(pace.until()));
      arguments.add(bytes(closedUntil(bucket, now)));
      arguments.add(bytes(pace.atOnce() < pace.most() ? 1 : 0));
      arguments.add(bytes(bucket.underWayMillis()));
    }
    List<Long> answer = numbers(TAKE, keys(draws.stream().map(Draw::bucket).toList()), arguments);
    List<Long> each = List.copyOf(answer.subList(1, answer.size()));
    return answer.getFirst() == 1 ? new Answer.Granted(id, each) : new Answer.NotYet(each);
  }

  private long closedUntil(Bucket bucket, long now) {
    Long until = closed.get(bucket.name());
    if (until == null) {
      return 0;
    }
    if (until <= now) {
      closed.remove(bucket.name(), until);
      return 0;
    }
    return until;
  }

  @Override
  public void finish(String id, List<Charged> charges, @Nullable Span span) {
    List<byte[]> arguments = new ArrayList<>(3 + 9 * charges.size());
    arguments.add(bytes(id));
    arguments.add(bytes(span == null ? 0 : span.sent()));
    arguments.add(bytes(span == null ? 0 : span.received()));
    for (Charged charged : charges) {
      Bucket bucket = charged.bucket();
      Long count = charged.count();
      arguments.add(bytes(bucket.name()));
      arguments.add(bytes(bucket.windowMillis()));
      arguments.add(bytes(bucket.limit()));
      arguments.add(bytes(charged.permits()));
      arguments.add(bytes(charged.window()));
      arguments.add(bytes(charged.back()));
      arguments.add(bytes(count == null ? -1 : count));
      arguments.add(bytes(bucket.doubtfulMillis()));
      arguments.add(bytes(bucket.underWayMillis()));
    }
    send(FINISH, keys(charges.stream().map(Charged::bucket).toList()), arguments);
  }

  @Override
  public void close(Bucket bucket, long until, long now) {
    closed.merge(bucket.name(), until, Math::max);
    List<byte[]> arguments =
        List.of(
            bytes(bucket.name()),
            bytes(bucket.windowMillis()),
            bytes(bucket.limit()),
            bytes(until),
            bytes(now),
            bytes(bucket.underWayMillis()));
    send(CLOSE, keys(List.of(bucket)), arguments);
  }

  @Override
  public Map<String, Headroom> headroom(long now) {
    Map<String, Headroom> rooms = new TreeMap<>();
    try {
      List<String> names =
          connection.sync().zrange(index, 0, -1).stream()
              .map(name -> new String(name, StandardCharsets.UTF_8))
              .toList();
      List<Long> values =
          numbers(READ, names.stream().map(name -> prefix + name).toList(), List.of());
      for (int i = 0; i < names.size(); i++) {
        List<Long> of = values.subList(5 * i, 5 * i + 5);
        long limit = of.get(3);
        if (limit > 0) {
          boolean passed = Math.floorDiv(now, of.get(4)) > of.get(0);
          long used = passed ? 0 : of.get(1);
          rooms.put(
              names.get(i), new Headroom(now < of.get(2) ? 0 : Math.max(0, limit - used), limit));
        }
      }
    } catch (RedisException e) {
      throw new LedgerAwayException(e);
    }
    return rooms;
  }

  /** The index, then hash and sorted set of each bucket. */
  private List<String> keys(List<Bucket> buckets) {
    List<String> keys = new ArrayList<>(1 + 2 * buckets.size());
    keys.add(index);
    for (Bucket bucket : buckets) {
      keys.add(prefix + bucket.name());
      keys.add(prefix + bucket.name() + ":under_way");
    }
    return keys;
  }

  private List<Long> numbers(Script script, List<String> keys, List<byte[]> arguments) {
    try {
      return script.numbers(connection, keys, arguments.toArray(byte[][]::new));
    } catch (RedisException | IllegalStateException e) {
      // The latter when it is closed under somebody who still waits for permits.
      throw new LedgerAwayException(e);
    }
  }

  private void send(Script script, List<String> keys, List<byte[]> arguments) {
    script.send(connection, keys, arguments.toArray(byte[][]::new));
  }
}
