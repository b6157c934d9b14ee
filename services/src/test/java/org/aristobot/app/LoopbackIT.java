package org.aristobot.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code up} starts is reached from this machine only; the kernel says so. */
class LoopbackIT {

  private static final String LISTENING = "0A";

  @TempDir Path temp;
  private ChildPrograms programs;

  @BeforeEach
  void prepare() throws IOException {
    Assumptions.assumeTrue(
        Files.isReadable(Path.of("/proc/self/net/tcp")), "only Linux tells who listens where");
    programs = new ChildPrograms(temp);
  }

  @AfterEach
  void end() throws IOException {
    if (programs != null) {
      programs.close();
    }
  }

  /** The addresses on which a process accepts connections (proc(5), {@code /proc/net/tcp}). */
  private static List<InetSocketAddress> listening(long pid) throws IOException {
    Path process = Path.of("/proc", Long.toString(pid));
    Set<String> sockets = sockets(process.resolve("fd"));
    List<InetSocketAddress> addresses = new ArrayList<>();
    for (String table : List.of("net/tcp", "net/tcp6")) {
      Path file = process.resolve(table);
      if (!Files.exists(file)) {
        continue;
      }
      for (String line : Files.readAllLines(file)) {
        String[] columns = line.strip().split("\\s+", -1);
        if (columns.length > 9
            && columns[3].equals(LISTENING)
            && sockets.contains("socket:[" + columns[9] + "]")) {
          addresses.add(address(columns[1]));
        }
      }
    }
    return addresses;
  }

  private static Set<String> sockets(Path descriptors) throws IOException {
    Set<String> sockets = new HashSet<>();
    try (Stream<Path> files = Files.list(descriptors)) {
      for (Path file : files.toList()) {
        try {
          sockets.add(Files.readSymbolicLink(file).toString());
        } catch (IOException e) {
          // Closed meanwhile.
        }
      }
    }
    return sockets;
  }

  /** Hexadecimal words in the byte order of the machine, then the port. */
  private static InetSocketAddress address(String text) throws UnknownHostException {
    int colon = text.indexOf(':');
    byte[] address = HexFormat.of().parseHex(text, 0, colon);
    for (int word = 0; word < address.length; word += 4) {
      for (int i = 0; i < 2; i++) {
        byte swapped = address[word + i];
        address[word + i] = address[word + 3 - i];
        address[word + 3 - i] = swapped;
      }
    }
    int port = Integer.parseInt(text.substring(colon + 1), 16);
    return new InetSocketAddress(InetAddress.getByAddress(address), port);
  }

  private static void assertOnLoopback(List<InetSocketAddress> addresses) {
    assertThat(addresses)
        .isNotEmpty()
        .allMatch(address -> address.getAddress().isLoopbackAddress());
  }

  @Test
  void a_socket_that_is_open_to_the_world_is_found() throws IOException {
    long self = ProcessHandle.current().pid();
    try (ServerSocket open = new ServerSocket(0)) {
      assertThat(listening(self))
          .anyMatch(address ->
              address.getPort() == open.getLocalPort()
                  && !address.getAddress().isLoopbackAddress());
    }
    try (ServerSocket local = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(listening(self))
          .anyMatch(address ->
              address.getPort() == local.getLocalPort()
                  && address.getAddress().isLoopbackAddress());
    }
  }

  @Test
  void everything_that_up_starts_listens_on_loopback_only() throws Exception {
    Process up = programs.up();
    List<Long> servers = programs.servers();
    assertThat(servers).hasSize(2);
    for (long server : servers) {
      assertOnLoopback(listening(server));
    }
    // The simulated exchange.
    assertOnLoopback(listening(up.pid()));
    Process gateway = programs.await("serves requests", "gateway");
    assertThat(listening(gateway.pid())).isEmpty();

    assertThat(ChildPrograms.read(programs.data().resolve("redis/redis.conf")))
        .contains("bind \"127.0.0.1\"", "protected-mode \"yes\"", "requirepass \"");
    assertStrangersAreKeptOut();
    assertSecretsAreForTheirOwner();
    programs.stop(gateway);
    programs.stop(up);
  }

  private void assertStrangersAreKeptOut() throws IOException {
    RunningInstance running = RunningInstance.locate(programs.config());
    String uri = running.redisUri().reveal();
    int port = Integer.parseInt(uri.substring(uri.lastIndexOf(':') + 1));
    assertThat(uri).matches("redis://:[A-Za-z0-9_-]{43}@127\\.0\\.0\\.1:\\d+");
    try (RedisProbe stranger = new RedisProbe(port, null)) {
      assertThatThrownBy(() -> stranger.ask("GET", "x")).hasMessageContaining("NOAUTH");
    }
    assertThat(running.postgres().url()).startsWith("jdbc:postgresql://127.0.0.1:");
  }

  private void assertSecretsAreForTheirOwner() throws IOException {
    for (String file :
        List.of(
            "secret_key", "redis_password", "postgres_password", "up.json", "redis/redis.conf")) {
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(programs.data().resolve(file))))
          .as(file)
          .isEqualTo("rw-------");
    }
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(programs.data().resolve("redis"))))
        .isEqualTo("rwx------");
  }
}
