package org.aristobot.simulator.bitget;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Base64;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.aristobot.simulator.bitget.BitgetSimRoute.Security;
import org.aristobot.simulator.book.Account;
import org.aristobot.simulator.book.Account.Credentials;
import org.aristobot.simulator.book.Engine;
import org.aristobot.simulator.book.Permission;
import org.aristobot.simulator.wire.Stats;
import org.aristobot.simulator.wire.WireRequest;
import org.jspecify.annotations.Nullable;

/** Who calls, whether he may, and whether his request is still fresh. Safe for all threads. */
final class BitgetSimAuth {

  static final String KEY = "ACCESS-KEY";
  private static final Pattern MILLIS = Pattern.compile("[0-9]{10,15}");
  private static final long STAMP_MILLIS = 30_000;

  private final Engine engine;
  private final Stats stats;

  BitgetSimAuth(Engine engine, Stats stats) {
    this.engine = engine;
    this.stats = stats;
  }

  /** The account whose key was sent, null when none was or nobody has it. */
  @Nullable Account claimed(WireRequest request) {
    String key = request.header().apply(KEY);
    return key == null ? null : engine.account(key);
  }

  /**
   * Checks headers, time, account mode, environment, signature, passphrase and permission, in that
   * order: the mode is looked at before the signature.
   */
  Account check(WireRequest request, @Nullable Account account, Security security) {
    if (absent(request, KEY)) {
      throw BitgetSimError.of("40001", "ACCESS_KEY cannot be empty");
    }
    String signature = request.header().apply("ACCESS-SIGN");
    if (signature == null || signature.isEmpty()) {
      throw BitgetSimError.of("40002", "ACCESS_SIGN cannot be empty");
    }
    String passphrase = request.header().apply("ACCESS-PASSPHRASE");
    if (passphrase == null || passphrase.isEmpty()) {
      throw BitgetSimError.of("40011", "ACCESS_PASSPHRASE cannot be empty");
    }
    String stamp = stamp(request);
    if (account == null) {
      throw BitgetSimError.of("40037", "Apikey does not exist");
    }
    Credentials credentials = account.credentials();
    if (credentials.unified() && security != Security.UNIFIED) {
      throw BitgetSimError.of(
          "40085", "You are in Unified Account mode, and the Classic Account API is not supported");
    }
    boolean paper = "1".equals(request.header().apply("paptrading"));
    if (paper != credentials.paper()) {
      throw BitgetSimError.of("40099", "exchange environment is incorrect");
    }
    if (!signatureMatches(request, stamp, credentials, signature)) {
      stats.badSignatures.increment();
      throw BitgetSimError.of("40009", "sign signature error");
    }
    if (!same(passphrase, credentials.passphrase())) {
      throw BitgetSimError.of("40012", "apikey/password is incorrect");
    }
    if (!credentials.unified() && security == Security.UNIFIED) {
      throw BitgetSimError.of(
          "40084", "You are in Classic Account mode, and the Unified Account API is not supported");
    }
    if (!account.may(security == Security.TRADE ? Permission.TRADE : Permission.READ)) {
      throw BitgetSimError.of("40014", "Incorrect permissions");
    }
    return account;
  }

  private static boolean absent(WireRequest request, String header) {
    String value = request.header().apply(header);
    return value == null || value.isEmpty();
  }

  private String stamp(WireRequest request) {
    String stamp = request.header().apply("ACCESS-TIMESTAMP");
    if (stamp == null || !MILLIS.matcher(stamp).matches()) {
      throw BitgetSimError.of("40005", "Invalid ACCESS_TIMESTAMP");
    }
    if (Math.abs(engine.now() - Long.parseLong(stamp)) > STAMP_MILLIS) {
      throw BitgetSimError.of("40008", "Request timestamp expired");
    }
    return stamp;
  }

  private static boolean signatureMatches(
      WireRequest request, String stamp, Credentials credentials, String signature) {
    String payload = payload(request, stamp);
    PublicKey publicKey = credentials.publicKey();
    if (publicKey != null) {
      return verify(publicKey, payload, signature);
    }
    return same(sign(Objects.requireNonNull(credentials.secret()), payload), signature);
  }

  /** What is signed: the query as its sender meant it, not as the URL spells it. */
  static String payload(WireRequest request, String stamp) {
    String query = BitgetSimParams.decoded(request.rawQuery());
    return stamp
        + request.method()
        + request.path()
        + (query.isEmpty() ? "" : "?" + query)
        + request.body();
  }

  private static boolean same(String given, @Nullable String known) {
    return known != null
        && MessageDigest.isEqual(
            given.getBytes(StandardCharsets.UTF_8), known.getBytes(StandardCharsets.UTF_8));
  }

  /** Whether a base64 signature was made with the private half of an RSA key. */
  static boolean verify(PublicKey key, String payload, String signature) {
    try {
      Signature verifier = Signature.getInstance("SHA256withRSA");
      verifier.initVerify(key);
      verifier.update(payload.getBytes(StandardCharsets.UTF_8));
      return verifier.verify(Base64.getDecoder().decode(signature));
    } catch (IllegalArgumentException | SignatureException e) {
      return false; // not base64, or not of this key's length
    } catch (GeneralSecurityException e) {
      return false; // a key of another kind, which this venue does not know
    }
  }

  /** The base64 HMAC-SHA256 of a payload. */
  static String sign(String secret, String payload) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return Base64.getEncoder()
          .encodeToString(mac.doFinal(payload.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
