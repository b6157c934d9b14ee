package org.aristobot.gateway;

import com.sun.net.httpserver.HttpExchange;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.aristobot.gateway.AlteredVenue.Alteration;
import org.aristobot.gateway.AlteredVenue.Told;
import tools.jackson.databind.json.JsonMapper;

/** Stands before a venue and repeats in its answers what it should keep to itself. */
final class TellTaleVenue implements AutoCloseable {

  /** Where it repeats it. */
  enum Tale {
    /** Nowhere. */
    NONE,
    /** In the text of a refusal that the venue's table lists. */
    REFUSAL,
    /** In the text of one that it does not list. */
    UNLISTED_REFUSAL,
    /** In a body that is no JSON. */
    PAGE,
    /** Inside a good answer. */
    ANSWER,
    /** In the text of a ban. */
    BAN
  }

  private static final Pattern SIGNATURE = Pattern.compile("[?&]signature=([^&]+)");

  private final String more;
  private final AlteredVenue between = new AlteredVenue();
  private final Set<String> signatures = ConcurrentHashMap.newKeySet();
  private volatile Tale tale = Tale.NONE;

  /**
   * @param more what it repeats beside key and signature
   */
  TellTaleVenue(String more) {
    this.more = more;
    between.alteration =
        new Alteration() {
          @Override
          public Told told(HttpExchange asked, Told real) {
            return repeated(asked, real);
          }
        };
  }

  /** Stands before that venue from now on, at the address that is returned. */
  URI before(URI real) {
    return between.before(real);
  }

  void tell(Tale next) {
    tale = next;
  }

  /** Of all requests, as they travelled and as they were made. */
  Set<String> signatures() {
    return Set.copyOf(signatures);
  }

  private Told repeated(HttpExchange asked, Told real) {
    String key = asked.getRequestHeaders().getFirst("X-MBX-APIKEY");
    Matcher signature = SIGNATURE.matcher(asked.getRequestURI().toString());
    if (key == null || !signature.find()) {
      return real;
    }
    signatures.add(signature.group(1));
    signatures.add(URLDecoder.decode(signature.group(1), StandardCharsets.UTF_8));
    String told = key + " " + signature.group(1) + " " + more;
    return switch (tale) {
      case NONE -> real;
      case ANSWER ->
          new Told(
              real.status(), real.body().replaceFirst("\\{", "{\"told\":" + quoted(told) + ","));
      case REFUSAL -> new Told(400, refusal(-1102, told));
      case UNLISTED_REFUSAL -> new Told(400, refusal(-9876, told));
      case PAGE -> new Told(502, "<html>Bad gateway: " + asked.getRequestURI() + " " + told);
      case BAN -> new Told(429, refusal(-1003, told));
    };
  }

  private static String refusal(int code, String told) {
    return "{\"code\":" + code + ",\"msg\":" + quoted("Not with " + told) + "}";
  }

  private static String quoted(String text) {
    return JsonMapper.shared().writeValueAsString(text);
  }

  @Override
  public void close() {
    between.close();
  }
}
