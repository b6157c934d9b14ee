package org.aristobot.bus;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The way to Redis: one client for a process, connections on demand. While Redis is away commands
 * fail at once instead of piling up; connections come back by themselves. Thread rule: any thread.
 */
public final class RedisAccess implements AutoCloseable {

  /** How long one command may take, blocking ones aside. */
  static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(3);

  /** Values are bytes, since a message must be removed exactly as it came, UTF-8 or not. */
  private static final RedisCodec<String, byte[]> CODEC =
      RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

  /** The client's own default is 30 s, for which a gateway would stand still. */
  private static final Duration LONGEST_RECONNECT_DELAY = Duration.ofSeconds(1);

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  /** How often a connection is tried while Redis is there and says nothing. */
  private static final int ATTEMPTS = 4;

  private final RedisURI address;
  private final ClientResources resources;
  private final RedisClient client;

  /**
   * Prepares the client; nothing is connected yet.
   *
   * @param uri {@code redis://[user:password@]host:port[/database]} or {@code rediss://}
   * @param clientName shown by Redis in its list of clients
   */
  public RedisAccess(String uri, String clientName) {
    this.address = parse(uri);
    address.setClientName(clientName);
    address.setTimeout(COMMAND_TIMEOUT);
    this.resources =
        DefaultClientResources.builder()
            .reconnectDelay(
                Delay.exponential(
                    Duration.ofMillis(20), LONGEST_RECONNECT_DELAY, 2, TimeUnit.MILLISECONDS))
            .build();
    this.client = RedisClient.create(resources, address);
    client.setOptions(
        ClientOptions.builder()
            .autoReconnect(true)
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            // A command in flight when the connection broke may have been carried out: whoever
            // gave it decides, not the client.
            .replayFilter(_ -> true)
            .timeoutOptions(TimeoutOptions.enabled())
            .socketOptions(
                SocketOptions.builder().connectTimeout(CONNECT_TIMEOUT).keepAlive(true).build())
            .build());
  }

  private static RedisURI parse(String uri) {
    try {
      return RedisURI.create(uri);
    } catch (IllegalArgumentException _) {
      // Its message would hold the password.
      throw new IllegalArgumentException("the Redis address is not of the form redis://host:port");
    }
  }

  /**
   * Answers whether Redis does.
   *
   * @throws io.lettuce.core.RedisException if it does not
   */
  public void ping() {
    try (StatefulRedisConnection<String, byte[]> connection = connectOnce()) {
      connection.sync().ping();
    }
  }

  /** A connection of the caller's own, to close, for what this package has no word for. */
  public StatefulRedisConnection<String, String> open() {
    return patiently(client::connect);
  }

  /**
   * A connection of one's own. {@code timeout} must exceed what a blocking command may take. A
   * Redis that stands still for some seconds, as on a busy disk, is waited for: whoever starts
   * meanwhile shall not end for that.
   */
  StatefulRedisConnection<String, byte[]> connect(Duration timeout) {
    StatefulRedisConnection<String, byte[]> connection = patiently(this::connectOnce);
    connection.setTimeout(timeout);
    return connection;
  }

  private static <T> T patiently(Supplier<T> connect) {
    for (int attempt = 1; ; attempt++) {
      try {
        return connect.get();
      } catch (RedisConnectionException e) {
        if (attempt == ATTEMPTS || !(e.getCause() instanceof RedisCommandTimeoutException)) {
          throw e;
        }
      }
    }
  }

  /** The same for who wants to know how Redis is now. */
  StatefulRedisConnection<String, byte[]> connectOnce() {
    return client.connect(CODEC);
  }

  @Override
  public void close() {
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    var _ = resources.shutdown(0, 2, TimeUnit.SECONDS);
  }

  /** Host, port and database, without user and password. */
  @Override
  public String toString() {
    return address.getHost() + ":" + address.getPort() + "/" + address.getDatabase();
  }
}
