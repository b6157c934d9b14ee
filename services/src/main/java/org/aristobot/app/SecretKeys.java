package org.aristobot.app;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the SECRET_KEY comes from: the configuration, else the file {@code secret_key} of the data
 * folder. Whether it is good enough is judged where it is used.
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

  private static Path file(Config config) {
    return config.data().resolve("secret_key");
  }
}
