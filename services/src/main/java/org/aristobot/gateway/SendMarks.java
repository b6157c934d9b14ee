package org.aristobot.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which orders a gateway process may have sent and not yet settled, kept where the end of the
 * process cannot take it along.
 *
 * <p>The journal alone cannot tell an order that was about to be sent from one that was sent, so a
 * gateway that dies in between would leave every such order in doubt. Each process therefore writes
 * an order's number into a memory-mapped file right before the first byte leaves, and clears it
 * when the outcome is committed. A store into a shared mapping belongs to the operating system at
 * once and survives {@code kill -9}. An order that is still SENDING in the journal and not in the
 * file of its dead owner was surely never sent, and may be sent for the first time.
 *
 * <p>The proof holds only for a process that is dead (its lock on the file is gone) on a machine
 * that has not restarted since (the boot id in the file is the running one); otherwise nothing is
 * proven. A process has one gateway: POSIX gives up its lock when it closes any descriptor of the
 * file. Thread rule: any thread.
 */
final class SendMarks implements AutoCloseable {

  /** More orders than this are never under way at once. */
  private static final int SLOTS = 8192;

  private static final int HEADER = 64;
  private static final int SIZE = HEADER + SLOTS * Long.BYTES;
  private static final VarHandle SLOT = ValueLayout.JAVA_LONG.varHandle();
  private static final Pattern OWNER = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
  private static final Duration KEPT = Duration.ofDays(7);

  private final Path folder;
  private final String owner;
  private final FileChannel channel;
  private final FileLock lock;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment slots;
  private final byte[] bootId;
  private final ReentrantLock looking = new ReentrantLock();

  private SendMarks(Path folder, String owner, FileChannel channel, FileLock lock)
      throws IOException {
    this.folder = folder;
    this.owner = owner;
    this.channel = channel;
    this.lock = lock;
    this.bootId = bootId();
    slots = channel.map(MapMode.READ_WRITE, 0, SIZE, arena);
    MemorySegment.copy(bootId, 0, slots, ValueLayout.JAVA_BYTE, 0, bootId.length);
  }

  /** Opens the file of a new process life; {@code owner} names it for ever. */
  static SendMarks open(Path folder, String owner, InstantSource clock) {
    try {
      Files.createDirectories(folder);
      removeOld(folder, clock.instant().minus(KEPT));
      FileChannel channel =
          FileChannel.open(
              file(folder, owner),
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw new IOException("another process holds the file of " + owner);
      }
      return new SendMarks(folder, owner, channel, lock);
    } catch (IOException e) {
      throw new UncheckedIOException("the send marks cannot be kept in " + folder, e);
    }
  }

  /** The order may leave from now on; the answer is the slot to clear. */
  int mark(long orderId) {
    int start = Math.floorMod(Long.hashCode(orderId), SLOTS);
    for (int i = 0; i < SLOTS; i++) {
      int slot = (start + i) % SLOTS;
      if (SLOT.compareAndSet(slots, offset(slot), 0L, orderId)) {
        return slot;
      }
    }
    throw new IllegalStateException("more than " + SLOTS + " orders under way");
  }

  /** The outcome is committed, or it is sure that nothing left. */
  void clear(int slot) {
    SLOT.setVolatile(slots, offset(slot), 0L);
  }

  /** What the file of another process says of an order that is still SENDING in its name. */
  Verdict verdict(String other, long orderId) {
    return ofEnded(
        other,
        left -> mayHaveSent(left, orderId) ? Verdict.PERHAPS_SENT : Verdict.NEVER_SENT,
        Verdict.UNKNOWN);
  }

  /** Whether that process is proven to have ended. */
  boolean hasEnded(String other) {
    return OWNER.matcher(other).matches() && ofEnded(other, this::isOfThisBoot, false);
  }

  /**
   * What can be told of the file that an ended process left; {@code otherwise} if none is known.
   */
  private <T> T ofEnded(String other, Function<MemorySegment, T> look, T otherwise) {
    if (other.equals(owner) || bootId.length == 0 || !Files.exists(file(folder, other))) {
      return otherwise;
    }
    // One look at a time and a shared lock: lookers must not take each other for the owner.
    looking.lock();
    try (FileChannel theirs = FileChannel.open(file(folder, other), StandardOpenOption.READ);
        FileLock ended = theirs.tryLock(0, Long.MAX_VALUE, true);
        Arena reading = Arena.ofConfined()) {
      return ended == null || theirs.size() != SIZE
          ? otherwise
          : look.apply(theirs.map(MapMode.READ_ONLY, 0, SIZE, reading));
    } catch (OverlappingFileLockException | IOException e) {
      return otherwise;
    } finally {
      looking.unlock();
    }
  }

  /** What is known of another process's order. */
  enum Verdict {
    /** Its process lives, or nothing can be proven about it. */
    UNKNOWN,
    /** Its process is dead and never sent it. */
    NEVER_SENT,
    /** Its process is dead and may have sent it. */
    PERHAPS_SENT
  }

  private boolean isOfThisBoot(MemorySegment left) {
    return left.asSlice(0, bootId.length).mismatch(MemorySegment.ofArray(bootId)) < 0;
  }

  private boolean mayHaveSent(MemorySegment left, long orderId) {
    if (!isOfThisBoot(left)) {
      return true;
    }
    for (int slot = 0; slot < SLOTS; slot++) {
      if (left.get(ValueLayout.JAVA_LONG, offset(slot)) == orderId) {
        return true;
      }
    }
    return false;
  }

  private static long offset(int slot) {
    return HEADER + (long) slot * Long.BYTES;
  }

  private static Path file(Path folder, String owner) {
    if (!OWNER.matcher(owner).matches()) {
      throw new IllegalArgumentException("an owner's name is letters, digits, - and _");
    }
    return folder.resolve(owner + ".marks");
  }

  /** Empty where the system has none: then nothing can be proven. */
  private static byte[] bootId() throws IOException {
    if (!Files.isReadable(BOOT_ID)) {
      return new byte[0];
    }
    byte[] text = Files.readString(BOOT_ID).strip().getBytes(StandardCharsets.US_ASCII);
    return Arrays.copyOf(text, Math.min(text.length, HEADER));
  }

  private static void removeOld(Path folder, Instant before) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".marks")).toList()) {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  @Override
  public void close() {
    try {
      lock.release();
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the send marks could not be closed", e);
    } finally {
      arena.close();
    }
  }
}
