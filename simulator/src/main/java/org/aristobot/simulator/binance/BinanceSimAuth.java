package org.aristobot.simulator.binance;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.aristobot.simulator.book.Account;
import org.aristobot.simulator.book.Engine;
import org.aristobot.simulator.book.Permission;
import org.aristobot.simulator.wire.Stats;
import org.aristobot.simulator.wire.WireRequest;
import org.jspecify.annotations.Nullable;

/** Who calls, whether he may, and whether his request is still fresh. Safe for all threads. */
final class BinanceSimAuth {

  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9]{1,128}");
  private static final Pattern WINDOW = Pattern.compile("^[0-9]{1,20}(\\.[0-9]{1,3})?$");
  private static final BigDecimal DEFAULT_WINDOW = BigDecimal.valueOf(5_000);
  private static final BigDecimal LONGEST_WINDOW = BigDecimal.valueOf(60_000);
  private static final long ALLOWED_AHEAD_MILLIS = 1_000;

  /** When a request was made and how long it may take to the engine. */
  record Freshness(long timestampMillis, BigDecimal window) {}

  private final Engine engine;
  private final Stats stats;

  BinanceSimAuth(Engine engine, Stats stats) {
    this.engine = engine;
    this.stats = stats;
  }

  /** The account whose key was sent, null when none was or nobody has it. */
  @Nullable Account claimed(WireRequest request) {
    String key = request.header().apply("X-MBX-APIKEY");
    return key == null ? null : engine.account(key);
  }

  /** Checks key, time, signature and permission, in that order. */
  Freshness check(
      WireRequest request,
      BinanceSimParams params,
      @Nullable Account account,
      BinanceSimRoute.Security security) {
    String key = request.header().apply("X-MBX-APIKEY");
    if (key == null || !KEY.matcher(key).matches()) {
      throw BinanceSimError.unauthorized(-2014, "API-key format invalid.");
    }
    String signature = params.requiredText("signature");
    Freshness freshness = freshness(params);
    checkFresh(freshness);
    if (account == null) {
      throw refused();
    }
    if (!signatureMatches(request, account.credentials(), signature)) {
      stats.badSignatures.increment();
      throw BinanceSimError.of(-1022, "Signature for this request is not valid.");
    }
    Permission needed =
        security == BinanceSimRoute.Security.TRADE ? Permission.TRADE : Permission.READ;
    if (!account.may(needed)) {
      throw refused();
    }
    return freshness;
  }

  private static Freshness freshness(BinanceSimParams params) {
    Long timestamp = params.millis("timestamp");
    if (timestamp == null) {
      throw BinanceSimError.missing("timestamp");
    }
    String window = params.text("recvWindow", WINDOW);
    BigDecimal millis = window == null ? DEFAULT_WINDOW : new BigDecimal(window);
    if (millis.compareTo(LONGEST_WINDOW) > 0) {
      throw BinanceSimError.of(-1131, "recvWindow must be less than 60000");
    }
    return new Freshness(timestamp, millis);
  }

  /** Refuses what is too old or from the future; asked again right before the engine. */
  void checkFresh(Freshness freshness) {
    long now = engine.now();
    if (freshness.timestampMillis() >= now + ALLOWED_AHEAD_MILLIS) {
      throw BinanceSimError.of(
          -1021, "Timestamp for this request was 1000ms ahead of the server's time.");
    }
    BigDecimal age = BigDecimal.valueOf(now - freshness.timestampMillis());
    if (age.compareTo(freshness.window()) > 0) {
      throw BinanceSimError.of(-1021, "Timestamp for this request is outside of the recvWindow.");
    }
  }

  private static BinanceSimError refused() {
    return BinanceSimError.unauthorized(-2015, "Invalid API-key, IP, or permissions for action.");
  }

  private static boolean signatureMatches(
      WireRequest request, Account.Credentials credentials, String signature) {
    String payload = withoutSignature(request.rawQuery()) + withoutSignature(request.body());
    PublicKey publicKey = credentials.publicKey();
    if (publicKey != null) {
      return verify(publicKey, payload, signature);
    }
    byte[] expected =
        sign(Objects.requireNonNull(credentials.secret()), payload)
            .getBytes(StandardCharsets.US_ASCII);
    byte[] given = signature.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(expected, given);
  }

  /** Whether a base64 signature was made with the private half of an Ed25519 or RSA key. */
  static boolean verify(PublicKey key, String payload, String signature) {
    try {
      Signature verifier =
          Signature.getInstance(key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "Ed25519");
      verifier.initVerify(key);
      verifier.update(payload.getBytes(StandardCharsets.UTF_8));
      return verifier.verify(Base64.getDecoder().decode(signature));
    } catch (IllegalArgumentException | SignatureException e) {
      return false; // not base64, or not of this key's length
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The lower-case hex HMAC-SHA256 of a payload. */
  static String sign(String secret, String payload) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(payload.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The raw text with its {@code signature} pair taken out; everything else byte for byte. */
  static String withoutSignature(String raw) {
    if (!raw.contains("signature=")) {
      return raw;
    }
    return Arrays.stream(raw.split("&", -1))
        .filter(pair -> !pair.startsWith("signature="))
        .map(Objects::requireNonNull)
        .collect(Collectors.joining("&"));
  }
}
