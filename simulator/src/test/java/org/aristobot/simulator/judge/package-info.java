/**
 * Judges of the simulators: clients that others wrote, unchanged but for their URLs.
 *
 * <p>Every peer is led through the same {@link org.aristobot.simulator.judge.Cell cells}. {@link
 * org.aristobot.simulator.judge.Cells} says what a cell demands, once for all peers and venues: it
 * asks the peer through {@link org.aristobot.simulator.judge.Peer} and compares what the peer
 * reports with the control plane, never with the peer's own belief. Each cell has a simulator of
 * its own with prices that stand still. What came out is one column of the venue's {@link
 * org.aristobot.simulator.judge.JudgeTable}, which is kept in {@code conformance/judges/}.
 *
 * <p>CCXT is no Java: {@code conformance/} leads it through the same cells, and {@link
 * org.aristobot.simulator.judge.CcxtJudge} runs that and reads what it finds.
 *
 * <p>A further venue is a {@link org.aristobot.simulator.judge.JudgedVenue}, for XChange an {@link
 * org.aristobot.simulator.judge.XChangeVenue}, for CCXT a file in {@code conformance/venues/}:
 * data, and the peer's own calls where its generic ones are missing.
 */
@NullMarked
package org.aristobot.simulator.judge;

import org.jspecify.annotations.NullMarked;
