package org.aristobot.fault;

import io.lettuce.core.RedisException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.aristobot.app.PostgresAccess;
import org.aristobot.app.Secret;
import org.aristobot.app.TestGateway;
import org.aristobot.bus.IntakeSettings;
import org.aristobot.bus.RedisAccess;
import org.aristobot.bus.Step;
import org.aristobot.bus.Trace;
import org.aristobot.gateway.DoubtSettings;
import org.aristobot.journal.Database;
import org.aristobot.model.Venue;

/**
 * A gateway in a process of its own. It gets everything ready, says {@code READY}, and waits for
 * one line: the step and the number of the request to stand still at, {@code NONE 0} for never.
 * Then it serves, says {@code SERVING}, and {@code REACHED} where it stands still until a second
 * line comes. It ends when its standard input does, so that it never outlives the test.
 *
 * <p>{@code HOLD 0}: every request stands still at the step that its id begins with, as {@code
 * SENT-17} does. It stands still when it is taken, too, until the second line; the third lets all
 * go on. {@code POISON 0}: the process ends at once when it works on a request whose id begins so.
 */
final class GatewayMain {

  static final String READY = "READY";
  static final String SERVING = "SERVING";
  static final String REACHED = "REACHED";
  static final String NONE = "NONE";
  static final String HOLD = "HOLD";
  static final String POISON = "POISON";

  /** A variable that, when present, makes leases and signs of life last a few seconds only. */
  static final String IMPATIENT = "FAULT_IMPATIENT";

  /** A variable that, when present, makes it record its intents after the send only. */
  static final String INTENTS_OFF = "FAULT_INTENTS_OFF";

  /**
   * A variable with two numbers: how long callers wait, and the visibility lag. With the first
   * alone everything else is as in the program.
   */
  static final String DOUBTS = "FAULT_DOUBTS";

  private GatewayMain() {}

  /** The gateway's surroundings travel as environment variables: passwords are among them. */
  enum Variable {
    FAULT_DATA,
    FAULT_POSTGRES,
    FAULT_POSTGRES_USER,
    FAULT_POSTGRES_PASSWORD,
    FAULT_REDIS,
    FAULT_VENUE,
    FAULT_SECRET_KEY
  }

  private static String variable(Variable name) {
    String value = System.getenv(name.name());
    if (value == null) {
      throw new IllegalStateException(name + " is missing");
    }
    return value;
  }

  public static void main(String[] arguments) throws IOException {
    PostgresAccess postgres =
        new PostgresAccess(
            variable(Variable.FAULT_POSTGRES),
            variable(Variable.FAULT_POSTGRES_USER),
            new Secret(variable(Variable.FAULT_POSTGRES_PASSWORD)));
    loadClasses(postgres);
    say(READY);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String line = in.readLine();
    if (line != null) {
      CountDownLatch first = new CountDownLatch(1);
      CountDownLatch second = new CountDownLatch(1);
      AutoCloseable _ = start(postgres, intentsOff(postgres, listener(line, first, second)));
      say(SERVING);
      for (CountDownLatch gate : new CountDownLatch[] {first, second}) {
        if (in.readLine() != null) {
          gate.countDown();
        }
      }
      String _ = in.readLine();
    }
    System.exit(0);
  }

  private static AutoCloseable start(PostgresAccess postgres, Trace.Listener listener) {
    Path data = Path.of(variable(Variable.FAULT_DATA));
    String redis = variable(Variable.FAULT_REDIS);
    URI venue = URI.create(variable(Variable.FAULT_VENUE));
    String key = variable(Variable.FAULT_SECRET_KEY);
    if (System.getenv(IMPATIENT) == null) {
      return TestGateway.start(data, postgres, redis, venue, key, listener, doubts());
    }
    String id = "impatient-" + ProcessHandle.current().pid();
    IntakeSettings settings =
        new IntakeSettings(id, 16, 4, 16, Duration.ofMillis(200), Duration.ofSeconds(6));
    return TestGateway.startImpatient(
        id, Duration.ofSeconds(6), settings, data, postgres, redis, venue, key, listener);
  }

  private static DoubtSettings doubts() {
    String text = System.getenv(DOUBTS);
    if (text == null) {
      return TestGateway.AT_ONCE;
    }
    String[] numbers = text.split(" ", 2);
    Duration wait = Duration.ofMillis(Long.parseLong(numbers[0]));
    if (numbers.length == 1) {
      DoubtSettings standard = DoubtSettings.standard(Map.of());
      return new DoubtSettings(wait, standard.alertAfter(), standard.scanEvery(), Map.of());
    }
    return new DoubtSettings(
        wait,
        TestGateway.AT_ONCE.alertAfter(),
        TestGateway.AT_ONCE.scanEvery(),
        Map.of(Venue.BINANCE, Duration.ofMillis(Long.parseLong(numbers[1]))));
  }

  /** Most of a start is the loading of classes; a stand-by has that behind it. */
  private static void loadClasses(PostgresAccess postgres) {
    Database.open(postgres.url(), postgres.user(), variable(Variable.FAULT_POSTGRES_PASSWORD))
        .close();
    try (RedisAccess redis = new RedisAccess(variable(Variable.FAULT_REDIS), "stand-by")) {
      redis.ping();
    } catch (RedisException _) {
      // It stands still just now; the classes are loaded all the same.
    }
  }

  private static Trace.Listener listener(String line, CountDownLatch goOn, CountDownLatch release) {
    String[] words = line.split(" ", 2);
    return switch (words[0]) {
      case NONE -> (_, _) -> {};
      case HOLD -> (step, requestId) -> hold(step, requestId, goOn, release);
      case POISON -> GatewayMain::die;
      default -> standAt(words, goOn);
    };
  }

  private static void die(Step step, String requestId) {
    if (step == Step.CHECKED && requestId.startsWith(POISON)) {
      Runtime.getRuntime().halt(1);
    }
  }

  private static void hold(
      Step step, String requestId, CountDownLatch goOn, CountDownLatch release) {
    boolean held = Stream.of(Step.values()).anyMatch(named -> requestId.startsWith(named + "-"));
    if (held && requestId.startsWith(step + "-")) {
      say(REACHED + " " + step + " " + requestId);
      standStill(release);
    } else if (held && step == Step.MOVED) {
      standStill(goOn);
    }
  }

  private static Trace.Listener standAt(String[] words, CountDownLatch goOn) {
    Step step = Step.valueOf(words[0]);
    int nth = Integer.parseInt(words[1]);
    AtomicInteger seen = new AtomicInteger();
    return (reached, requestId) -> {
      if (reached == step && seen.incrementAndGet() == nth) {
        say(REACHED + " " + step + " " + requestId);
        standStill(goOn);
      }
    };
  }

  /** A request that stands still after the send does so before anything is recorded of it. */
  private static Trace.Listener intentsOff(PostgresAccess postgres, Trace.Listener listener) {
    if (System.getenv(INTENTS_OFF) == null) {
      return listener;
    }
    IntentsOff off =
        IntentsOff.open(
            postgres.url(), postgres.user(), variable(Variable.FAULT_POSTGRES_PASSWORD), false);
    return (step, requestId) -> {
      if (step == Step.SENT) {
        listener.reached(step, requestId);
        off.reached(step, requestId);
      } else {
        off.reached(step, requestId);
        listener.reached(step, requestId);
      }
    };
  }

  private static void standStill(CountDownLatch goOn) {
    try {
      goOn.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static synchronized void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  /** The variables of a gateway in that world. */
  static Map<String, String> environment(World world) {
    return Map.of(
        Variable.FAULT_DATA.name(), world.data().toString(),
        Variable.FAULT_POSTGRES.name(), world.postgres().url(),
        Variable.FAULT_POSTGRES_USER.name(), world.postgres().user(),
        Variable.FAULT_POSTGRES_PASSWORD.name(), world.postgresPassword(),
        Variable.FAULT_REDIS.name(), world.redisUri(),
        Variable.FAULT_VENUE.name(), world.venue().uri().toString(),
        Variable.FAULT_SECRET_KEY.name(), World.SECRET_KEY);
  }
}
