/**
 * What every venue client is built from: the one road out ({@link
 * org.aristobot.net.HttpTransport}), reading without defaults ({@link org.aristobot.net.WireJson}),
 * the venue's limits ({@link org.aristobot.net.RateLedger}) and the venue's clock ({@link
 * org.aristobot.net.ClockOffset}). What venues do in the very same way is here too: the market list
 * ({@link org.aristobot.net.Markets}), the checks of a request ({@link org.aristobot.net.Checks},
 * {@link org.aristobot.net.NativeFields}) and a look at doubts ({@link org.aristobot.net.Look}).
 * Used by the venue packages only.
 *
 * <pre>
 *   reserve ──▶ Permit ──▶ send(permit, …) ──▶ HttpResult ──▶ answered(counts) ──▶ WireJson.read
 *   RateLedger              HttpTransport                      Permit
 * </pre>
 *
 * <p>Nothing here knows a venue, and nothing here repeats a request: whether a second copy may
 * travel is a decision of the caller, who can read it in the result.
 */
@NullMarked
package org.aristobot.net;

import org.jspecify.annotations.NullMarked;
