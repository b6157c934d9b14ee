package org.aristobot.binance;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;

/**
 * Signatures (rest-api, "Signed endpoint examples"): they cover the query as it travels, hence
 * percent-encoded first. What the secret is decides how: a private key in PEM (PKCS#8, Ed25519 or
 * RSA) signs itself, any other text is the key of an HMAC. Pure; keeps no key.
 */
final class BinanceSigner {

  private static final String HMAC = "HmacSHA256";
  private static final String SIGNATURE = "&signature=";
  private static final String HIDDEN = "(secret)";

  private static final String PEM = "-----BEGIN ";
  private static final String PEM_START = "-----BEGIN PRIVATE KEY-----";
  private static final String PEM_END = "-----END PRIVATE KEY-----";

  /** Cloned for every signature, which spares the search for a provider. Holds no real key. */
  private static final Mac PROTOTYPE = prototype();

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
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    String key = secret.strip();
    return key.startsWith(PEM)
        ? Base64.getEncoder().encodeToString(signature(privateKey(key), bytes))
        : HexFormat.of().formatHex(hmac(secret, bytes));
  }

  private static byte[] hmac(String secret, byte[] text) {
    try {
      Mac mac = (Mac) PROTOTYPE.clone();
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC));
      return mac.doFinal(text);
    } catch (CloneNotSupportedException | GeneralSecurityException e) {
      throw new IllegalStateException("HMAC-SHA256 does not work on this Java platform", e);
    }
  }

  private static byte[] signature(PrivateKey key, byte[] text) {
    try {
      Signature signature =
          Signature.getInstance(key instanceof RSAPrivateKey ? "SHA256withRSA" : "Ed25519");
      signature.initSign(key);
      signature.update(text);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw unusable("cannot sign");
    }
  }

  private static PrivateKey privateKey(String pem) {
    if (!pem.startsWith(PEM_START)
        || !pem.endsWith(PEM_END)
        || pem.length() < PEM_START.length() + PEM_END.length()) {
      throw unusable("is not unencrypted PKCS#8 (BEGIN PRIVATE KEY)");
    }
    String body = pem.substring(PEM_START.length(), pem.length() - PEM_END.length());
    byte[] encoded;
    try {
      encoded = Base64.getDecoder().decode(body.replaceAll("\\s", ""));
    } catch (IllegalArgumentException e) {
      throw unusable("is not base64 between its first and its last line");
    }
    for (String algorithm : List.of("Ed25519", "RSA")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
      } catch (InvalidKeySpecException e) {
        // A key of the other kind, or none at all.
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java platform has " + algorithm, e);
      }
    }
    throw unusable("is neither an Ed25519 nor an RSA key");
  }

  /** Without a cause: what the platform says might quote the key. */
  private static ExchangeException unusable(String why) {
    return new ExchangeException(
        ErrorKind.AUTHENTICATION_FAILED, "The account's secret " + why + "; nothing was sent.");
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
