-- What a market allows, in the venue's words. Rows without it are read anew.
DELETE FROM exchange_symbols;
ALTER TABLE exchange_symbols ADD COLUMN flags TEXT[] NOT NULL;

-- A leg is an order of its own, with parent_id and the request id of its parent. How large it is
-- may be known only when its parent is filled.
ALTER TABLE orders DROP CONSTRAINT orders_check;
ALTER TABLE orders ADD CONSTRAINT orders_sized
  CHECK (parent_id IS NOT NULL OR quantity IS NOT NULL OR quote_quantity IS NOT NULL);
DROP INDEX orders_request;
CREATE UNIQUE INDEX orders_request ON orders (user_id, request_id)
  WHERE NOT identity_free AND parent_id IS NULL;
CREATE INDEX orders_legs ON orders (parent_id) WHERE parent_id IS NOT NULL;

-- Editions of an order. native_client_order_id, quantity, price and stop_price are those of the one
-- that stands; edits counts those that are settled, refused ones too; amending is the one that is
-- under way; the former ids are those that the order had before it was replaced.
ALTER TABLE orders ADD COLUMN edition INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN edits INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN amending JSONB;
ALTER TABLE orders ADD COLUMN former_native_ids TEXT[];
ALTER TABLE orders ADD COLUMN former_venue_ids TEXT[];
CREATE INDEX orders_amending ON orders (broker_id, (amending #>> '{request,id}'))
  WHERE amending IS NOT NULL;
CREATE INDEX orders_former_native ON orders USING gin (former_native_ids)
  WHERE former_native_ids IS NOT NULL;
CREATE INDEX orders_former_venue ON orders USING gin (former_venue_ids)
  WHERE former_venue_ids IS NOT NULL;
