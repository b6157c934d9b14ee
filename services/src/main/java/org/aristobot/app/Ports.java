package org.aristobot.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Ports of the embedded servers, all on the loopback address. */
final class Ports {
  private static final String LISTEN = "0A";
  private static final Pattern COLUMNS = Pattern.compile(" +");

  private Ports() {}

  /**
   * A port on which a server can be started.
   *
   * @param wanted 0 for any free one
   * @throws UserError when the wanted port is held, naming it and, where it can be seen, its holder
   */
  static int free(int wanted, String server, ConfigKey key) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
      return socket.getLocalPort();
    } catch (IOException e) {
      String holder = holder(wanted);
      throw new UserError(
          "Port %d, wanted for %s, is held by %s: stop that, or set another port with %s."
              .formatted(
                  wanted, server, holder == null ? "another program" : holder, key.variable()),
          e);
    }
  }

  /** Waits until nobody holds it: a killed process may give up its sockets after it is gone. */
  static void awaitFree(int port, Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!isFree(port) && System.nanoTime() - deadline < 0) {
      Processes.pause();
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static @Nullable String holder(int port) {
    try {
      Optional<Long> pid = Files.exists(Path.of("/proc/net/tcp")) ? fromProc(port) : fromLsof(port);
      return pid.flatMap(ProcessHandle::of)
          .map(handle ->
              "process " + handle.pid() + handle.info().command().map(Ports::named).orElse(""))
          .orElse(null);
    } catch (IOException e) {
      return null;
    }
  }

  private static String named(String command) {
    return " (" + Path.of(command).getFileName() + ")";
  }

  private static Optional<Long> fromLsof(int port) {
    Processes.Ended lsof =
        Processes.run(
            List.of("lsof", "-nP", "-t", "-iTCP:" + port, "-sTCP:LISTEN"), Duration.ofSeconds(3));
    return lsof.output()
        .lines()
        .filter(line -> line.matches("[0-9]+"))
        .findFirst()
        .map(Long::valueOf);
  }

  private static Optional<Long> fromProc(int port) throws IOException {
    for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      if (!Files.exists(Path.of(table))) {
        continue;
      }
      String local = String.format(":%04X", port);
      for (String line : Files.readAllLines(Path.of(table))) {
        // Columns (proc_net(5)): row, local address, remote address, state, ..., the tenth is the
        // inode.
        List<String> columns = COLUMNS.splitAsStream(line.strip()).toList();
        if (columns.size() > 9 && columns.get(1).endsWith(local) && columns.get(3).equals(LISTEN)) {
          return ownerOf("socket:[" + columns.get(9) + "]");
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Long> ownerOf(String socket) {
    return ProcessHandle.allProcesses()
        .map(ProcessHandle::pid)
        .filter(pid -> holds(pid, socket))
        .findFirst();
  }

  private static boolean holds(long pid, String socket) {
    try (Stream<Path> files = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      return files.anyMatch(file -> pointsTo(file, socket));
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean pointsTo(Path file, String target) {
    try {
      return Files.readSymbolicLink(file).toString().equals(target);
    } catch (IOException e) {
      return false;
    }
  }
}
