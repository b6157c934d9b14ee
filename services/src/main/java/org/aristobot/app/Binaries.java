package org.aristobot.app;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** Unpacks the servers that came as dependencies, once per version, under the data folder. */
final class Binaries {
  private static final Pattern JAR = Pattern.compile("/([^/!]+)\\.jar!");

  private final Path folder;
  private final Platform platform = Platform.current();

  Binaries(Path folder) {
    this.folder = folder;
  }

  /** The folder that holds PostgreSQL's {@code bin}. */
  Path postgres() {
    URL archive = resource(platform.postgres);
    Matcher jar = JAR.matcher(archive.toString());
    Path target = folder.resolve(jar.find() ? jar.group(1) : platform.postgres);
    return unpackOnce(target, part -> untar(archive, part));
  }

  /** The program redis-server. */
  Path redis() {
    URL program = resource(platform.redis);
    return unpackOnce(
        folder.resolve(platform.redis),
        part -> {
          try (InputStream in = program.openStream()) {
            Files.copy(in, part);
          }
          Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rwxr-xr-x"));
        });
  }

  private interface Unpacking {
    void into(Path part) throws IOException;
  }

  /**
   * What is unpacked gets its name when it is complete, so that a stop in between leaves nothing
   * half.
   */
  private static Path unpackOnce(Path target, Unpacking unpacking) {
    if (Files.exists(target)) {
      return target;
    }
    Path part = target.resolveSibling(target.getFileName() + ".part");
    try {
      deleteTree(part);
      Files.createDirectories(target.toAbsolutePath().getParent());
      unpacking.into(part);
      return Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UserError("The embedded servers cannot be unpacked into " + target + ".", e);
    }
  }

  private static void untar(URL archive, Path target) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(
            new BufferedInputStream(new XZInputStream(archive.openStream()), 1 << 16))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path file = target.resolve(entry.getName()).normalize();
        if (!file.startsWith(target)) {
          throw new IOException("The archive names a file outside itself");
        }
        if (entry.isDirectory()) {
          Files.createDirectories(file);
          continue;
        }
        Files.createDirectories(file.getParent());
        if (entry.isSymbolicLink()) {
          Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
          Files.createLink(file, target.resolve(entry.getLinkName()));
        } else {
          Files.copy(tar, file);
          boolean program = (entry.getMode() & 0100) != 0;
          Files.setPosixFilePermissions(
              file, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
        }
      }
    }
  }

  static void deleteTree(Path root) {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static URL resource(String name) {
    URL url = Binaries.class.getResource("/" + name);
    if (url == null) {
      throw new UserError(
          "The embedded server "
              + name
              + " is not on the class path: it was built on another kind of"
              + " machine.");
    }
    return url;
  }
}
