package org.aristobot.bus;

import io.lettuce.core.RedisException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Lua script, called by its digest and sent along when Redis does not know it. */
final class Script {

  private static final Logger LOG = LoggerFactory.getLogger(Script.class);

  private final byte[] source;
  private final String digest;

  Script(String source) {
    this.source = source.getBytes(StandardCharsets.UTF_8);
    this.digest = Digest.sha1(this.source);
  }

  long number(
      StatefulRedisConnection<String, byte[]> connection, List<String> keys, byte[]... arguments) {
    RedisCommands<String, byte[]> redis = connection.sync();
    String[] names = keys.toArray(String[]::new);
    Long result;
    try {
      result = redis.evalsha(digest, ScriptOutputType.INTEGER, names, arguments);
    } catch (RedisNoScriptException _) {
      result = redis.eval(source, ScriptOutputType.INTEGER, names, arguments);
    }
    return result == null ? 0 : result;
  }

  List<Long> numbers(
      StatefulRedisConnection<String, byte[]> connection, List<String> keys, byte[]... arguments) {
    RedisCommands<String, byte[]> redis = connection.sync();
    String[] names = keys.toArray(String[]::new);
    List<Long> result;
    try {
      result = redis.evalsha(digest, ScriptOutputType.MULTI, names, arguments);
    } catch (RedisNoScriptException _) {
      result = redis.eval(source, ScriptOutputType.MULTI, names, arguments);
    }
    return result == null ? List.of() : result;
  }

  List<byte[]> list(
      StatefulRedisConnection<String, byte[]> connection, List<String> keys, byte[]... arguments) {
    RedisCommands<String, byte[]> redis = connection.sync();
    String[] names = keys.toArray(String[]::new);
    List<byte[]> result;
    try {
      result = redis.evalsha(digest, ScriptOutputType.MULTI, names, arguments);
    } catch (RedisNoScriptException _) {
      result = redis.eval(source, ScriptOutputType.MULTI, names, arguments);
    }
    return result == null ? List.of() : result;
  }

  /**
   * Sends it and does not wait for what comes of it; in order with what else the connection sends.
   */
  void send(
      StatefulRedisConnection<String, byte[]> connection, List<String> keys, byte[]... arguments) {
    RedisAsyncCommands<String, byte[]> redis = connection.async();
    String[] names = keys.toArray(String[]::new);
    try {
      var _ =
          redis
              .evalsha(digest, ScriptOutputType.STATUS, names, arguments)
              .whenComplete((_, failure) -> {
                if (failure instanceof RedisNoScriptException) {
                  var _ = redis.eval(source, ScriptOutputType.STATUS, names, arguments);
                } else if (failure != null) {
                  LOG.debug("a script was not carried out: {}", failure.getMessage());
                }
              });
    } catch (RedisException e) {
      LOG.debug("a script could not be sent: {}", e.getMessage());
    }
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] bytes(long number) {
    return bytes(Long.toString(number));
  }
}
