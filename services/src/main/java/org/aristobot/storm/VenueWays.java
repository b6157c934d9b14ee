package org.aristobot.storm;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.aristobot.model.Venue;
import org.aristobot.storm.Wish.Shape;

/**
 * What the orders of a venue are like in a storm: a row for each venue, and nothing else here names
 * one.
 *
 * @param share how many of the orders go there, against the other venues' shares: what a venue
 *     allows in a minute decides how long a storm takes
 * @param mix the kinds of orders in the proportion in which they are asked for
 * @param resizesInPlace whether a limit order keeps its place when its size is lowered
 * @param editsTriggers whether an order that waits for its trigger is changed where it stands
 * @param exitsAfterFill whether the exits of an entry appear when it is filled, linked to nothing;
 *     else they are there from the start, in a list with it
 * @param boundsMarketBuys whether a buy at market by base quantity is a limit order there
 * @param answerEndsProof whether nothing bounds when the venue carries out a command that it has
 *     answered in any way, so that it can never be proven not to have been carried out
 * @param shunsHaste whether we stay away from it for long when it often says that we are too fast
 * @param tellsStatus the operation whose answer has an order's status in the venue's word
 * @param refusal a code of an order that was surely not placed
 */
record VenueWays(
    int share,
    List<Shape> mix,
    boolean resizesInPlace,
    boolean editsTriggers,
    boolean exitsAfterFill,
    boolean boundsMarketBuys,
    boolean answerEndsProof,
    boolean shunsHaste,
    String tellsStatus,
    int refusal) {

  // Orders that wait are rare, since a venue allows few of them at a time.

  private static final VenueWays BINANCE =
      new VenueWays(
          2,
          mix(
              Map.of(
                  Shape.MARKET, 2,
                  Shape.QUOTE_MARKET, 1,
                  Shape.LIMIT, 3,
                  Shape.IOC, 2,
                  Shape.RESTING, 5,
                  Shape.STOP, 1,
                  Shape.OCO, 1,
                  Shape.PROTECTED, 1)),
          true,
          false,
          false,
          false,
          false,
          false,
          "place_order",
          -2010);

  private static final VenueWays BITGET =
      new VenueWays(
          1,
          mix(
              Map.of(
                  Shape.MARKET, 3,
                  Shape.QUOTE_MARKET, 1,
                  Shape.LIMIT, 3,
                  Shape.IOC, 1,
                  Shape.RESTING, 5,
                  Shape.STOP, 2,
                  Shape.PROTECTED, 1,
                  Shape.ENTERED, 1)),
          false,
          true,
          true,
          true,
          true,
          true,
          "get_order_info",
          43012);

  static VenueWays of(Venue venue) {
    return switch (venue) {
      case BINANCE -> BINANCE;
      case BITGET -> BITGET;
    };
  }

  private static List<Shape> mix(Map<Shape, Integer> counts) {
    List<Shape> mix = new ArrayList<>();
    for (Shape shape : Shape.values()) {
      mix.addAll(Collections.nCopies(counts.getOrDefault(shape, 0), shape));
    }
    return List.copyOf(mix);
  }
}
