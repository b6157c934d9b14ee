package org.aristobot.simulator.book;

/**
 * How much one account may have open in one instrument.
 *
 * @param orders of all kinds
 * @param conditional of those that wait for a trigger
 * @param lists order lists
 * @param amendments of one order over its life
 */
public record OpenLimits(int orders, int conditional, int lists, int amendments) {}
