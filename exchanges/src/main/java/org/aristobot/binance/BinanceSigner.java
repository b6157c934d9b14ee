package org.aristobot.binance;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC signatures (rest-api, "Signed endpoint examples"): the signature covers the query as it
 * travels, hence percent-encoded first. Pure; keeps no key.
 */
final class BinanceSigner {

  private static final String HMAC = "HmacSHA256";

  /** Cloned for every signature, which spares the search for a provider. Holds no real key. */
  private static final Mac PROTOTYPE = prototype();

  private static final HexFormat UPPER = HexFormat.of().withUpperCase();

  private BinanceSigner() {}

  /** Lower-case hex of the HMAC-SHA256 of the text. */
  static String signature(String secret, String text) {
    try {
      Mac mac = (Mac) PROTOTYPE.clone();
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (CloneNotSupportedException | GeneralSecurityException e) {
      throw new IllegalStateException("HMAC-SHA256 does not work on this Java platform", e);
    }
  }

  /** {@code name=value&…} in the order of the map, RFC 3986: {@code A-Z a-z 0-9 - _ . ~} stay. */
  static String query(Map<String, String> parameters) {
    StringBuilder query = new StringBuilder(256);
    parameters.forEach((name, value) -> {
      if (!query.isEmpty()) {
        query.append('&');
      }
      encode(name, query);
      query.append('=');
      encode(value, query);
    });
    return query.toString();
  }

  private static void encode(String text, StringBuilder to) {
    for (int i = 0; i < text.length(); i++) {
      if (!isLiteral(text.charAt(i))) {
        encodeBytes(text.substring(i), to);
        return;
      }
      to.append(text.charAt(i));
    }
  }

  private static void encodeBytes(String text, StringBuilder to) {
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (isLiteral((char) (b & 0xff))) {
        to.append((char) b);
      } else {
        to.append('%').append(UPPER.toHexDigits(b));
      }
    }
  }

  private static boolean isLiteral(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_'
        || c == '.'
        || c == '~';
  }

  private static Mac prototype() {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(new byte[] {0}, HMAC));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + HMAC, e);
    }
  }
}
