package org.aristobot.bus;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A Lua script, called by its digest and sent along when Redis does not know it. */
final class Script {

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

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] bytes(long number) {
    return bytes(Long.toString(number));
  }
}
