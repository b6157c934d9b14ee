// Bitget spot as CCXT speaks it. https://www.bitget.com/api-doc/spot/intro

export default {
  ccxt: 'bitget',

  /** The hosts that the simulator stands for; CCXT may call no other. */
  hosts: ['api.bitget.com'],

  /** Settings that keep CCXT to the spot market; none of them changes how it speaks. */
  options: {
    defaultType: 'spot',
    fetchMarkets: { types: ['spot'] },
    uta: false, // a classic account; CCXT would ask, and mix that with what the cells count
  },

  credentials: { secret: 'the-secret-of-the-judge', passphrase: 'the-passphrase-of-the-judge' },
  clientOrderId: (word) => `judge-${word}`,

  symbol: 'BTC/USDT',
  otherSymbol: 'ETH/USDT',

  /** What the demo world trades: steps of price and amount, least value of an order. */
  markets: {
    'BTC/USDT': { price: '0.01', amount: '0.00001', cost: '1', least: '0' },
    'ETH/USDT': { price: '0.01', amount: '0.0001', cost: '1', least: '0' },
    'SOL/USDT': { price: '0.01', amount: '0.001', cost: '1', least: '0' },
    'LTC/USDT': { price: '0.01', amount: '0.001', cost: '1', least: '0' },
    'DOGE/USDT': { price: '0.00001', amount: '1', cost: '1', least: '0' },
    'SHIB/USDT': { price: '0.00000001', amount: '1', cost: '1', least: '0' },
    // CCXT tells the least cost of markets in USDT only, since it is in USDT everywhere
    'ETH/BTC': { price: '0.00001', amount: '0.0001', least: '0' },
  },

  feeRate: '0.001',
  /** Fees come out of what is received. */
  feeCurrency: (side, { base, quote }) => (side === 'buy' ? base : quote),

  /** The venue's words for the state of an order, as CCXT's. */
  statuses: {
    live: 'open',
    partially_filled: 'open',
    filled: 'closed',
    cancelled: 'canceled',
    executing: 'open',
    executed: 'closed',
    fail_execute: 'canceled',
  },

  /** What CCXT calls an order whose rest the venue gave up. */
  givenUp: 'canceled',

  /** Placing and canceling are answered with ids; the order itself must be read. */
  tellsIdsAlone: true,
  /** The venue never tells how long an order may wait. */
  forceAsKnown: (truth) => truth.native.force.toUpperCase(),
  marketBuysByCost: true,
  /** A post-only order that would take is accepted and cancelled. */
  endsTakingMakers: true,
  /** Public trades are told in whole seconds. */
  tradesTellSteps: 1000,

  /** Orders that wait for a price have lists of their own, and make another order then. */
  plans: {
    untold: ['filled', 'cost'],
    open: (exchange, symbol) => exchange.fetchOpenOrders(symbol, undefined, undefined, { trigger: true }),
    done: (exchange, symbol) =>
      exchange.fetchCanceledAndClosedOrders(symbol, Date.now() - 60_000, undefined, { trigger: true }),
    /** CCXT has no call that leads from a plan to its order, which is the newest one here. */
    leg: async (exchange, symbol) => (await exchange.fetchClosedOrders(symbol)).at(-1)?.id,
  },

  unknownOrderId: '999999',
  /** A market that CCXT remembers and the venue does not have. */
  unknownMarketId: 'NOSUCHUSDT',

  /** Cells that CCXT does not offer, with the reason. */
  absent: {
    create_trailing: 'the venue has no trailing order on its spot market',
    create_oco: 'the venue has no call that places a pair',
  },

  /** Cells where CCXT is wrong: exactly what then fails, and why that is not the simulator's fault. */
  peerFaults: {
    error_unknown_order: {
      failures: [/^canceling a filled order: expected OrderNotFound, was ExchangeError \(.*"43004"/],
      reason: 'its table lacks 43004, which says that there is nothing to cancel, so a plain ExchangeError comes',
    },
    error_bad_symbol: {
      failures: [
        /^ticker: expected BadSymbol, was ExchangeError \(.*"40034"/,
        /^placing: expected BadSymbol, was ExchangeError \(.*"40034"/,
      ],
      reason: 'its table lacks 40034, so a plain ExchangeError comes',
    },
  },
};
