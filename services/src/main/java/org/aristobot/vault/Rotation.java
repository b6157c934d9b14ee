package org.aristobot.vault;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts the keys of all brokers anew, row by row, while gateways work. A row that somebody else
 * changes meanwhile is read again and not overwritten. It may be interrupted at any point and
 * repeated at any time: what is encrypted with the present key already is left alone.
 *
 * <p>One rotation at a time, by a lock of the database that ends with the connection. Thread rule:
 * one thread.
 */
public final class Rotation implements AutoCloseable {

  /** Names of locks of the database: one rotates; one encrypts a new row. */
  private static final long ROTATING = 0x61726973746f0001L;

  private static final long ENCRYPTING = 0x61726973746f0002L;

  private static final String SELECT = "SELECT id, api_key, api_secret, api_password FROM brokers ";

  private static final String REPLACE =
      """
      UPDATE brokers SET api_key = :newKey, api_secret = :newSecret, api_password = :newPassword
      WHERE id = :id AND api_key = :key AND api_secret = :secret
        AND api_password IS NOT DISTINCT FROM :password
      """;

  private final Jdbi jdbi;
  private final Handle lock;

  /**
   * How it ended.
   *
   * @param rotated brokers whose keys were encrypted anew
   * @param present brokers whose keys were encrypted with the present key already
   * @param unreadable brokers whose keys none of the secret keys decrypts; they are as they were
   */
  public record Result(int rotated, int present, List<Long> unreadable) {
    public Result {
      unreadable = List.copyOf(unreadable);
    }
  }

  /** The tokens of a row; as secret as the keys. */
  private record Tokens(long id, String key, String secret, @Nullable String password) {
    @Override
    public String toString() {
      return "Tokens[" + id + "]";
    }
  }

  private Rotation(Jdbi jdbi, Handle lock) {
    this.jdbi = jdbi;
    this.lock = lock;
  }

  /**
   * Takes the right to rotate. Only its holder may change the keys.
   *
   * @throws ExchangeException INVALID_REQUEST while another rotation is under way
   */
  public static Rotation begin(DataSource source) {
    Jdbi jdbi = Jdbi.create(source);
    Handle handle = jdbi.open();
    boolean taken =
        handle
            .createQuery("SELECT pg_try_advisory_lock(?)")
            .bind(0, ROTATING)
            .mapTo(Boolean.class)
            .one();
    if (!taken) {
      handle.close();
      throw new ExchangeException(
          ErrorKind.INVALID_REQUEST, "Another rotation is under way: let it finish first.");
    }
    return new Rotation(jdbi, handle);
  }

  /** In the transaction that adds a row, before the keys for it are read. */
  static void holdOff(Handle handle) {
    handle.execute("SELECT pg_advisory_xact_lock_shared(?)", ENCRYPTING);
  }

  /** Encrypts with the first of the keys whatever is encrypted with another. */
  public Result run(SecretKey keys) {
    // Whoever began to add a row under a former key has committed it after this.
    jdbi.useTransaction(handle -> handle.execute("SELECT pg_advisory_xact_lock(?)", ENCRYPTING));
    List<Long> ids =
        jdbi.withHandle(handle ->
            handle.createQuery("SELECT id FROM brokers ORDER BY id").mapTo(Long.class).list());
    int rotated = 0;
    int present = 0;
    List<Long> unreadable = new ArrayList<>();
    for (long id : ids) {
      switch (rotate(id, keys)) {
        case ROTATED -> rotated++;
        case PRESENT -> present++;
        case UNREADABLE -> unreadable.add(id);
        case GONE -> {}
      }
    }
    return new Result(rotated, present, unreadable);
  }

  private enum End {
    ROTATED,
    PRESENT,
    UNREADABLE,
    GONE
  }

  private End rotate(long id, SecretKey keys) {
    while (true) {
      Optional<Tokens> found = read(id);
      if (found.isEmpty()) {
        return End.GONE;
      }
      Tokens old = found.get();
      if (isPresent(old, keys)) {
        return End.PRESENT;
      }
      Tokens renewed = renew(old, keys);
      if (renewed == null) {
        return End.UNREADABLE;
      }
      if (replace(old, renewed)) {
        return End.ROTATED;
      }
    }
  }

  private static boolean isPresent(Tokens tokens, SecretKey keys) {
    return keys.made(tokens.key())
        && keys.made(tokens.secret())
        && (tokens.password() == null || keys.made(tokens.password()));
  }

  private static @Nullable Tokens renew(Tokens old, SecretKey keys) {
    Optional<String> key = keys.decrypt(old.key());
    Optional<String> secret = keys.decrypt(old.secret());
    String token = old.password();
    Optional<String> password = token == null ? Optional.empty() : keys.decrypt(token);
    if (key.isEmpty() || secret.isEmpty() || (token != null && password.isEmpty())) {
      return null;
    }
    return new Tokens(
        old.id(),
        keys.encrypt(key.get()),
        keys.encrypt(secret.get()),
        password.map(keys::encrypt).orElse(null));
  }

  private Optional<Tokens> read(long id) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(SELECT + "WHERE id = :id")
            .bind("id", id)
            .map((row, _) ->
                new Tokens(
                    row.getLong("id"),
                    row.getString("api_key"),
                    row.getString("api_secret"),
                    row.getString("api_password")))
            .findOne());
  }

  /** False if the row is not what it was. */
  private boolean replace(Tokens old, Tokens renewed) {
    return jdbi.withHandle(handle ->
        handle
            .createUpdate(REPLACE)
            .bind("id", old.id())
            .bind("key", old.key())
            .bind("secret", old.secret())
            .bind("password", old.password())
            .bind("newKey", renewed.key())
            .bind("newSecret", renewed.secret())
            .bind("newPassword", renewed.password())
            .execute())
        == 1;
  }

  @Override
  public void close() {
    try (lock) {
      lock.execute("SELECT pg_advisory_unlock(?)", ROTATING);
    } catch (JdbiException e) {
      // The connection is gone, and the lock with it.
    }
  }
}
