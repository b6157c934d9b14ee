package org.aristobot.binance;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.net.Signing;

/**
 * Signatures (rest-api, "Signed endpoint examples"): they cover the query as it travels, hence
 * percent-encoded first. What the secret is decides how: a private key in PEM (PKCS#8, Ed25519 or
 * RSA) signs itself, any other text is the key of an HMAC. Pure; keeps no key.
 */
final class BinanceSigner {

  private static final String SIGNATURE = "&signature=";
  private static final String HIDDEN = "(secret)";

  private static final List<String> ALGORITHMS = List.of("Ed25519", "RSA");

  private static final HexFormat UPPER = HexFormat.of().withUpperCase();

  private BinanceSigner() {}

  /**
   * The query with its signature behind it.
   *
   * @throws ExchangeException AUTHENTICATION_FAILED if the secret is a key that cannot sign here
   */
  static String signed(String secret, String query) {
    StringBuilder signed = new StringBuilder(query).append(SIGNATURE);
    encode(signature(secret, query), signed);
    return signed.toString();
  }

  /**
   * The text without the signature of that target, as it travelled or as it was made: a venue may
   * repeat what it was sent.
   */
  static String unsigned(String target, String text) {
    int at = target.lastIndexOf(SIGNATURE);
    if (at < 0) {
      return text;
    }
    String travelled = target.substring(at + SIGNATURE.length());
    String made = URLDecoder.decode(travelled, StandardCharsets.UTF_8);
    return text.replace(travelled, HIDDEN)
        .replace(made, HIDDEN)
        // JSON may be written so.
        .replace(made.replace("/", "\\/"), HIDDEN);
  }

  /**
   * Of the text: base64 of what a private key signs, else the HMAC-SHA256 in lower-case hex.
   *
   * @throws ExchangeException AUTHENTICATION_FAILED if the secret is a key that cannot sign here
   */
  static String signature(String secret, String text) {
    return Signing.isPrivateKey(secret)
        ? Base64.getEncoder().encodeToString(Signing.sign(secret, ALGORITHMS, text))
        : HexFormat.of().formatHex(Signing.hmacSha256(secret, text));
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
}
