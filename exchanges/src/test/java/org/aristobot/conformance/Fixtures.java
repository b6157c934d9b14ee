package org.aristobot.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The recorded traffic of one venue.
 *
 * @param venue its folder
 */
public record Fixtures(String venue) {

  /** One file, whole. */
  public JsonNode read(String name) {
    return JsonMapper.shared().readTree(text(name));
  }

  public String text(String name) {
    try (@Nullable InputStream in = Fixtures.class.getResourceAsStream(path(name))) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names of all recordings of spot answers and events, sorted. */
  public List<String> spot() {
    URL signing = Objects.requireNonNull(Fixtures.class.getResource(path("signing")), venue);
    try (Stream<Path> files =
        Files.list(Objects.requireNonNull(Path.of(signing.toURI()).getParent()))) {
      return files
          .map(file -> file.getFileName().toString().replace(".json", ""))
          .filter(name -> name.startsWith("spot_"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private String path(String name) {
    return "/fixtures/" + venue + "/" + name + ".json";
  }
}
