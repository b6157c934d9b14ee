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

  /** The fingerprint only. */
  @Override
  public String toString() {
    return "Credentials[" + fingerprint() + "]";
  }
}
