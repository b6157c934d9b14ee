package org.aristobot.simulator;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import org.aristobot.simulator.ControlInput.Refused;

/** Public keys as callers give them: PEM text of an Ed25519 or RSA key. */
final class PublicKeys {

  private static final List<String> ALGORITHMS = List.of("Ed25519", "RSA");

  private PublicKeys() {}

  /** Reads {@code -----BEGIN PUBLIC KEY-----} and what follows. */
  static PublicKey parse(String field, String pem) {
    String base64 =
        pem.replace("-----BEGIN PUBLIC KEY-----", "")
            .replace("-----END PUBLIC KEY-----", "")
            .replaceAll("\\s", "");
    try {
      X509EncodedKeySpec spec = new X509EncodedKeySpec(Base64.getDecoder().decode(base64));
      for (String algorithm : ALGORITHMS) {
        try {
          return KeyFactory.getInstance(algorithm).generatePublic(spec);
        } catch (GeneralSecurityException e) {
          // Not a key of this kind; the next one is tried.
        }
      }
    } catch (IllegalArgumentException e) {
      throw wrong(field);
    }
    throw wrong(field);
  }

  private static Refused wrong(String field) {
    return new Refused("Field '" + field + "' must be the PEM text of an Ed25519 or RSA key.");
  }
}
