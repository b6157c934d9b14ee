package org.aristobot.exchange;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one account. They are an argument of each call and are never stored in a client.
 *
 * @param secret as the venue gave it, or, where a venue takes public keys, our private key in PEM
 */
public record Credentials(String apiKey, String secret, @Nullable String passphrase) {

  private static final int FINGERPRINT_BYTES = 8;

  /** Shorter ones are parts of ordinary words; what the venues give out is much longer. */
  private static final int LEAST_LENGTH = 16;

  private static final String HIDDEN = "(secret)";

  /** A name for the key that gives nothing away: the start of its SHA-256 in hex. */
  public String fingerprint() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(apiKey.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, FINGERPRINT_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Whether a text holds one of the keys, as it stands or as JSON writes it. */
  public boolean areIn(String text) {
    return !hiddenIn(text).equals(text);
  }

  /** The text with {@code (secret)} in the place of each of the keys: a venue may repeat them. */
  public String hiddenIn(String text) {
    String hidden = hide(hide(text, secret), apiKey);
    return passphrase == null ? hidden : hide(hidden, passphrase);
  }

  private static String hide(String text, String key) {
    String bare = key.strip();
    if (bare.length() < LEAST_LENGTH) {
      return text;
    }
    return text.replace(bare, HIDDEN).replace(inJson(bare), HIDDEN);
  }

  /** A private key has line breaks, and a passphrase may have anything. */
  private static String inJson(String key) {
    return key.replace("\\", "\\\\")
        .replace("\"", "\\\"")
        .replace("\r", "\\r")
        .replace("\n", "\\n")
        .replace("\t", "\\t");
  }

  /** The fingerprint only. */
  @Override
  public String toString() {
    return "Credentials[" + fingerprint() + "]";
  }
}
