package org.aristobot.bitget;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.net.Signing;

/**
 * Signatures (common, "Signature"): base64 over stamp, method, path, query and body as one text.
 * What the secret is decides how: an RSA private key in PEM signs itself, any other text is the key
 * of an HMAC. Pure; keeps no key.
 */
final class BitgetSigner {

  private static final List<String> ALGORITHMS = List.of("RSA");

  /**
   * What a URL may hold as it is (RFC 3986), and a dollar sign, which is in some symbols' names.
   */
  private static final String LITERALS = "-_.~$";

  private static final String HIDDEN = "(secret)";

  private static final HexFormat UPPER = HexFormat.of().withUpperCase();

  private BitgetSigner() {}

  /**
   * What is signed.
   *
   * @param stamp epoch milliseconds
   * @param target path and query, before the query is percent-encoded
   * @param body as it travels; empty for none
   */
  static String text(String stamp, String method, String target, String body) {
    return stamp + method + target + body;
  }

  /**
   * The signature of that text, in base64.
   *
   * @throws ExchangeException AUTHENTICATION_FAILED if the secret is a key that cannot sign here
   */
  static String signature(String secret, String text) {
    return Base64.getEncoder()
        .encodeToString(
            Signing.isPrivateKey(secret)
                ? Signing.sign(secret, ALGORITHMS, text)
                : Signing.hmacSha256(secret, text));
  }

  /** The text without that signature: a venue may repeat what it was sent. */
  static String unsigned(String signature, String text) {
    return signature.isEmpty()
        ? text
        : text.replace(signature, HIDDEN)
            // JSON may be written so.
            .replace(signature.replace("/", "\\/"), HIDDEN);
  }

  /** Path and query with the names in order, as they are signed. */
  static String signedTarget(String path, Map<String, String> parameters) {
    return target(path, parameters, false);
  }

  /** The same percent-encoded, as it travels. */
  static String sentTarget(String path, Map<String, String> parameters) {
    return target(path, parameters, true);
  }

  private static String target(String path, Map<String, String> parameters, boolean encoded) {
    return parameters.isEmpty()
        ? path
        : path
            + "?"
            + new TreeMap<>(parameters)
                .entrySet().stream()
                    .map(entry ->
                        entry.getKey()
                            + "="
                            + (encoded ? encode(entry.getValue()) : entry.getValue()))
                    .collect(Collectors.joining("&"));
  }

  private static String encode(String text) {
    StringBuilder encoded = new StringBuilder(text.length());
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean literal =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || LITERALS.indexOf(c) >= 0;
      if (literal) {
        encoded.append(c);
      } else {
        encoded.append('%').append(UPPER.toHexDigits(b));
      }
    }
    return encoded.toString();
  }
}
