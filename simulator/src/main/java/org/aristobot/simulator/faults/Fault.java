package org.aristobot.simulator.faults;

import org.jspecify.annotations.Nullable;

/**
 * A fault to arm.
 *
 * @param times how many requests it strikes
 * @param match the operation it strikes, null for any
 * @param millis of the kinds that wait, else 0
 * @param hold of {@link FaultKind#ACCEPT_LATE}: keeps the connection open while it waits
 * @param status HTTP status of {@link FaultKind#ERROR_CODE}
 * @param code native code of {@link FaultKind#ERROR_CODE}
 * @param message of {@link FaultKind#ERROR_CODE}
 */
public record Fault(
    FaultKind kind,
    int times,
    @Nullable String match,
    long millis,
    boolean afterAccept,
    boolean hold,
    int status,
    int code,
    String message) {}
