package org.aristobot.simulator.judge;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.aristobot.simulator.judge.JudgedVenue.Keys;

/**
 * A peer for one venue: how it is connected and what is known of it beforehand.
 *
 * @param refusals how the peer says each of the {@code ERROR_} cells
 * @param absent cells that the peer does not offer, with the reason
 * @param faults cells that fail by the peer's own fault
 */
record Candidate(
    String name,
    String version,
    Connection connection,
    Map<Cell, Refusal> refusals,
    Map<Cell, String> absent,
    Map<Cell, PeerFault> faults) {

  /** Opens the peer on a venue. */
  interface Connection {
    Peer open(URI venue, Keys keys) throws Exception;
  }

  /**
   * What a peer throws.
   *
   * @param type its own class for this, exactly
   * @param says what the message contains
   */
  record Refusal(Class<? extends Exception> type, String says) {}

  /**
   * A fault that is the peer's own.
   *
   * @param symptom what the failure contains; any other failure is ours
   * @param reason why it is the peer's
   */
  record PeerFault(String symptom, String reason) {}

  /** The version of a jar that Maven built. */
  static String version(Class<?> inside, String group, String artifact) {
    String path = "/META-INF/maven/" + group + "/" + artifact + "/pom.properties";
    try (InputStream in = inside.getResourceAsStream(path)) {
      Properties properties = new Properties();
      properties.load(Objects.requireNonNull(in, path));
      return Objects.requireNonNull(properties.getProperty("version"), path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
