package org.aristobot.net;

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
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;

/**
 * What venues sign with: an account's secret is the key of an HMAC, or our own private key in PEM
 * (PKCS#8). Which text is signed, and how a signature is written, is each venue's own. Pure; keeps
 * no key. Thread rule: any thread.
 */
public final class Signing {

  private static final String HMAC = "HmacSHA256";

  private static final String PEM = "-----BEGIN ";
  private static final String PEM_START = "-----BEGIN PRIVATE KEY-----";
  private static final String PEM_END = "-----END PRIVATE KEY-----";

  /** Cloned for every signature, which spares the search for a provider. Holds no real key. */
  private static final Mac PROTOTYPE = prototype();

  private Signing() {}

  /** Whether the secret is, or wants to be, a private key. */
  public static boolean isPrivateKey(String secret) {
    return secret.strip().startsWith(PEM);
  }

  public static byte[] hmacSha256(String secret, String text) {
    try {
      Mac mac = (Mac) PROTOTYPE.clone();
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (CloneNotSupportedException | GeneralSecurityException e) {
      throw new IllegalStateException("HMAC-SHA256 does not work on this Java platform", e);
    }
  }

  /**
   * Signs with a private key: Ed25519, or RSA with SHA-256 and PKCS#1 v1.5.
   *
   * @param algorithms those that the venue takes, as Java names them
   * @throws ExchangeException AUTHENTICATION_FAILED if it is not such a key
   */
  public static byte[] sign(String pem, List<String> algorithms, String text) {
    PrivateKey key = privateKey(pem.strip(), algorithms);
    try {
      Signature signature =
          Signature.getInstance(key instanceof RSAPrivateKey ? "SHA256withRSA" : "Ed25519");
      signature.initSign(key);
      signature.update(text.getBytes(StandardCharsets.UTF_8));
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw unusable("cannot sign");
    }
  }

  private static PrivateKey privateKey(String pem, List<String> algorithms) {
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
    for (String algorithm : algorithms) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
      } catch (InvalidKeySpecException e) {
        // A key of the other kind, or none at all.
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java platform has " + algorithm, e);
      }
    }
    throw unusable(
        "is no key of the kind that the venue takes (" + String.join(", ", algorithms) + ")");
  }

  /** Without a cause: what the platform says might quote the key. */
  private static ExchangeException unusable(String why) {
    return new ExchangeException(
        ErrorKind.AUTHENTICATION_FAILED, "The account's secret " + why + "; nothing was sent.");
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
