package org.aristobot.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.aristobot.exchange.Capabilities;
import org.aristobot.exchange.Capabilities.Support;
import org.aristobot.exchange.Exchange;
import org.aristobot.exchange.Feature;
import org.aristobot.model.OrderType;

/** What a venue's manual offers: one cell of its capability table, typed from there. */
interface Claim {

  Feature feature();

  OrderType entry();

  Support support();

  /** The client claims these, nothing else, and says of a part what it leaves out. */
  static void assertTable(Exchange exchange, Claim[] claims) {
    assertThat(exchange.capabilities().rows())
        .extracting(row -> text(row.feature(), row.entry(), row.support()))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(claims)
                .map(claim -> text(claim.feature(), claim.entry(), claim.support()))
                .toList());
    assertThat(exchange.capabilities().rows())
        .allSatisfy(row -> {
          assertThat(row.market()).isEqualTo("spot");
          assertThat(row.support() == Support.PARTIAL).isEqualTo(row.note() != null);
        });
  }

  /** Every cell that is not claimed is said to be none. */
  static void assertOthersAreNone(Capabilities capabilities, Claim[] claims) {
    Set<String> claimed = new HashSet<>();
    for (Claim claim : claims) {
      claimed.add(claim.feature() + " " + claim.entry());
    }
    for (Feature feature : Feature.values()) {
      for (OrderType entry : OrderType.values()) {
        assertThat(capabilities.support("spot", feature, entry) != Support.NONE)
            .as("%s on %s", feature, entry)
            .isEqualTo(claimed.contains(feature + " " + entry));
      }
    }
  }

  private static String text(Feature feature, OrderType entry, Support support) {
    return feature + " on " + entry + ": " + support;
  }
}
