package org.aristobot.simulator.book;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * How much one account may have open in one instrument, or in all.
 *
 * @param orders of all kinds
 * @param conditional of those that wait for a trigger
 * @param icebergs of those that show a part of themselves
 * @param lists order lists
 * @param amendments of one order over its life
 * @param position base asset that it holds and has ordered to buy, null for any amount
 */
public record OpenLimits(
    int orders,
    int conditional,
    int icebergs,
    int lists,
    int amendments,
    @Nullable BigDecimal position) {}
