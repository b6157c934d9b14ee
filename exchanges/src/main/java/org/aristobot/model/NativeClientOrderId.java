package org.aristobot.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The client order id as it stands on the venue: ours is derived, a foreign order may show any
 * text.
 */
public record NativeClientOrderId(String text) {

  private static final int HASH_BYTES = 14;

  /**
   * The id that stands for a caller's id on every venue: {@code ar} and the first 14 bytes of
   * SHA-256 over {@code <broker id>:<client id>} in lower-case hex, 30 characters. The broker id is
   * part of it because two brokers may share one exchange account.
   */
  public static NativeClientOrderId derive(long brokerId, ClientOrderId clientOrderId) {
    return hashed(brokerId + ":" + clientOrderId.text());
  }

  /**
   * The same for an edition of the order that replaces it: the hash is over {@code <broker
   * id>/<edition>:<client id>}.
   *
   * @param edition from 1
   */
  public static NativeClientOrderId derive(
      long brokerId, int edition, ClientOrderId clientOrderId) {
    return hashed(brokerId + "/" + edition + ":" + clientOrderId.text());
  }

  private static NativeClientOrderId hashed(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return new NativeClientOrderId("ar" + HexFormat.of().formatHex(hash, 0, HASH_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
