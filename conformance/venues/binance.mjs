// Binance spot as CCXT speaks it. https://developers.binance.com/docs/binance-spot-api-docs

/** A waiting order has the workingTime -1, and CCXT prefers that to the time of the transaction. */
const timeOfWaitingOrder = {
  failures: [/^placed: time: expected \d+, was -1$/],
  reason: 'parseOrder takes workingTime, which is -1 until the trigger, for the time of the order',
};

export default {
  ccxt: 'binance',

  /** The hosts that the simulator stands for; CCXT may call no other. */
  hosts: ['api.binance.com'],

  /** Settings that keep CCXT to the spot market; none of them changes how it speaks. */
  options: {
    defaultType: 'spot',
    fetchMarkets: { types: ['spot'] },
    fetchMargins: false,
    fetchCurrencies: false,
  },

  credentials: { secret: 'the-secret-of-the-judge' },
  clientOrderId: (word) => `judge-${word}`,

  symbol: 'BTC/USDT',
  otherSymbol: 'ETH/USDT',

  /** What the demo world trades: steps of price and amount, least value of an order. */
  markets: {
    'BTC/USDT': { price: '0.01', amount: '0.00001', cost: '5' },
    'ETH/USDT': { price: '0.01', amount: '0.0001', cost: '5' },
    'SOL/USDT': { price: '0.01', amount: '0.001', cost: '5' },
    'LTC/USDT': { price: '0.01', amount: '0.001', cost: '5' },
    'DOGE/USDT': { price: '0.00001', amount: '1', cost: '1' },
    'SHIB/USDT': { price: '0.00000001', amount: '1', cost: '1' },
    'ETH/BTC': { price: '0.00001', amount: '0.0001', cost: '0.0001' },
  },

  feeRate: '0.001',
  /** Fees come out of what is received. */
  feeCurrency: (side, { base, quote }) => (side === 'buy' ? base : quote),

  /** The venue's words for the state of an order, as CCXT's. */
  statuses: {
    NEW: 'open',
    PARTIALLY_FILLED: 'open',
    FILLED: 'closed',
    CANCELED: 'canceled',
    EXPIRED: 'expired',
  },

  /** What CCXT calls an order whose rest the venue gave up. */
  givenUp: 'expired',

  /** One per cent; on this venue a trailing order is a stop order with a distance. */
  trailing: { params: { trailingPercent: '1', stopLossOrTakeProfit: 'stopLoss' }, delta: 100 },

  /** CCXT has no call of its own for it, but the venue's endpoint. Returns the ids of the legs. */
  oco: async (exchange, market, { side, amount, price, stopPrice }) => {
    const answer = await exchange.privatePostOrderListOco({
      symbol: market.id,
      side: side.toUpperCase(),
      quantity: amount,
      aboveType: 'LIMIT_MAKER',
      abovePrice: price,
      belowType: 'STOP_LOSS',
      belowStopPrice: stopPrice,
    });
    return answer.orders.map((order) => String(order.orderId));
  },

  unknownOrderId: '999999',
  /** A market that CCXT remembers and the venue does not have. */
  unknownMarketId: 'NOSUCHUSDT',

  /** Cells that CCXT does not offer, with the reason. */
  absent: {},

  /** Cells where CCXT is wrong: exactly what then fails, and why that is not the simulator's fault. */
  peerFaults: {
    create_stop_loss: timeOfWaitingOrder,
    create_stop_loss_limit: timeOfWaitingOrder,
    create_take_profit: timeOfWaitingOrder,
    create_take_profit_limit: timeOfWaitingOrder,
    create_trailing: timeOfWaitingOrder,
    cancel_order: {
      failures: [/^answer: clientOrderId: expected "[\w-]+", was "[0-9A-Za-z]{22}"$/],
      reason: "parseOrder takes the id of the cancellation for the order's, which is origClientOrderId",
    },
    error_too_small: {
      failures: [/^less than 5: expected InvalidOrder, was BadRequest \(.*Filter failure: NOTIONAL/],
      reason: 'its table maps -1013 to BadRequest and knows two filters by text, NOTIONAL is neither',
    },
  },
};
