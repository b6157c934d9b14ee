package org.aristobot.vault;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.aristobot.exchange.Credentials;
import org.aristobot.model.Venue;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Takes the brokers of an existing installation over, with their ids, since callers name them by
 * these. All or nothing: it is one transaction, and a broker or user that cannot keep its id ends
 * it, unless new ids are wished for. Repeated, it finds what is there and changes nothing.
 *
 * <p>Thread rule: one thread.
 */
public final class BrokerImport {

  private static final String INSERT =
      """
      INSERT INTO brokers (id, user_id, name, exchange, api_key, api_secret, api_password,
                           is_testnet, is_active, is_default, type_de_trading)
      VALUES (%s, :user, :name, :exchange, :key, :secret, :password, :testnet, :active, :default,
              :trading)
      RETURNING id
      """;

  private static final String KEPT = INSERT.formatted(":id");
  private static final String NUMBERED = INSERT.formatted("DEFAULT");

  private final Jdbi jdbi;
  private final Supplier<SecretKey> keys;
  private final @Nullable SecretKey importKey;
  private final boolean renumber;

  /** What became of a broker. */
  public enum End {
    IMPORTED,
    PRESENT,
    SKIPPED,
    REFUSED
  }

  /**
   * One broker.
   *
   * @param what became of it, for people
   */
  public record Line(ForeignBroker broker, End end, String what) {}

  /**
   * All brokers, in their order.
   *
   * @param done whether it was carried out: it was not if one was refused, or if it was only tried
   */
  public record Result(List<Line> lines, boolean done) {
    public Result {
      lines = List.copyOf(lines);
    }

    public long count(End end) {
      return lines.stream().filter(line -> line.end() == end).count();
    }
  }

  /** What is here already; the tokens are as secret as the keys. */
  private record Present(
      long id,
      long userId,
      String name,
      String exchange,
      boolean testnet,
      String keyToken,
      String secretToken,
      @Nullable String passwordToken) {
    @Override
    public String toString() {
      return "Present[" + id + "]";
    }
  }

  /** A broker that can be taken over. */
  private record Wanted(
      ForeignBroker broker, Venue venue, Credentials credentials, List<String> notes) {}

  /** Whoever cannot be taken over, and why; ends with the sentence. */
  private static final class Unfit extends Exception {
    private static final long serialVersionUID = 1L;
    private final End end;
    private final String why;

    Unfit(End end, String why) {
      super(why, null, false, false);
      this.end = end;
      this.why = why;
    }
  }

  /**
   * @param keys the keys under which brokers are stored here; asked when they are encrypted
   * @param importKey what decrypts their tokens; null if there are none
   * @param renumber whether whoever cannot keep an id gets another one
   */
  public BrokerImport(
      DataSource target,
      Supplier<SecretKey> keys,
      @Nullable SecretKey importKey,
      boolean renumber) {
    jdbi = Jdbi.create(target);
    this.keys = keys;
    this.importKey = importKey;
    this.renumber = renumber;
  }

  /**
   * Takes them over.
   *
   * @param dryRun whether only to say what would happen
   */
  public Result run(List<ForeignBroker> brokers, boolean dryRun) {
    return jdbi.inTransaction(handle -> {
      Rotation.holdOff(handle);
      // Nobody adds one meanwhile; gateways read on.
      handle.execute("LOCK TABLE users, brokers IN SHARE ROW EXCLUSIVE MODE");
      Result result = new Run(handle, keys.get()).of(brokers);
      boolean done = !dryRun && result.count(End.REFUSED) == 0;
      if (!done) {
        handle.rollback();
      }
      return new Result(result.lines(), done);
    });
  }

  /** The broker with its keys in plain. */
  private Wanted wanted(ForeignBroker broker) throws Unfit {
    Venue venue =
        Venue.of(broker.exchange().strip().toLowerCase(Locale.ROOT))
            .orElseThrow(() ->
                new Unfit(End.SKIPPED, "there is no client for " + broker.exchange() + " yet"));
    if (broker.testnet() && !venue.hasTestnet()) {
      throw new Unfit(End.SKIPPED, venue.word() + " has no test network");
    }
    if (broker.name().isBlank()) {
      throw new Unfit(End.SKIPPED, "it has no name");
    }
    if (broker.apiKey().isEmpty() || broker.apiSecret().isEmpty()) {
      throw new Unfit(End.SKIPPED, "it has no keys");
    }
    if (venue.hasPassphrase() && broker.apiPassword().isEmpty()) {
      throw new Unfit(
          End.SKIPPED, "it has no passphrase (api_password), which " + venue.word() + " needs");
    }
    List<String> notes = new ArrayList<>();
    boolean plain = !ForeignBroker.isToken(broker.apiKey());
    plain |= !ForeignBroker.isToken(broker.apiSecret());
    String password = venue.hasPassphrase() ? broker.apiPassword() : null;
    plain |= password != null && !ForeignBroker.isToken(password);
    if (plain) {
      notes.add("WARNING: its keys stood there in plain text");
    }
    String trading = broker.trading();
    if (trading != null && TradingType.of(trading).isEmpty()) {
      notes.add("its type_de_trading is none of ours and became OFF");
    }
    Credentials credentials =
        new Credentials(
            decrypted(broker.apiKey(), "api_key"),
            decrypted(broker.apiSecret(), "api_secret"),
            password == null ? null : decrypted(password, "api_password"));
    return new Wanted(broker, venue, credentials, notes);
  }

  private String decrypted(String stored, String column) throws Unfit {
    if (!ForeignBroker.isToken(stored)) {
      return stored;
    }
    SecretKey key = importKey;
    return (key == null ? Optional.<String>empty() : key.decrypt(stored))
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .orElseThrow(() ->
            new Unfit(
                End.REFUSED, "the SECRET_KEY of that installation does not decrypt its " + column));
  }

  /** One run, inside its transaction. */
  private final class Run {

    private final Handle handle;
    private final SecretKey secretKey;
    private final Map<Long, String> userNames = new HashMap<>();
    private final Map<String, Long> userIds = new HashMap<>();
    private final Map<Long, Present> present = new HashMap<>();
    private final Set<Long> withDefault = new HashSet<>();

    /** From the number of a user there to the one here. */
    private final Map<Long, Long> users = new HashMap<>();

    private final Map<ForeignBroker, Line> lines = new LinkedHashMap<>();

    Run(Handle handle, SecretKey secretKey) {
      this.handle = handle;
      this.secretKey = secretKey;
      readPresent();
    }

    private void readPresent() {
      handle
          .createQuery("SELECT id, name FROM users")
          .map((row, _) -> Map.entry(row.getLong("id"), row.getString("name")))
          .forEach(user -> {
            userNames.put(user.getKey(), user.getValue());
            userIds.put(user.getValue(), user.getKey());
          });
      handle
          .createQuery("SELECT * FROM brokers")
          .map((row, _) -> {
            if (row.getBoolean("is_default")) {
              withDefault.add(row.getLong("user_id"));
            }
            return new Present(
                row.getLong("id"),
                row.getLong("user_id"),
                row.getString("name"),
                row.getString("exchange"),
                row.getBoolean("is_testnet"),
                row.getString("api_key"),
                row.getString("api_secret"),
                row.getString("api_password"));
          })
          .forEach(broker -> present.put(broker.id(), broker));
    }

    Result of(List<ForeignBroker> brokers) {
      brokers.forEach(broker -> lines.put(broker, new Line(broker, End.SKIPPED, "")));
      List<Wanted> wanted = new ArrayList<>();
      for (ForeignBroker broker : brokers) {
        try {
          wanted.add(wanted(broker));
        } catch (Unfit e) {
          end(broker, e.end, e.why);
        }
      }
      List<Wanted> fit = withUsers(wanted);
      List<Wanted> toNumber = new ArrayList<>();
      boolean kept = false;
      for (Wanted broker : fit) {
        Decision decision = decide(broker);
        kept |= decision == Decision.KEEP;
        switch (decision) {
          case KEEP -> insert(broker, true);
          case NUMBER -> toNumber.add(broker);
          case DONE -> {}
        }
      }
      if (kept) {
        goBeyond("brokers");
      }
      toNumber.forEach(broker -> insert(broker, false));
      return new Result(List.copyOf(lines.values()), false);
    }

    private void end(ForeignBroker broker, End end, String what) {
      lines.put(broker, new Line(broker, end, what));
    }

    /** The next generated id is beyond those that were given. */
    private void goBeyond(String table) {
      String sql =
          """
          SELECT setval(pg_get_serial_sequence('%1$s', 'id'),
                        GREATEST((SELECT max(id) FROM %1$s),
                                 nextval(pg_get_serial_sequence('%1$s', 'id')) - 1))
          """
              .formatted(table);
      long _ = handle.createQuery(sql).mapTo(Long.class).one();
    }

    /** Finds or makes their users; leaves out the brokers of those who cannot keep their number. */
    private List<Wanted> withUsers(List<Wanted> wanted) {
      Map<Long, String> clashes = new HashMap<>();
      Map<Long, String> toNumber = new LinkedHashMap<>();
      boolean kept = false;
      for (Wanted each : wanted) {
        long id = each.broker().userId();
        String name = each.broker().user();
        if (users.containsKey(id) || clashes.containsKey(id) || toNumber.containsKey(id)) {
          continue;
        }
        String clash = clash(id, name);
        if (clash == null) {
          kept |= keep(id, name);
        } else if (!renumber) {
          clashes.put(id, clash);
        } else if (userIds.containsKey(name)) {
          users.put(id, userIds.get(name));
        } else {
          toNumber.put(id, name);
        }
      }
      if (kept) {
        goBeyond("users");
      }
      toNumber.forEach((id, name) -> users.put(id, newUser(name)));
      List<Wanted> fit = new ArrayList<>();
      for (Wanted each : wanted) {
        String clash = clashes.get(each.broker().userId());
        if (clash == null) {
          fit.add(each);
        } else {
          end(each.broker(), End.REFUSED, clash);
        }
      }
      return fit;
    }

    private @Nullable String clash(long id, String name) {
      String here = userNames.get(id);
      if (here != null) {
        return here.equals(name)
            ? null
            : "its user, number " + id + ", is " + here + " here and " + name + " there";
      }
      Long other = userIds.get(name);
      return other == null
          ? null
          : "its user " + name + " is number " + other + " here and " + id + " there";
    }

    /** Whether a user was made. */
    private boolean keep(long id, String name) {
      users.put(id, id);
      if (userNames.containsKey(id)) {
        return false;
      }
      handle.execute("INSERT INTO users (id, name) VALUES (?, ?)", id, name);
      userNames.put(id, name);
      userIds.put(name, id);
      return true;
    }

    private long newUser(String name) {
      long id =
          handle
              .createQuery("INSERT INTO users (name) VALUES (:name) RETURNING id")
              .bind("name", name)
              .mapTo(Long.class)
              .one();
      userIds.put(name, id);
      return id;
    }

    private enum Decision {
      KEEP,
      NUMBER,
      DONE
    }

    private Decision decide(Wanted wanted) {
      ForeignBroker broker = wanted.broker();
      Present named = named(user(wanted), broker.name());
      if (named != null && isSame(named, wanted) && (renumber || named.id() == broker.id())) {
        String as = named.id() == broker.id() ? "" : " as broker " + named.id();
        String keysNow = hasKeys(named, wanted.credentials()) ? "" : ", with other keys";
        String left = keysNow.isEmpty() ? "" : "; left as it is";
        end(broker, End.PRESENT, "is here already" + as + keysNow + left);
        return Decision.DONE;
      }
      if (named != null) {
        end(broker, End.REFUSED, "its user has a broker of that name here, number " + named.id());
        return Decision.DONE;
      }
      Present taken = present.get(broker.id());
      if (taken == null) {
        return Decision.KEEP;
      }
      if (renumber) {
        return Decision.NUMBER;
      }
      end(broker, End.REFUSED, "its number is that of another broker here, " + taken.name());
      return Decision.DONE;
    }

    private long user(Wanted wanted) {
      Long id = users.get(wanted.broker().userId());
      if (id == null) {
        throw new IllegalStateException("no user of broker " + wanted.broker().id());
      }
      return id;
    }

    private @Nullable Present named(long userId, String name) {
      return present.values().stream()
          .filter(broker -> broker.userId() == userId && broker.name().equals(name))
          .findFirst()
          .orElse(null);
    }

    private static boolean isSame(Present here, Wanted wanted) {
      return here.exchange().equals(wanted.venue().word())
          && here.testnet() == wanted.broker().testnet();
    }

    private boolean hasKeys(Present here, Credentials credentials) {
      String password = here.passwordToken();
      return secretKey.decrypt(here.keyToken()).filter(credentials.apiKey()::equals).isPresent()
          && secretKey.decrypt(here.secretToken()).filter(credentials.secret()::equals).isPresent()
          && (password == null
              ? credentials.passphrase() == null
              : secretKey
                  .decrypt(password)
                  .filter(text -> text.equals(credentials.passphrase()))
                  .isPresent());
    }

    private void insert(Wanted wanted, boolean keepsId) {
      ForeignBroker broker = wanted.broker();
      Credentials plain = wanted.credentials();
      long user = user(wanted);
      boolean isDefault = broker.isDefault() && withDefault.add(user);
      String word = broker.trading();
      TradingType trading =
          word == null ? TradingType.OFF : TradingType.of(word).orElse(TradingType.OFF);
      long id =
          handle
              .createQuery(keepsId ? KEPT : NUMBERED)
              .bindMap(keepsId ? Map.of("id", broker.id()) : Map.of())
              .bind("user", user)
              .bind("name", broker.name())
              .bind("exchange", wanted.venue().word())
              .bind("key", secretKey.encrypt(plain.apiKey()))
              .bind("secret", secretKey.encrypt(plain.secret()))
              .bind(
                  "password",
                  plain.passphrase() == null ? null : secretKey.encrypt(plain.passphrase()))
              .bind("testnet", broker.testnet())
              .bind("active", broker.active())
              .bind("default", isDefault)
              .bind("trading", trading.word())
              .mapTo(Long.class)
              .one();
      List<String> notes = new ArrayList<>();
      notes.add(keepsId ? "imported" : "imported as broker " + id);
      if (user != broker.userId()) {
        notes.add("its user " + broker.user() + " is number " + user + " here");
      }
      if (broker.isDefault() && !isDefault) {
        notes.add("no longer the default, since its user has another");
      }
      notes.addAll(wanted.notes());
      end(broker, End.IMPORTED, String.join("; ", notes));
      present.put(
          id,
          new Present(
              id, user, broker.name(), wanted.venue().word(), broker.testnet(), "", "", null));
    }
  }
}
