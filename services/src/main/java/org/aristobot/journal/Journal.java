package org.aristobot.journal;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.Failure;
import org.aristobot.exchange.WireRecord;
import org.aristobot.model.ClientOrderId;
import org.aristobot.model.NativeClientOrderId;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.OrderStatus;
import org.aristobot.model.Symbol;
import org.aristobot.model.Venue;
import org.aristobot.model.VenueOrderId;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * Every order that ever was, in PostgreSQL. Methods return after the commit; concurrent writes
 * share commits. While the database is away, reads and {@link #record} fail with INTERNAL, {@link
 * #append} waits. Thread rule: shared by all threads; every method blocks.
 */
public final class Journal implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  static final String SELECT = "SELECT " + OrderReader.COLUMNS + " FROM orders o ";

  private static final String LIST =
      SELECT
          + """
          WHERE (:user::bigint IS NULL OR o.user_id = :user)
            AND (:broker::bigint IS NULL OR o.broker_id = :broker)
            AND (:symbol::text IS NULL OR o.symbol = :symbol)
            AND (cardinality(:statuses::text[]) = 0 OR o.status = ANY (:statuses))
            AND (:since::timestamptz IS NULL OR o.created_at >= :since)
            AND (:until::timestamptz IS NULL OR o.created_at < :until)
            AND (:before::bigint IS NULL OR o.id < :before)
          ORDER BY o.id DESC LIMIT :limit
          """;

  static final String BY_NATIVE_IDS =
      SELECT
          + """
          WHERE NOT o.identity_free AND o.broker_id = :broker
            AND (o.native_client_order_id = ANY (:ids)
              OR (o.former_native_ids IS NOT NULL AND o.former_native_ids && :ids::text[])
              OR (o.amending IS NOT NULL AND o.amending #>> '{request,id}' = ANY (:ids)))
          """;

  private static final String TAKE_OVER =
      SELECT
          + """
          WHERE o.id = :id AND o.status = 'SENDING' AND o.owner = :from
            AND (o.lease_until <= :now OR :dead)
          FOR UPDATE OF o
          """;

  private static final String WITH_OPEN_LEGS =
      SELECT
          + """
          WHERE o.id IN (
            SELECT l.parent_id FROM orders l
            WHERE l.parent_id IS NOT NULL AND l.exchange = ANY (:venues)
              AND l.status IN ('NEW', 'PARTIALLY_FILLED', 'PENDING_CANCEL', 'UNKNOWN'))
            AND o.venue_order_id IS NOT NULL
          ORDER BY o.id LIMIT 5000
          """;

  private static final String UNSENT_LEGS =
      SELECT + "WHERE o.parent_id = :id AND o.status = 'SENDING' ORDER BY o.id FOR UPDATE OF o";

  private final Jdbi jdbi;
  private final String owner;
  private final Duration lease;
  private final InstantSource clock;
  private final RecentOrders recent = new RecentOrders();
  private final RecordLane records;
  private final AppendLane appends;
  private final Doubts doubts;
  private volatile boolean closed;

  /**
   * @param owner the name of this process, never used by another one, not even after a restart
   * @param lease how long an order may wait between its commit and its sending
   */
  public Journal(DataSource source, String owner, Duration lease, InstantSource clock) {
    this(source, owner, lease, clock, PATIENCE);
  }

  Journal(DataSource source, String owner, Duration lease, InstantSource clock, Duration patience) {
    jdbi = Jdbi.create(source);
    jdbi.registerArrayType(String.class, "text");
    jdbi.registerArrayType(Long.class, "bigint");
    this.owner = owner;
    this.lease = lease;
    this.clock = clock;
    appends = new AppendLane(source, recent);
    records = new RecordLane(source, patience, this::settle);
    doubts = new Doubts(jdbi, owner, clock);
  }

  /** An event to be appended, with the native messages that brought it. */
  public record Change(long orderId, OrderEvent event, @Nullable WireRecord wire) {}

  /**
   * Commits an intent and with it the legs that the order will make.
   *
   * @param permits what it has in hand to be sent with, in words; null if that is not known
   * @throws ExchangeException INTERNAL: it is not in the journal and never will be.
   *     ORDER_STATE_UNKNOWN: it may be, since the database fell silent during the commit; it was
   *     not sent, nobody holds a lease for it, and as soon as the database answers the journal
   *     denies it, which frees its ids. Should this process end before that, the row stays SENDING
   *     with a dead owner and is settled as any order in doubt.
   */
  public Recorded record(Intent intent, List<OrderRequest> legs, @Nullable String permits) {
    RecordLane.Attempt attempt = records.add(intent, legs, permits, owner, clock.instant(), lease);
    Recorded recorded = await(attempt.answer);
    if (recorded instanceof Recorded.Fresh fresh) {
      recent.put(fresh.order());
      fresh.legs().forEach(recent::put);
    }
    return recorded;
  }

  /** The same for an order that makes no others. */
  public Recorded record(Intent intent) {
    return record(intent, List.of(), null);
  }

  /**
   * Commits an event, with the native exchange of messages that brought it, and returns the order
   * that it makes. Keeps trying while the database is away.
   *
   * @throws ExchangeException INTERNAL if the database cannot take it, or the journal is closed
   * @throws IllegalArgumentException if there is no such order
   */
  public StoredOrder append(long orderId, OrderEvent event, @Nullable WireRecord wire) {
    return append(List.of(new Change(orderId, event, wire))).getFirst();
  }

  /** The same for several events, which share a commit; returns the orders in their turn. */
  public List<StoredOrder> append(List<Change> changes) {
    Instant now = clock.instant();
    List<AppendLane.Append> batch = new ArrayList<>();
    for (Change change : changes) {
      if (change.event() instanceof OrderEvent.Requested) {
        throw new IllegalArgumentException("a request is recorded, not appended");
      }
      batch.add(new AppendLane.Append(change.orderId(), now, change.event(), change.wire()));
    }
    if (!batch.isEmpty()) {
      appends.add(batch);
    }
    return batch.stream().map(append -> await(append.answer)).toList();
  }

  /**
   * Makes an order ours, and its legs, that its owner left unsent or unsettled: it is SENDING and
   * owned by that owner, whose lease has run out or who is known to be dead. Nothing is said when
   * somebody else was faster. Unless it is proven that the owner never sent it, the new lease is
   * for settling the order, not for sending it.
   *
   * @param dead whether the owner is proven to have ended
   */
  public Optional<Lease> takeOver(long orderId, String fromOwner, boolean dead) {
    Instant now = OrderFold.micros(clock.instant());
    long start = System.nanoTime();
    boolean taken = reading(handle -> takeOver(handle, orderId, fromOwner, dead, now));
    return taken ? Optional.of(Lease.of(orderId, owner, lease, start, now)) : Optional.empty();
  }

  private boolean takeOver(Handle on, long id, String from, boolean dead, Instant now)
      throws SQLException {
    return on.inTransaction(handle -> {
      Optional<StoredOrder> row =
          one(
              handle
                  .createQuery(TAKE_OVER)
                  .bind("id", id)
                  .bind("from", from)
                  .bind("dead", dead)
                  .bind("now", now));
      if (row.isPresent()) {
        takeOver(handle, row.get(), from, now);
        for (StoredOrder leg : many(handle.createQuery(UNSENT_LEGS).bind("id", id))) {
          takeOver(handle, leg, from, now);
        }
      }
      return row.isPresent();
    });
  }

  private void takeOver(Handle handle, StoredOrder row, String from, Instant now)
      throws SQLException {
    // A later lease beats an earlier one in the fold, and two machines' clocks may differ.
    Instant after = row.leaseUntil().plusMillis(1);
    Instant until = now.plus(lease).isAfter(after) ? now.plus(lease) : after;
    OrderEvent event = new OrderEvent.TakenOver(from, owner, until);
    AppendLane.Append append = new AppendLane.Append(row.id(), now, event, null);
    AppendLane.storeIn(handle.getConnection(), append, row);
    recent.remove(row.id());
  }

  /** Keeps what was said to a venue about an order that the journal does not have. */
  public void log(long brokerId, WireRecord wire) {
    reading(handle ->
        handle
            .createUpdate(
                """
                INSERT INTO wire_log (token, broker_id, operation, request, sent_at,
                                      http_status, response, received_at)
                VALUES (gen_random_uuid(), :broker, :operation, :request, :sent,
                        :status, :response, :received)
                """)
            .bind("broker", brokerId)
            .bind("operation", wire.operation())
            .bind("request", wire.request())
            .bind("sent", wire.sentAt())
            .bind("status", wire.httpStatus())
            .bind("response", wire.response())
            .bind("received", wire.receivedAt())
            .execute());
  }

  /** The order of that request; an order that has given its ids back is not found by them. */
  public Optional<StoredOrder> byRequest(long userId, String requestId) {
    return find(
        "WHERE NOT o.identity_free AND o.parent_id IS NULL"
            + " AND o.user_id = :user AND o.request_id = :request",
        Map.of("user", userId, "request", requestId));
  }

  /** The order of that client id; an order that has given its ids back is not found by them. */
  public Optional<StoredOrder> byClientId(long brokerId, ClientOrderId id) {
    return find(
        "WHERE NOT o.identity_free AND o.broker_id = :broker AND o.client_order_id = :id",
        Map.of("broker", brokerId, "id", id.text()));
  }

  /**
   * The order that has that venue id, or had it before it was replaced.
   *
   * @throws ExchangeException INVALID_REQUEST if several symbols have it and none is given
   */
  public Optional<StoredOrder> byVenueId(long brokerId, VenueOrderId id, @Nullable Symbol symbol) {
    Optional<StoredOrder> now = byVenueId("o.venue_order_id = :id", brokerId, id, symbol);
    return now.isPresent()
        ? now
        : byVenueId("o.former_venue_ids @> ARRAY[:id::text]", brokerId, id, symbol);
  }

  private Optional<StoredOrder> byVenueId(
      String where, long brokerId, VenueOrderId id, @Nullable Symbol symbol) {
    List<StoredOrder> found =
        reading(handle ->
            many(
                handle
                    .createQuery(SELECT + "WHERE o.broker_id = :broker AND " + where)
                    .bind("broker", brokerId)
                    .bind("id", id.text())));
    List<StoredOrder> matching =
        found.stream().filter(o -> symbol == null || o.symbol().equals(symbol)).toList();
    if (matching.size() > 1) {
      throw new ExchangeException(
          ErrorKind.INVALID_REQUEST, "symbol: needed, since several orders have this order_id");
    }
    return matching.stream().findFirst();
  }

  /** Those orders that the venue knows by one of the ids, in any market. */
  public List<StoredOrder> byVenueIds(long brokerId, Collection<VenueOrderId> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    String[] texts = ids.stream().map(VenueOrderId::text).toArray(String[]::new);
    return reading(handle ->
        many(
            handle
                .createQuery(
                    SELECT + "WHERE o.broker_id = :broker AND o.venue_order_id = ANY(:ids)")
                .bind("broker", brokerId)
                .bind("ids", texts)));
  }

  /**
   * Those of the ids that are ours, with their orders: also the ids that an order had before it was
   * replaced, and the one that it may have by now.
   */
  public Map<NativeClientOrderId, StoredOrder> byNativeIds(
      long brokerId, Collection<NativeClientOrderId> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    String[] texts = ids.stream().map(NativeClientOrderId::text).toArray(String[]::new);
    List<StoredOrder> found =
        reading(handle ->
            many(handle.createQuery(BY_NATIVE_IDS).bind("broker", brokerId).bind("ids", texts)));
    Map<NativeClientOrderId, StoredOrder> byId = new HashMap<>();
    for (StoredOrder order : found) {
      byId.put(order.nativeClientOrderId(), order);
      if (order.amending() != null) {
        byId.put(order.amending().request().id(), order);
      }
      order
          .state()
          .formerNativeIds()
          .forEach(former -> byId.put(new NativeClientOrderId(former), order));
    }
    byId.keySet().retainAll(ids);
    return byId;
  }

  /** The family that an order belongs to, the order as it stands now among it. */
  public OrderFamily family(StoredOrder order) {
    return Objects.requireNonNull(families(List.of(order)).get(order.headId()));
  }

  /** The families that the orders belong to, by the id of the parent. */
  public Map<Long, OrderFamily> families(Collection<StoredOrder> orders) {
    if (orders.isEmpty()) {
      return Map.of();
    }
    Long[] heads = orders.stream().map(StoredOrder::headId).distinct().toArray(Long[]::new);
    Long[] parents =
        orders.stream()
            .filter(StoredOrder::isLeg)
            .map(StoredOrder::headId)
            .distinct()
            .toArray(Long[]::new);
    List<StoredOrder> found =
        reading(handle ->
            many(
                handle
                    .createQuery(
                        SELECT
                            + "WHERE o.parent_id = ANY (:heads) OR o.id = ANY (:parents)"
                            + " ORDER BY o.id")
                    .bind("heads", heads)
                    .bind("parents", parents)));
    Map<Long, OrderFamily> families = new HashMap<>();
    Stream.concat(orders.stream(), found.stream())
        .filter(order -> !order.isLeg())
        .forEach(order -> families.put(order.id(), OrderFamily.alone(order)));
    found.stream()
        .filter(StoredOrder::isLeg)
        .forEach(leg -> families.computeIfPresent(leg.headId(), (_, known) -> known.plus(leg)));
    return families;
  }

  public Optional<StoredOrder> byId(long orderId) {
    return find("WHERE o.id = :id", Map.of("id", orderId));
  }

  /** Newest first. */
  public List<StoredOrder> list(OrderFilter filter) {
    return reading(handle ->
        many(
            handle
                .createQuery(LIST)
                .bind("user", filter.userId())
                .bind("broker", filter.brokerId())
                .bind("symbol", filter.symbol() == null ? null : filter.symbol().toString())
                .bind(
                    "statuses",
                    filter.statuses().stream().map(OrderStatus::name).toArray(String[]::new))
                .bind("since", filter.since())
                .bind("until", filter.until())
                .bind("before", filter.before())
                .bind("limit", filter.limit())));
  }

  /** Orders on those venues that have legs which are not finished, the oldest first. */
  public List<StoredOrder> withOpenLegs(Collection<Venue> venues) {
    String[] words = venues.stream().map(Venue::word).toArray(String[]::new);
    return words.length == 0
        ? List.of()
        : reading(handle -> many(handle.createQuery(WITH_OPEN_LEGS).bind("venues", words)));
  }

  /** The history of an order, oldest first. */
  public List<StoredEvent> events(long orderId) {
    return reading(handle ->
        handle
            .createQuery(
                "SELECT seq, order_id, at, kind, body FROM order_events"
                    + " WHERE order_id = :id ORDER BY seq")
            .bind("id", orderId)
            .map((row, _) ->
                new StoredEvent(
                    row.getLong("seq"),
                    row.getLong("order_id"),
                    row.getObject("at", OffsetDateTime.class).toInstant(),
                    JournalJson.readEvent(row.getString("kind"), row.getString("body"))))
            .list());
  }

  /** What nobody knows the state of. */
  public Doubts doubts() {
    return doubts;
  }

  /** What was said to the venue about an order and what it answered, oldest first. */
  public List<WireRecord> wires(long orderId) {
    return reading(handle ->
        handle
            .createQuery("SELECT * FROM wire_log WHERE order_id = :id ORDER BY sent_at, id")
            .bind("id", orderId)
            .map((row, _) -> WireRow.read(row))
            .list());
  }

  /** The orders that have that text for an id, whoever's word it is, or had it; newest first. */
  public List<StoredOrder> search(String id) {
    return reading(handle ->
        many(
            handle
                .createQuery(
                    SELECT
                        + "WHERE :id IN (o.client_order_id, o.native_client_order_id,"
                        + " o.venue_order_id, o.request_id)"
                        + " OR o.former_native_ids @> ARRAY[:id::text]"
                        + " OR o.former_venue_ids @> ARRAY[:id::text]"
                        + " ORDER BY o.id DESC LIMIT 100")
                .bind("id", id)));
  }

  /** Removes what the wire log holds from before that instant; returns how many rows. */
  public int pruneWireLog(Instant before) {
    return reading(handle ->
        handle
            .createUpdate("DELETE FROM wire_log WHERE sent_at < :before")
            .bind("before", before)
            .execute());
  }

  private Optional<StoredOrder> find(String where, Map<String, Object> bindings) {
    return reading(handle -> one(handle.createQuery(SELECT + where).bindMap(bindings)));
  }

  private static Optional<StoredOrder> one(Query query) {
    return query.map((row, _) -> OrderReader.read(row)).findOne();
  }

  static List<StoredOrder> many(Query query) {
    return query.map((row, _) -> OrderReader.read(row)).list();
  }

  private <T> T reading(HandleCallback<T, SQLException> work) {
    return reading(jdbi, work);
  }

  static <T> T reading(Jdbi jdbi, HandleCallback<T, SQLException> work) {
    try {
      return jdbi.withHandle(work);
    } catch (JdbiException | SQLException e) {
      throw Outage.unavailable(e);
    }
  }

  private void settle(RecordLane.Attempt attempt) {
    Thread.ofVirtual().name("journal-settle").start(() -> settleUntilDone(attempt));
  }

  /**
   * Runs the statement whose fate is unknown to its end, then denies what it wrote. Looking once
   * whether the row is there would not do: the lost statement may still be at work.
   */
  private void settleUntilDone(RecordLane.Attempt lost) {
    RecordLane.Attempt again = lost.again();
    while (!closed) {
      try {
        Recorded recorded = records.repeat(again);
        if (recorded instanceof Recorded.Fresh fresh) {
          OrderEvent denied =
              new OrderEvent.Denied(
                  Failure.of(
                      ErrorKind.INTERNAL, "the journal was not available; the order was not sent"));
          append(
              Stream.concat(Stream.of(fresh.order()), fresh.legs().stream())
                  .map(order -> new Change(order.id(), denied, null))
                  .toList());
        }
        if (recorded != null) {
          return;
        }
      } catch (SQLException | ExchangeException e) {
        RecordLane.pause();
      }
    }
  }

  private static <T> T await(CompletableFuture<T> answer) {
    try {
      return answer.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ExchangeException(
          Failure.of(ErrorKind.ORDER_STATE_UNKNOWN, "interrupted while the journal was writing"),
          e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException("the journal's writer broke", e.getCause());
    }
  }

  /** Ends the writers; what waits for a database that is away is given up. */
  @Override
  public void close() {
    closed = true;
    records.close();
    appends.close();
  }
}
