package org.aristobot.app;

import io.lettuce.core.RedisException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.aristobot.bus.BusClient;
import org.aristobot.bus.RedisAccess;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code call}: one request over Redis; prints the answer. */
@Command(
    name = "call",
    description = "Sends one request over Redis and prints its answer; exit 1 if it failed.",
    footer = {
      "",
      "Example:",
      "  ./aristobot call get_ticker '{\"broker_id\":1,\"symbol\":\"BTC/USDT\"}'"
    })
final class CallCommand implements Callable<Integer> {

  static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(index = "0", paramLabel = "ACTION", description = "Such as ping or place_order.")
  private String action = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "JSON",
      defaultValue = "{}",
      description = "The parameters, a JSON object.")
  private String params = "{}";

  @Option(
      names = "--user",
      paramLabel = "ID",
      defaultValue = "1",
      description = "Number of the user on whose behalf (default: ${DEFAULT-VALUE}).")
  private long user = 1;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description = "How long to wait for the answer (default: ${DEFAULT-VALUE}).")
  private long timeout = 30;

  @Override
  public Integer call() {
    if (timeout < 1) {
      throw new UserError("--timeout must be 1 or more.");
    }
    Optional<BusClient.Answer> answer =
        call(common.config(), action, object(params), user, Duration.ofSeconds(timeout));
    if (answer.isEmpty()) {
      throw new UserError(
          "No answer came within "
              + BigDecimal.valueOf(timeout).toPlainString()
              + " s; the request is still on its way: ask with get_order_info before you repeat it.");
    }
    System.out.println(JSON.writeValueAsString(answer.get().raw()));
    return answer.get().success() ? 0 : Main.NOT_DONE;
  }

  /** One request to the running gateway. */
  static Optional<BusClient.Answer> call(
      Config config, String action, ObjectNode params, long user, Duration timeout) {
    Secret uri = RunningInstance.locate(config).redisUri();
    try (RedisAccess redis = new RedisAccess(uri.reveal(), "aristobot-call");
        BusClient client = new BusClient(redis)) {
      return client.call(action, params, user, timeout);
    } catch (RedisException e) {
      throw new UserError("Redis cannot be reached: is ./aristobot up running?", e);
    }
  }

  private static ObjectNode object(String text) {
    try {
      if (JSON.readTree(text) instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException e) {
      // Where the text begins is no news to whoever typed it.
      String why = e.getOriginalMessage().replaceFirst(" \\(start marker at .*", "");
      throw new UserError("The parameters are not JSON: " + why, e);
    }
    throw new UserError("The parameters must be a JSON object, such as {\"broker_id\":1}.");
  }
}
