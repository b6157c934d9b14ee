-- What the journal writes travels as arrays of these, in binary form: see RowType. The columns
-- stand in the order in which they are written.
CREATE TYPE order_new AS (
  attempt UUID,
  parent_id BIGINT, user_id BIGINT, broker_id BIGINT, request_id TEXT, trace_id TEXT, source TEXT,
  exchange TEXT, environment TEXT, market TEXT, client_order_id TEXT, symbol TEXT, side TEXT,
  type TEXT, quote_quantity NUMERIC, stop_limit_price NUMERIC, trailing_percent NUMERIC,
  trailing_offset NUMERIC, stop_loss_price NUMERIC, take_profit_price NUMERIC, iceberg_qty NUMERIC,
  time_in_force TEXT, post_only BOOLEAN, extra_params JSONB, protection TEXT, warnings TEXT[],
  fingerprint TEXT, created_at TIMESTAMPTZ,
  version INTEGER, native_client_order_id TEXT, quantity NUMERIC, price NUMERIC,
  stop_price NUMERIC, edition INTEGER, edits INTEGER, amending JSONB, former_native_ids TEXT[],
  former_venue_ids TEXT[], unprotected BOOLEAN, status TEXT, native_status TEXT,
  venue_order_id TEXT, filled NUMERIC, filled_quote NUMERIC, average NUMERIC, fee NUMERIC,
  fee_currency TEXT, error_kind TEXT, error_code TEXT, error_message TEXT,
  error_retry_after_ms BIGINT, native_request TEXT, expires_at TIMESTAMPTZ, owner TEXT,
  lease_until TIMESTAMPTZ, identity_free BOOLEAN, doubted BOOLEAN, raw_response JSONB,
  venue_updated_at TIMESTAMPTZ, status_at TIMESTAMPTZ, updated_at TIMESTAMPTZ
);
CREATE TYPE order_changed AS (
  id BIGINT,
  version INTEGER, native_client_order_id TEXT, quantity NUMERIC, price NUMERIC,
  stop_price NUMERIC, edition INTEGER, edits INTEGER, amending JSONB, former_native_ids TEXT[],
  former_venue_ids TEXT[], unprotected BOOLEAN, status TEXT, native_status TEXT,
  venue_order_id TEXT, filled NUMERIC, filled_quote NUMERIC, average NUMERIC, fee NUMERIC,
  fee_currency TEXT, error_kind TEXT, error_code TEXT, error_message TEXT,
  error_retry_after_ms BIGINT, native_request TEXT, expires_at TIMESTAMPTZ, owner TEXT,
  lease_until TIMESTAMPTZ, identity_free BOOLEAN, doubted BOOLEAN, raw_response JSONB,
  venue_updated_at TIMESTAMPTZ, status_at TIMESTAMPTZ, updated_at TIMESTAMPTZ
);
CREATE TYPE event_new AS (order_id BIGINT, token UUID, kind TEXT, at TIMESTAMPTZ, body JSON);
CREATE TYPE wire_new AS (
  token UUID, broker_id BIGINT, order_id BIGINT, operation TEXT, request TEXT, sent_at TIMESTAMPTZ,
  http_status INTEGER, response TEXT, received_at TIMESTAMPTZ
);
CREATE TYPE fill_new AS (
  broker_id BIGINT, symbol TEXT, fill_id TEXT, order_id BIGINT, venue_order_id TEXT, side TEXT,
  price NUMERIC, quantity NUMERIC, fee NUMERIC, fee_currency TEXT, liquidity TEXT,
  filled_at TIMESTAMPTZ, recorded_at TIMESTAMPTZ
);

-- Events are read as they were written; nothing searches inside them.
ALTER TABLE order_events ALTER COLUMN body TYPE JSON USING body::json;

-- Every order is written twice at least, and each time every index of orders once more: what
-- another index or constraint does as well goes. An attempt is told by the token of its first
-- event, which is unique.
ALTER TABLE orders DROP CONSTRAINT orders_attempt_key;
DROP INDEX orders_venue_id;
CREATE INDEX orders_venue_id ON orders (broker_id, venue_order_id)
  WHERE venue_order_id IS NOT NULL;
DROP INDEX orders_by_age;
CREATE INDEX orders_by_age ON orders USING brin (created_at)
  WITH (pages_per_range = 16, autosummarize = on);

ALTER TABLE order_events DROP CONSTRAINT order_events_pkey;
DROP INDEX order_events_of;
ALTER TABLE order_events ADD PRIMARY KEY (order_id, seq);

-- What was said comes with an event and is written if that is; its token is the event's.
ALTER TABLE wire_log DROP CONSTRAINT wire_log_token_key;
ALTER TABLE wire_log DROP CONSTRAINT wire_log_pkey;
DROP INDEX wire_log_of;
CREATE UNIQUE INDEX wire_log_of ON wire_log (order_id, id);
DROP INDEX wire_log_age;
CREATE INDEX wire_log_age ON wire_log USING brin (sent_at)
  WITH (pages_per_range = 16, autosummarize = on);

-- What points to an order is written by statements that have just written or locked it, so that no
-- look-up is needed each time. What the references kept from happening is refused by itself.
ALTER TABLE order_events DROP CONSTRAINT order_events_order_id_fkey;
ALTER TABLE wire_log DROP CONSTRAINT wire_log_order_id_fkey;
ALTER TABLE fills DROP CONSTRAINT fills_order_id_fkey;
CREATE FUNCTION orders_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'orders are kept for ever, with their numbers'
    USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER orders_stay BEFORE DELETE OR TRUNCATE OR UPDATE OF id ON orders
  FOR EACH STATEMENT EXECUTE FUNCTION orders_stay();
