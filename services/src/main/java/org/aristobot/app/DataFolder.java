package org.aristobot.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The data folder, held by one process at a time. The hold is a file lock of the operating system,
 * which ends with the process however it ends.
 */
final class DataFolder implements AutoCloseable {
  private final Path path;
  private final FileChannel lock;

  private DataFolder(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Makes the folder if it is not there, and takes hold of it.
   *
   * @throws UserError when it cannot be written or another process holds it
   */
  static DataFolder open(Path path) {
    try {
      OwnerFiles.createFolder(path);
      // Resolved, because the servers' command lines are later compared with it.
      Path real = path.toRealPath();
      FileChannel channel =
          FileChannel.open(
              real.resolve(".lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      if (!lock(channel)) {
        String holder = Files.readString(real.resolve(".lock")).strip();
        channel.close();
        throw new UserError(
            "Another Aristobot"
                + (holder.isEmpty() ? "" : " (process " + holder + ")")
                + " is running on the data folder "
                + path
                + ": stop it first, or set another"
                + " folder with ARISTOBOT_DATA.");
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
      return new DataFolder(real, channel);
    } catch (IOException e) {
      throw new UserError("The data folder " + path + " cannot be written by this user.", e);
    }
  }

  private static boolean lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  Path path() {
    return path;
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
