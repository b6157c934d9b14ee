package org.aristobot.vault;

import com.macasaet.fernet.Key;
import com.macasaet.fernet.StringValidator;
import com.macasaet.fernet.Token;
import com.macasaet.fernet.TokenValidationException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.TemporalAmount;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The keys under which exchange keys rest: Fernet tokens, as existing installations have them. The
 * Fernet key is the first 32 bytes of SECRET_KEY, padded with spaces. The first key encrypts, all
 * decrypt. Immutable.
 */
public final class SecretKey {

  private static final int BYTES = 32;
  private static final int LEAST_DISTINCT = 10;
  private static final double LEAST_BITS_PER_CHARACTER = 3;

  /** Fragments of examples, defaults and keyboards, in lower case without punctuation. */
  private static final List<String> WELL_KNOWN =
      List.of(
          "changeme",
          "changethis",
          "replaceme",
          "replacethis",
          "yoursecret",
          "yoursupersecret",
          "mysecretkey",
          "supersecret",
          "topsecret",
          "secretkey",
          "djangoinsecure",
          "insecure",
          "notsecure",
          "placeholder",
          "password",
          "donotuse",
          "changeit",
          "keepitsecret",
          "thisisasecret",
          "stringsecret",
          "256bitsecret",
          "nondevsecret",
          "examplekey",
          "0123456789abcdef",
          "1234567890123456",
          "abcdefghijklmnop",
          "qwertyuiop",
          // The keys that the manuals of FastAPI and Flask and the specification of Fernet print.
          "cw0x689rpijtrr7oe8heqskimvjaplesbxpwf4e4",
          "09d25e094faa6ca2556c818166b7a956",
          "192b9bdd22ab9ed4d12e236c78afcb9a");

  /** Tokens do not age, and another machine's clock does not matter. */
  private static final StringValidator AGELESS =
      new StringValidator() {
        @Override
        public TemporalAmount getTimeToLive() {
          return Duration.ofDays(365_000);
        }

        @Override
        public TemporalAmount getMaxClockSkew() {
          return Duration.ofDays(365_000);
        }
      };

  private final List<Key> keys;

  private SecretKey(List<Key> keys) {
    this.keys = List.copyOf(keys);
  }

  /**
   * The keys that the configuration names.
   *
   * @param secret the value of SECRET_KEY, which encrypts
   * @param earlier values that only decrypt; they may be weak
   * @throws IllegalArgumentException with one sentence that names SECRET_KEY and the rule it breaks
   */
  public static SecretKey of(@Nullable String secret, List<String> earlier) {
    List<Key> keys = new ArrayList<>();
    keys.add(key(strong(secret)));
    earlier.forEach(old -> keys.add(key(old)));
    return new SecretKey(keys);
  }

  /** A key that only decrypts, of whatever strength: for moving an installation over. */
  public static SecretKey weak(String secret) {
    return new SecretKey(List.of(key(secret)));
  }

  /** A Fernet key in its own spelling, base64url of 32 bytes. */
  static SecretKey fernet(String key) {
    return new SecretKey(List.of(new Key(key)));
  }

  private static String strong(@Nullable String secret) {
    if (secret == null || secret.isBlank()) {
      throw new IllegalArgumentException(
          "SECRET_KEY is missing: set it to 32 or more random characters");
    }
    if (secret.length() < BYTES) {
      throw new IllegalArgumentException("SECRET_KEY is shorter than 32 characters");
    }
    String plain = secret.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    if (WELL_KNOWN.stream().anyMatch(plain::contains)) {
      throw new IllegalArgumentException(
          "SECRET_KEY is well known or made from an example: use random characters");
    }
    // Only what becomes the Fernet key counts: its first bytes, however long the rest is.
    String used =
        new String(secret.getBytes(StandardCharsets.UTF_8), 0, BYTES, StandardCharsets.ISO_8859_1);
    if (used.chars().distinct().count() < LEAST_DISTINCT) {
      throw new IllegalArgumentException(
          "SECRET_KEY has fewer than 10 different characters among its first 32");
    }
    if (repeats(used)) {
      throw new IllegalArgumentException("SECRET_KEY repeats a pattern in its first 32 characters");
    }
    if (bitsPerCharacter(used) < LEAST_BITS_PER_CHARACTER) {
      throw new IllegalArgumentException(
          "SECRET_KEY has less than 3 bits of entropy a character in its first 32");
    }
    return secret;
  }

  private static boolean repeats(String text) {
    for (int period = 1; period <= text.length() / 2; period++) {
      if (text.substring(period).equals(text.substring(0, text.length() - period))) {
        return true;
      }
    }
    return false;
  }

  private static double bitsPerCharacter(String text) {
    Map<Character, Long> counts =
        text.chars()
            .mapToObj(c -> (char) c)
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    double bits = 0;
    for (long count : counts.values()) {
      double share = (double) count / text.length();
      bits -= share * Math.log(share) / Math.log(2);
    }
    return bits;
  }

  private static Key key(String secret) {
    byte[] bytes = new byte[BYTES];
    Arrays.fill(bytes, (byte) ' ');
    byte[] text = secret.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(text, 0, bytes, 0, Math.min(text.length, BYTES));
    return new Key(bytes);
  }

  /** These keys, and behind them those of the others that are not among them. */
  SecretKey before(SecretKey others) {
    Set<Key> all = new LinkedHashSet<>(keys);
    all.addAll(others.keys);
    return new SecretKey(List.copyOf(all));
  }

  /** Whether the key that encrypts is the same. */
  public boolean encryptsLike(SecretKey other) {
    return keys.getFirst().equals(other.keys.getFirst());
  }

  /** Whether the key that encrypts made that token. */
  boolean made(String token) {
    return decrypt(token, keys.subList(0, 1)).isPresent();
  }

  /** A token {@code gAAAA…}, different every time. */
  public String encrypt(String plain) {
    return Token.generate(keys.getFirst(), plain).serialise();
  }

  /** The plain text of a token of any age; empty if none of the keys made it. */
  public Optional<String> decrypt(String token) {
    return decrypt(token, keys);
  }

  private static Optional<String> decrypt(String token, List<Key> keys) {
    try {
      return Optional.of(Token.fromString(token).validateAndDecrypt(keys, AGELESS));
    } catch (TokenValidationException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Says nothing. */
  @Override
  public String toString() {
    return "SecretKey[" + keys.size() + "]";
  }
}
