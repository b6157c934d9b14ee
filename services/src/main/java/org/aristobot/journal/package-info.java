/**
 * Every order that ever was, in PostgreSQL: what was asked for before it left, each thing that
 * happened to it, and where it stands.
 *
 * <pre>
 *   orders ──────── current state: intent columns written once, state columns by every event
 *     ├─ order_events   append-only; an order is the fold of its events
 *     ├─ fills          executions, unique by broker, symbol and fill id; come with an event
 *     └─ wire_log       native request and answer verbatim, without secrets; pruned by age
 *   trades (view)   orders in unified words       exchange_symbols   markets of the venues
 * </pre>
 *
 * <p><b>Identity.</b> {@code (user, request id)}, {@code (broker, client id)} and {@code (broker,
 * native id)} are unique among rows that hold their identity. Only an order that surely never left
 * ({@code Denied}, never in doubt, never shown) gives it back.
 *
 * <p><b>Fold.</b> {@link org.aristobot.journal.OrderFold} is pure. Events make claims, the
 * strongest stands, so that repeats and any order of arrival lead to the same state: finished beats
 * open, more filled beats less, later beats earlier, a sight of the order beats doubt. Cancels in
 * flight are events without a claim; PENDING_CANCEL is only ever the venue's word.
 *
 * <p><b>Families.</b> The orders that an order makes are rows of their own, written by the
 * statement that writes their parent. A change of an order is no row: it stands in {@code amending}
 * from before it is sent until its outcome is proven, and makes an edition of the same row.
 *
 * <p><b>Group commit.</b> Intents and events each have a lane, a queue with one writer: what
 * gathers while a batch is on its way is the next batch, one statement and one commit. A lone
 * caller waits for nobody. The rows of a batch are one parameter, see {@link
 * org.aristobot.journal.RowType}. An intent is one {@code INSERT … ON CONFLICT DO NOTHING
 * RETURNING}. An event is folded on the order as this process wrote it last and stored if the row's
 * version still is that one; else the rows are locked by id, read, folded and stored. A batch that
 * the database refuses is halved until the bad row stands alone.
 *
 * <p><b>Lost answers.</b> Each call has a token. A statement whose commit answer was lost is run
 * again and finds its own token: an intent is ours then, an event is not written twice. What cannot
 * be found out in time is told apart from what surely is not there, see {@link
 * org.aristobot.journal.Journal#record}.
 *
 * <p><b>Threads.</b> {@code Journal}, {@code InstrumentStore} and {@code Database} are shared by
 * all threads and block. Several processes may write at once: unique indexes, versions and row
 * locks decide between them.
 */
@NullMarked
package org.aristobot.journal;

import org.jspecify.annotations.NullMarked;
