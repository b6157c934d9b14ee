package org.aristobot.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.aristobot.bus.BusClient.Answer;
import org.aristobot.bus.Step;
import org.aristobot.fault.Verdict.Asked;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Three gateways with the program's own settings. One of them holds requests in every state and
 * sweeps an account, and then dies or stands still; the other two live on.
 */
final class TakeOver implements AutoCloseable {

  /** Orders that are held in each state. */
  static final int EACH = 32;

  /** Cancels that are held, and as many edits, of which every other one is a replacement. */
  static final int CHANGES = 4;

  /** Orders that were sent and whose messages Redis has lost: only the journal knows of them. */
  static final int LONE = 4;

  static final Duration FROZEN = Duration.ofSeconds(30);

  private static final List<Step> STATES =
      List.of(Step.MOVED, Step.JOURNALED, Step.SENT, Step.ANSWERED);
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration POLL = Duration.ofMillis(20);

  /** Between two looks, it is time that no gateway had. */
  private static final Duration STANDSTILL = Duration.ofSeconds(1);

  /** How the holder ends. */
  enum Kind {
    /** With SIGKILL, on the machine of the others, who can prove that. */
    KILLED,
    /** With SIGKILL, where nothing can be proven of it. */
    KILLED_ELSEWHERE,
    /** With SIGSTOP; SIGCONT comes when it was taken for dead. */
    FROZEN
  }

  private final Kind kind;
  private final World world;
  private final GatewayProcess holder;
  private final List<GatewayProcess> heirs;
  private final Map<String, ObjectNode> orders = new LinkedHashMap<>();
  private final Map<String, Answer> answers = new LinkedHashMap<>();
  private final Map<String, Double> answeredAfter = new LinkedHashMap<>();
  private final Map<Step, Long> held = new EnumMap<>(Step.class);
  private String name = "";
  private long struck;
  private long looked;
  private long stoodStill;
  private @Nullable Double lists;
  private @Nullable Double rows;
  private @Nullable Double sweep;
  private long sentByTheDead;

  TakeOver(Kind kind, World world) {
    this.kind = kind;
    this.world = world;
    Path elsewhere = world.data().resolve("elsewhere");
    holder =
        GatewayProcess.launchStandard(
            world, kind == Kind.KILLED_ELSEWHERE ? elsewhere : world.data());
    heirs =
        List.of(
            GatewayProcess.launchStandard(world, world.data()),
            GatewayProcess.launchStandard(world, world.data()));
  }

  void run() {
    holder.serve(new Death.Holding());
    name = String.join(",", world.gateways());
    prepare();
    hold();
    strike();
    if (kind == Kind.FROZEN) {
      wake();
    }
    for (int i = 0; i < LONE; i++) {
      ask(lone(i));
    }
  }

  private static String id(Step step, int number) {
    return step + "-" + number;
  }

  private static String lone(int number) {
    return Step.SENT + "-alone-" + number;
  }

  private static String cancel(int number) {
    return Step.JOURNALED + "-cancel-" + number;
  }

  private static String edit(int number) {
    return Step.JOURNALED + "-edit-" + number;
  }

  private Answer ask(String requestId) {
    world.push(requestId, "place_order", order(requestId));
    Answer answer = world.answer(requestId, PATIENCE);
    answers.put(requestId, answer);
    return answer;
  }

  private ObjectNode order(String requestId) {
    return orders.computeIfAbsent(requestId, _ -> Orders.mixed(orders.size()));
  }

  /** Orders to cancel and to change, and one in doubt, for which the holder sweeps the account. */
  private void prepare() {
    for (int i = 0; i < 2 * CHANGES; i++) {
      orders.put("rest-" + i, Orders.mixed(2).put("client_order_id", "resting-" + i));
      assertThat(ask("rest-" + i).success()).isTrue();
    }
    world.venue().arm("{\"fault\":\"request_lost\",\"match\":\"place_order\"}");
    assertThat(ask("doubt").code()).isEqualTo("ORDER_STATE_UNKNOWN");
    await().atMost(PATIENCE).until(() -> sweeper().equals(name));
  }

  private String sweeper() {
    return String.join(",", world.column("SELECT owner FROM sweeps"));
  }

  /** All are taken before the others serve, and go on to where they are held when these do. */
  private void hold() {
    Map<String, ObjectNode> all = new LinkedHashMap<>();
    STATES.forEach(
        step -> IntStream.range(0, EACH).forEach(i -> all.put(id(step, i), order(id(step, i)))));
    IntStream.range(0, LONE).forEach(i -> all.put(lone(i), order(lone(i))));
    world.placeAll(all);
    for (int i = 0; i < CHANGES; i++) {
      world.push(cancel(i), "cancel_order", resting(i));
      world.push(
          edit(i),
          "edit_order",
          i % 2 == 0
              ? resting(CHANGES + i).put("quantity", new BigDecimal("0.001"))
              : resting(CHANGES + i).put("price", new BigDecimal("39000")));
    }
    int messages = all.size() + 2 * CHANGES;
    await().atMost(PATIENCE).until(() -> world.processing(name) == messages);
    heirs.forEach(heir -> heir.serve(new Death.Never()));
    assertThat(world.gateways()).hasSize(3);
    holder.goOn();
    await().atMost(PATIENCE).until(() -> holder.standing() == messages);
    IntStream.range(0, LONE).forEach(i -> world.lose(name, lone(i)));
    count();
  }

  private static ObjectNode resting(int number) {
    return World.JSON
        .createObjectNode()
        .put("client_order_id", "resting-" + number)
        .put("symbol", "BTC/USDT");
  }

  /** What the holder holds, by what Redis, the journal and the venue say. */
  private void count() {
    List<String> sending =
        world.column("SELECT request_id FROM orders WHERE owner = '" + name + "'");
    List<String> placed =
        world.column(
            "SELECT request_id FROM orders WHERE native_client_order_id IN ('"
                + String.join(
                    "','", world.venue().orders().stream().map(o -> o.clientOrderId()).toList())
                + "')");
    held.put(Step.MOVED, world.processing(name) - 2L * EACH - 2 * CHANGES);
    held.put(Step.JOURNALED, number(Step.JOURNALED, sending) - number(Step.JOURNALED, placed));
    held.put(Step.SENT, number(Step.SENT, placed) - LONE);
    held.put(
        Step.ANSWERED,
        IntStream.range(0, EACH).filter(i -> world.hasAnswer(id(Step.ANSWERED, i))).count());
  }

  private static long number(Step step, List<String> requestIds) {
    return requestIds.stream().filter(id -> id.startsWith(step + "-")).count();
  }

  private void strike() {
    STATES.forEach(
        step -> IntStream.range(0, EACH).forEach(i -> answeredAfter.put(id(step, i), 0.0)));
    for (int i = 0; i < EACH; i++) {
      answers.put(id(Step.ANSWERED, i), world.answer(id(Step.ANSWERED, i), PATIENCE));
    }
    List<String> waiting = new ArrayList<>();
    for (Step step : List.of(Step.MOVED, Step.JOURNALED, Step.SENT)) {
      IntStream.range(0, EACH).forEach(i -> waiting.add(id(step, i)));
    }
    IntStream.range(0, CHANGES).forEach(i -> waiting.addAll(List.of(cancel(i), edit(i))));
    struck = System.nanoTime();
    looked = struck;
    if (kind == Kind.FROZEN) {
      holder.freeze();
    } else {
      holder.kill();
    }
    await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(POLL)
        .until(() -> {
          look(waiting);
          return waiting.isEmpty() && lists != null && rows != null && sweep != null;
        });
  }

  private void look(List<String> waiting) {
    long now = System.nanoTime();
    if (now - looked > STANDSTILL.toNanos()) {
      stoodStill += now - looked;
    }
    looked = now;
    if (lists == null && world.processing(name) == 0) {
      lists = seconds();
    }
    if (sweep == null && !sweeper().equals(name)) {
      sweep = seconds();
    }
    if (rows == null
        && world
            .column(
                "SELECT request_id FROM orders WHERE status = 'SENDING' AND request_id LIKE"
                    + " 'SENT-alone-%'")
            .isEmpty()) {
      rows = seconds();
    }
    waiting.removeIf(id ->
        world
            .takeAnswer(id)
            .map(answer -> {
              answers.put(id, answer);
              answeredAfter.put(id, seconds());
              return answer;
            })
            .isPresent());
  }

  /** Since the end, but for what the machine itself stood still. */
  private double seconds() {
    return Duration.ofNanos(System.nanoTime() - struck - stoodStill).toMillis() / 1e3;
  }

  /** It goes on where it stood, finds itself taken for dead, and says what it did not send. */
  private void wake() {
    await().atMost(PATIENCE).until(() -> seconds() > FROZEN.toSeconds());
    long before = world.venue().commands();
    holder.goOn();
    holder.thaw();
    await().atMost(PATIENCE).until(() -> kept("status = 'NOT_PLACED'") == EACH);
    await()
        .atMost(PATIENCE)
        .until(() -> world.column("SELECT id FROM orders WHERE amending IS NOT NULL").isEmpty());
    await()
        .atMost(PATIENCE)
        .until(() ->
            world.column("SELECT seq FROM order_events WHERE kind = 'CancelRejected'").size()
                == CHANGES);
    await().atMost(PATIENCE).until(() -> world.gateways().contains(name));
    // Their ids are free again: now they are sent for the first time.
    for (int i = 0; i < EACH; i++) {
      Answer again = ask(id(Step.JOURNALED, i));
      assertThat(again.success()).isTrue();
      assertThat(again.replayed()).isFalse();
    }
    sentByTheDead = world.venue().commands() - before - EACH;
  }

  private long kept(String condition) {
    return number(
        Step.JOURNALED,
        world.column("SELECT request_id FROM orders WHERE identity_free AND " + condition));
  }

  /** How many requests the holder held in that state when it was struck. */
  long held(Step step) {
    return held.getOrDefault(step, 0L);
  }

  /** Seconds until its lists, the rows that only the journal knows of, and its sweep were taken. */
  Map<String, @Nullable Double> takenAfter() {
    Map<String, @Nullable Double> taken = new LinkedHashMap<>();
    taken.put("lists", lists);
    taken.put("rows", rows);
    taken.put("sweep", sweep);
    return taken;
  }

  /** Seconds until the last answer to what was held in that state. */
  double answeredAfter(Step step) {
    return answeredAfter.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(step + "-"))
        .mapToDouble(Map.Entry::getValue)
        .max()
        .orElseThrow();
  }

  /** The first answers to orders that were held in that state. */
  List<Answer> answers(Step step) {
    return IntStream.range(0, EACH).mapToObj(i -> answer(id(step, i))).toList();
  }

  List<Answer> cancels() {
    return IntStream.range(0, CHANGES).mapToObj(i -> answer(cancel(i))).toList();
  }

  List<Answer> edits() {
    return IntStream.range(0, CHANGES).mapToObj(i -> answer(edit(i))).toList();
  }

  private Answer answer(String requestId) {
    Answer answer = answers.get(requestId);
    if (answer == null) {
      throw new AssertionError("nobody answered " + requestId);
    }
    return answer;
  }

  /** Commands that the holder sent after it was woken. */
  long sentByTheDead() {
    return sentByTheDead;
  }

  Verdict verdict() {
    return Verdict.on(
        world,
        orders.entrySet().stream()
            .map(order -> new Asked(order.getKey(), order.getValue(), answer(order.getKey())))
            .toList());
  }

  List<String> clientIdsOnTheVenue() {
    return world.venue().orders().stream().map(order -> order.clientOrderId()).toList();
  }

  @Override
  public String toString() {
    StringBuilder line =
        new StringBuilder(kind + ": held " + held + ", taken after " + takenAfter());
    line.append(", last answered");
    STATES.forEach(step -> line.append(" %s %.1f".formatted(step, answeredAfter(step))));
    return line.append(" s").toString();
  }

  @Override
  public void close() {
    holder.close();
    heirs.forEach(GatewayProcess::close);
    world.close();
  }
}
