package org.aristobot.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Files that only their owner may read. They appear whole or not at all. */
final class OwnerFiles {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private OwnerFiles() {}

  /** A folder for its owner only; one that is there already keeps its permissions. */
  static void createFolder(Path folder) throws IOException {
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  static void write(Path file, String text) {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      Files.deleteIfExists(part);
      Files.createFile(part, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
      Files.writeString(part, text);
      toDisk(part, StandardOpenOption.WRITE);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      toDisk(file.toAbsolutePath().resolveSibling("."), StandardOpenOption.READ);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A secret key that a power failure takes away is a database that nobody can read. */
  private static void toDisk(Path path, OpenOption option) throws IOException {
    try (FileChannel channel = FileChannel.open(path, option)) {
      channel.force(true);
    }
  }

  /**
   * The secret kept in a file, or null without one. Takes away what others may do with the file.
   */
  static @Nullable Secret readSecret(Path file) {
    try {
      if (!Files.exists(file)) {
        return null;
      }
      if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
        Files.setPosixFilePermissions(file, OWNER_ONLY);
      }
      String text = Files.readString(file).strip();
      return text.isEmpty() ? null : new Secret(text);
    } catch (IOException e) {
      throw new UserError("The file " + file + " cannot be read by this user.", e);
    }
  }

  /** Makes a random secret and keeps it. */
  static Secret createSecret(Path file) {
    Secret secret = randomSecret();
    write(file, secret.reveal() + "\n");
    return secret;
  }

  /** 256 bits, in letters that need no quoting anywhere. */
  static Secret randomSecret() {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(random));
  }

  static Secret readOrCreateSecret(Path file) {
    Secret secret = readSecret(file);
    return secret == null ? createSecret(file) : secret;
  }
}
