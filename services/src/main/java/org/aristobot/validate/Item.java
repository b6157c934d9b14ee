package org.aristobot.validate;

import org.aristobot.exchange.Feature;
import org.jspecify.annotations.Nullable;

/**
 * A line of the checklist.
 *
 * @param number such as {@code 3.2}
 * @param title what is looked at
 * @param feature that the venue must have for it, if any
 * @param onSimulatorOnly whether the venue must be told to fail
 * @param order what it places; null if it reads only
 * @param refused whether that order is one to be refused
 */
record Item(
    String number,
    String title,
    @Nullable Feature feature,
    boolean onSimulatorOnly,
    @Nullable Order order,
    boolean refused,
    Check check) {

  /** What an item does. */
  @FunctionalInterface
  interface Check {
    Result of(Trial trial);
  }

  /** What an item places, made when it is its turn. */
  @FunctionalInterface
  interface Order {
    Wanted of(Sizes sizes);
  }

  /** What an item that places is done with. */
  @FunctionalInterface
  interface Placing {
    Result of(Trial trial, Wanted wanted);
  }

  /** Nothing is placed by it: a dry run does it too. */
  static Item reads(String number, String title, Check check) {
    return new Item(number, title, null, false, null, false, check);
  }

  static Item places(String number, String title, Order order, Placing placing) {
    return new Item(number, title, null, false, order, false, of(order, placing));
  }

  /** The same for something that not every venue has. */
  static Item places(String number, String title, Feature feature, Order order, Placing placing) {
    return new Item(number, title, feature, false, order, false, of(order, placing));
  }

  /** The same for an order that must not be taken. */
  static Item refused(String number, String title, Order order, Placing placing) {
    return new Item(number, title, null, false, order, true, of(order, placing));
  }

  /** The same where the venue must be told to fail. */
  static Item onSimulator(String number, String title, Order order, Placing placing) {
    return new Item(number, title, null, true, order, false, of(order, placing));
  }

  private static Check of(Order order, Placing placing) {
    return trial -> placing.of(trial, order.of(trial.sizes()));
  }
}
