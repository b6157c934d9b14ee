package org.aristobot.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.aristobot.vault.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * Where the SECRET_KEY comes from: the configuration, else the file {@code secret_key} of the data
 * folder. While it is rotated, the one before is in {@code secret_key.old}, or configured too, and
 * still decrypts.
 */
public final class SecretKeys {
  private SecretKeys() {}

  /** The key, made at random and kept if there is none yet. Only {@code up} may do this. */
  public static Secret loadOrCreate(Config config) {
    Secret secret = config.secretKey();
    return secret == null ? OwnerFiles.readOrCreateSecret(file(config)) : secret;
  }

  /** The key, or null when neither configured nor made. */
  public static @Nullable Secret load(Config config) {
    Secret secret = config.secretKey();
    return secret == null ? OwnerFiles.readSecret(file(config)) : secret;
  }

  /**
   * All keys as they are now.
   *
   * @throws UserError with one sentence if the key is missing or can be guessed
   */
  static SecretKey inUse(Config config) {
    return inUse(load(config), config);
  }

  /** That key, and the old ones. */
  static SecretKey inUse(@Nullable Secret secret, Config config) {
    try {
      return SecretKey.of(
          secret == null ? null : secret.reveal(),
          old(config).stream().map(Secret::reveal).toList());
    } catch (IllegalArgumentException e) {
      throw new UserError(e.getMessage() + ".", e);
    }
  }

  private static List<Secret> old(Config config) {
    List<Secret> old = new ArrayList<>();
    if (config.oldSecretKey() != null) {
      old.add(config.oldSecretKey());
    }
    Secret kept = OwnerFiles.readSecret(oldFile(config));
    if (kept != null) {
      old.add(kept);
    }
    return old;
  }

  /** Whether a rotation has put a new key into the file and has not ended. */
  static boolean isBeingRotated(Config config) {
    Secret old = OwnerFiles.readSecret(oldFile(config));
    return old != null && !old.equals(OwnerFiles.readSecret(file(config)));
  }

  /**
   * Puts a new key into the file; the one before is kept until {@link #forgetOld}. Whenever this is
   * interrupted, the files hold all keys that rows may be encrypted with.
   */
  static void replace(Config config, Secret present, Secret next) {
    OwnerFiles.write(oldFile(config), present.reveal() + "\n");
    OwnerFiles.write(file(config), next.reveal() + "\n");
  }

  static void forgetOld(Config config) {
    try {
      Files.deleteIfExists(oldFile(config));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path file(Config config) {
    return config.data().resolve("secret_key");
  }

  static Path oldFile(Config config) {
    return config.data().resolve("secret_key.old");
  }
}
