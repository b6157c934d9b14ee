package org.aristobot.gateway;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.aristobot.exchange.Capabilities;
import org.aristobot.exchange.Capabilities.Support;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.Feature;
import org.aristobot.model.Protection;
import org.aristobot.model.Venue;
import org.jspecify.annotations.Nullable;

/**
 * Holds an order against what the venue can do: a level 1 feature that it cannot refuses the order,
 * a level 2 feature is left out with a warning.
 *
 * @param warnings what was left out, for the caller
 * @param unprotected whether a protective order that was asked for will not exist
 */
record Levels(
    @Nullable Protection protection,
    @Nullable BigDecimal icebergQuantity,
    List<String> warnings,
    boolean unprotected) {

  static final String SPOT = "spot";

  /**
   * Decides what of the ticket travels.
   *
   * @throws ExchangeException UNSUPPORTED_PARAMETER naming the field
   */
  static Levels check(OrderTicket ticket, Venue venue, Capabilities capabilities) {
    List<String> warnings = new ArrayList<>();
    for (Feature feature : ticket.features()) {
      if (supported(ticket, feature, capabilities)) {
        continue;
      }
      String sentence = sentence(venue, ticket, feature, capabilities);
      if (feature.level() == 1 || (isProtection(feature) && ticket.protectionRequired())) {
        throw new ExchangeException(ErrorKind.UNSUPPORTED_PARAMETER, sentence);
      }
      warnings.add(sentence + ": it was left out");
    }
    Protection protection = kept(ticket, capabilities);
    return new Levels(
        protection,
        supported(ticket, Feature.ICEBERG, capabilities) ? ticket.icebergQuantity() : null,
        List.copyOf(warnings),
        ticket.protection() != null && !ticket.protection().equals(protection));
  }

  private static @Nullable Protection kept(OrderTicket ticket, Capabilities capabilities) {
    Protection asked = ticket.protection();
    if (asked == null) {
      return null;
    }
    boolean stop = supported(ticket, Feature.ATTACHED_STOP_LOSS, capabilities);
    boolean take = supported(ticket, Feature.ATTACHED_TAKE_PROFIT, capabilities);
    BigDecimal stopLoss = stop ? asked.stopLoss() : null;
    BigDecimal takeProfit = take ? asked.takeProfit() : null;
    return stopLoss == null && takeProfit == null ? null : new Protection(stopLoss, takeProfit);
  }

  private static boolean isProtection(Feature feature) {
    return feature == Feature.ATTACHED_STOP_LOSS || feature == Feature.ATTACHED_TAKE_PROFIT;
  }

  private static boolean supported(OrderTicket ticket, Feature feature, Capabilities capabilities) {
    return capabilities.support(SPOT, feature, ticket.terms().type()) != Support.NONE
        && (feature != Feature.ICEBERG || ticket.rests());
  }

  private static String sentence(
      Venue venue, OrderTicket ticket, Feature feature, Capabilities capabilities) {
    if (feature == Feature.ICEBERG && !ticket.rests()) {
      return "iceberg_qty: only an order that rests on the book hides a part of itself";
    }
    String what = Answers.word(feature).replace('_', ' ');
    String type = Answers.word(ticket.terms().type());
    return feature.field()
        + ": "
        + what
        + (feature.field().equals("type") ? " orders are" : " on a " + type + " order is")
        + " not offered for "
        + venue.word()
        + " "
        + SPOT
        + where(ticket, feature, capabilities);
  }

  /** Of what the venue has, but not in this market. */
  private static String where(OrderTicket ticket, Feature feature, Capabilities capabilities) {
    return capabilities.rows().stream()
        .filter(row -> row.feature() == feature && row.entry() == ticket.terms().type())
        .filter(row -> row.support() == Support.NONE && row.note() != null)
        .map(row -> " (" + row.note() + ")")
        .findFirst()
        .orElse("");
  }
}
