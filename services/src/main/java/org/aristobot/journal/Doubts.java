package org.aristobot.journal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The part of the journal that is in doubt, and who settles it. Thread rule: any thread; calls
 * block, and fail with INTERNAL while the database is away.
 */
public final class Doubts {

  /** Most orders that one look is about. */
  private static final int MOST = 5000;

  private static final String COUNT =
      """
      SELECT %s FROM (
        SELECT created_at AS since FROM orders
        WHERE status IN ('SENDING', 'UNKNOWN') AND venue_order_id IS NULL AND parent_id IS NULL
          AND (status = 'UNKNOWN' OR lease_until <= :now)
        UNION ALL
        SELECT (amending ->> 'expiresAt')::timestamptz FROM orders
        WHERE amending IS NOT NULL AND (amending ->> 'expiresAt')::timestamptz <= :now) AS doubts
      """;

  private static final String ACCOUNTS =
      """
      SELECT DISTINCT broker_id, owner, at_work FROM (
        SELECT broker_id, owner, status = 'SENDING' AND lease_until > :now AS at_work FROM orders
        WHERE status IN ('SENDING', 'UNKNOWN') AND venue_order_id IS NULL
        UNION ALL
        SELECT broker_id, owner, false FROM orders
        WHERE amending IS NOT NULL AND (amending ->> 'expiresAt')::timestamptz <= :now) AS doubts
      WHERE NOT (at_work AND owner = :me)
      """;

  private static final String OF =
      Journal.SELECT
          + """
          WHERE o.broker_id = :broker AND o.id IN (
            SELECT coalesce(d.parent_id, d.id) FROM orders d
            WHERE d.broker_id = :broker AND d.status IN ('SENDING', 'UNKNOWN')
              AND d.venue_order_id IS NULL
              AND NOT (d.status = 'SENDING' AND d.owner = :me AND d.lease_until > :now)
            UNION ALL
            SELECT a.id FROM orders a
            WHERE a.broker_id = :broker AND a.amending IS NOT NULL
              AND ((a.amending ->> 'expiresAt')::timestamptz <= :now OR a.id = ANY (:given))
            UNION ALL
            SELECT c.id FROM orders c
            WHERE c.broker_id = :broker AND c.id = ANY (:given)
              AND c.status IN ('NEW', 'PARTIALLY_FILLED', 'PENDING_CANCEL'))
          ORDER BY o.id LIMIT
          """
          + MOST;

  /** Answers with whoever has the lease then. */
  private static final String LEASE_SWEEP =
      """
      INSERT INTO sweeps AS s (broker_id, owner, lease_until) VALUES (:broker, :me, :until)
      ON CONFLICT (broker_id) DO UPDATE SET
        owner = CASE WHEN s.owner = :dead OR s.lease_until <= :now THEN :me ELSE s.owner END,
        lease_until = CASE WHEN s.owner IN (:me, :dead) OR s.lease_until <= :now
                      THEN :until ELSE s.lease_until END
      RETURNING owner
      """;

  private final Jdbi jdbi;
  private final String owner;
  private final InstantSource clock;

  Doubts(Jdbi jdbi, String owner, InstantSource clock) {
    this.jdbi = jdbi;
    this.owner = owner;
    this.clock = clock;
  }

  /**
   * How many orders nobody knows the state of: UNKNOWN and never seen, SENDING beyond their lease,
   * or with a change that has expired unanswered. A family is one.
   */
  public long count() {
    return Journal.reading(
        jdbi,
        handle ->
            handle
                .createQuery(COUNT.formatted("count(*)"))
                .bind("now", clock.instant())
                .mapTo(Long.class)
                .one());
  }

  /** When the oldest of them was recorded, or had expired if it is a change. */
  public Optional<Instant> since() {
    return Journal.reading(
        jdbi,
        handle ->
            handle
                .createQuery(COUNT.formatted("min(since)"))
                .bind("now", clock.instant())
                .map((row, _) -> Optional.ofNullable(row.getObject(1, OffsetDateTime.class)))
                .one()
                .map(OffsetDateTime::toInstant));
  }

  /**
   * The accounts that have something in doubt, with the gateways that hold it.
   *
   * @param atWork whether that gateway's leases still run
   */
  public record Account(long brokerId, String owner, boolean atWork) {}

  public List<Account> accounts() {
    return Journal.reading(
        jdbi,
        handle ->
            handle
                .createQuery(ACCOUNTS)
                .bind("me", owner)
                .bind("now", clock.instant())
                .map((row, _) ->
                    new Account(
                        row.getLong("broker_id"),
                        row.getString("owner"),
                        row.getBoolean("at_work")))
                .list());
  }

  /**
   * What is in doubt on an account, the oldest first, at most {@value #MOST}: orders, SENDING or
   * UNKNOWN, that nobody has seen, orders of whose legs that is true, orders with a change that is
   * under way, and open orders that are given. What this gateway is at work on is left out; what
   * others are is not.
   *
   * @param given orders whose changes and cancels are given up by whoever sent them
   */
  public List<StoredOrder> of(long brokerId, Collection<Long> given) {
    return Journal.reading(
        jdbi,
        handle ->
            Journal.many(
                handle
                    .createQuery(OF)
                    .bind("broker", brokerId)
                    .bind("me", owner)
                    .bind("given", given.toArray(Long[]::new))
                    .bind("now", clock.instant())));
  }

  /**
   * Takes or renews the right to settle what is in doubt on an account; one gateway has it at a
   * time.
   *
   * @param ended tells of a gateway that it has surely ended
   */
  public boolean leaseSweep(long brokerId, Duration lasts, Predicate<String> ended) {
    return Journal.reading(
        jdbi,
        handle -> {
          String holder = leaseSweep(handle, brokerId, lasts, "");
          if (!holder.equals(owner) && ended.test(holder)) {
            holder = leaseSweep(handle, brokerId, lasts, holder);
          }
          return holder.equals(owner);
        });
  }

  private String leaseSweep(Handle handle, long brokerId, Duration lasts, String dead) {
    Instant now = clock.instant();
    return handle
        .createQuery(LEASE_SWEEP)
        .bind("broker", brokerId)
        .bind("me", owner)
        .bind("dead", dead)
        .bind("now", now)
        .bind("until", now.plus(lasts))
        .mapTo(String.class)
        .one();
  }

  /** Lets others settle what is in doubt on that account. */
  public void endSweep(long brokerId) {
    Journal.reading(
        jdbi,
        handle ->
            handle
                .createUpdate("DELETE FROM sweeps WHERE broker_id = :broker AND owner = :me")
                .bind("broker", brokerId)
                .bind("me", owner)
                .execute());
  }
}
