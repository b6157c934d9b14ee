package org.aristobot.simulator.book;

/**
 * A limit price that is read from the book once, when the order comes to it.
 *
 * @param opposite whether it is the price of the other side of the book
 * @param level how many price levels behind the best one
 */
public record Peg(boolean opposite, int level) {

  Side side(Side own) {
    return opposite ? own.opposite() : own;
  }
}
