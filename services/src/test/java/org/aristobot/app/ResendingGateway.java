package org.aristobot.app;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.aristobot.alert.Alerts;
import org.aristobot.bus.Command;
import org.aristobot.bus.Fields;
import org.aristobot.bus.Intake;
import org.aristobot.bus.IntakeSettings;
import org.aristobot.bus.Publisher;
import org.aristobot.bus.RedisAccess;
import org.aristobot.bus.RedisLedgers;
import org.aristobot.bus.Reply;
import org.aristobot.bus.Request;
import org.aristobot.bus.Trace;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.gateway.DoubtSettings;
import org.aristobot.gateway.Gateway;
import org.aristobot.journal.Database;
import org.aristobot.journal.InstrumentStore;
import org.aristobot.journal.Journal;
import org.aristobot.vault.SecretKey;
import org.aristobot.vault.Vault;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A gateway that does what ours never does: an order in doubt is simply sent again. A storm must
 * see that. It is started as {@code gateway} is, by the variables of its environment.
 */
public final class ResendingGateway {

  private static final List<String> FIELDS =
      List.of(
          "broker_id",
          "symbol",
          "side",
          "type",
          "quantity",
          "quote_quantity",
          "price",
          "stop_price",
          "stop_limit_price",
          "stop_loss_price",
          "take_profit_price",
          "time_in_force");

  private ResendingGateway() {}

  public static void main(String[] arguments) throws InterruptedException {
    Path folder = Path.of("").toAbsolutePath();
    Config config = Config.load(null, System.getenv(), folder, folder);
    Logging.start(config, "gateway", false);
    RunningInstance instance = RunningInstance.locate(config);
    InstantSource clock = InstantSource.system();
    String id = "resending-" + ProcessHandle.current().pid();
    SecretKey keys = SecretKeys.inUse(config);
    Database database = GatewayService.open(instance.postgres());
    RedisAccess redis = new RedisAccess(instance.redisUri().reveal(), id);
    Gateway gateway =
        new Gateway(
            new Gateway.Parts(
                id,
                "test",
                config.data().resolve("gateways"),
                Addresses.of(config, Map.of()),
                new Journal(database.source(), id, Duration.ofSeconds(30), clock),
                new InstrumentStore(database.source(), clock),
                new Vault(database.source(), keys),
                new Publisher(redis),
                new RedisLedgers(redis),
                new Alerts(new Alerts.Targets(null, null), clock),
                new DoubtSettings(
                    Duration.ZERO,
                    Duration.ofSeconds(60),
                    Duration.ofMillis(500),
                    config.visibilityLags()),
                clock));
    gateway.takeUpDoubts();
    Intake intake =
        new Intake(
            redis,
            IntakeSettings.of(id),
            (request, trace) -> resending(gateway, request, trace),
            gateway::hasEnded,
            (_, _) -> {},
            clock);
    intake.start();
    System.out.println("The gateway " + id + " serves requests.");
    new CountDownLatch(1).await();
  }

  /** What is said to be in doubt is asked for anew, as callers did who knew no better. */
  private static Reply resending(Gateway gateway, Request request, Trace trace) {
    Reply reply = gateway.handle(request, trace);
    boolean doubt =
        reply instanceof Reply.Failed failed
            && failed.failure().kind() == ErrorKind.ORDER_STATE_UNKNOWN;
    return doubt && request.command() instanceof Command.PlaceOrder order
        ? gateway.handle(anew(request, order), trace)
        : reply;
  }

  /** The same order under other ids. */
  private static Request anew(Request request, Command.PlaceOrder order) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    for (String name : FIELDS) {
      JsonNode value = order.fields().json(name);
      if (value != null) {
        fields.set(name, value);
      }
    }
    Request.Address address = request.address();
    return new Request(
        new Request.Address(
            address.requestId() + "-again",
            address.legacy(),
            address.replyTo(),
            address.decimalsAsText()),
        request.action(),
        new Command.PlaceOrder(order.brokerId(), new Fields(fields)),
        request.userId(),
        request.traceId(),
        request.askedAt(),
        request.expired());
  }
}
