package org.aristobot.simulator.judge;

import java.net.URI;
import java.util.Collection;
import java.util.Map;
import org.aristobot.simulator.judge.Candidate.PeerFault;
import org.aristobot.simulator.judge.Candidate.Refusal;
import org.aristobot.simulator.judge.JudgedVenue.Keys;
import org.aristobot.simulator.judge.Peer.Kind;
import org.jspecify.annotations.Nullable;
import org.knowm.xchange.Exchange;
import org.knowm.xchange.ExchangeSpecification;
import org.knowm.xchange.currency.CurrencyPair;
import org.knowm.xchange.dto.Order;
import org.knowm.xchange.dto.Order.IOrderFlags;
import org.knowm.xchange.dto.marketdata.CandleStickData;
import org.knowm.xchange.dto.trade.LimitOrder;
import org.knowm.xchange.service.trade.params.CancelOrderParams;
import org.knowm.xchange.service.trade.params.TradeHistoryParams;

/**
 * How XChange speaks to one venue, as far as its venues differ.
 *
 * @param venue what is judged
 * @param type the venue's exchange class
 * @param artifact Maven artifact it comes from
 * @param address writes URL and keys where this venue reads them
 * @param flags order flags that make an order of a kind; kinds without need none
 * @param cancel the parameters that this venue's cancel insists on, null where XChange has none
 * @param limitOrders places limit orders, null where the generic call works
 * @param candles minute candles, null where the generic call works
 * @param history what asks for fills, null where XChange makes it
 * @param closedOrders orders that are done, null where XChange has no call for them
 * @param refusals how it says each of the {@code ERROR_} cells
 * @param absent cells that XChange does not offer here, with the reason
 * @param faults cells that fail by XChange's own fault
 */
record XChangeVenue(
    JudgedVenue venue,
    Class<? extends Exchange> type,
    String artifact,
    Address address,
    Map<Kind, IOrderFlags> flags,
    @Nullable Cancel cancel,
    @Nullable LimitOrders limitOrders,
    @Nullable Candles candles,
    @Nullable History history,
    @Nullable ClosedOrders closedOrders,
    Map<Cell, Refusal> refusals,
    Map<Cell, String> absent,
    Map<Cell, PeerFault> faults) {

  /** Points a specification at the simulator; without keys for public data. */
  interface Address {
    void write(ExchangeSpecification specification, URI venue, @Nullable Keys keys);

    /** The address as the one base URI, keys in their usual places. */
    static Address usual() {
      return (specification, venue, keys) -> {
        specification.setSslUri(venue.toString());
        if (keys != null) {
          specification.setApiKey(keys.key());
          specification.setSecretKey(keys.secret());
        }
      };
    }
  }

  interface Cancel {
    CancelOrderParams of(CurrencyPair pair, String id);
  }

  interface LimitOrders {
    String place(Exchange exchange, LimitOrder order) throws Exception;
  }

  interface Candles {
    CandleStickData of(Exchange exchange, CurrencyPair pair) throws Exception;
  }

  interface History {
    TradeHistoryParams of(CurrencyPair pair);
  }

  interface ClosedOrders {
    Collection<? extends Order> of(Exchange exchange, CurrencyPair pair) throws Exception;
  }

  Candidate candidate() {
    return new Candidate(
        "XChange",
        Candidate.version(type, "org.knowm.xchange", artifact),
        (uri, keys) -> new XChangeJudge(this, uri, keys),
        refusals,
        absent,
        faults);
  }
}
