-- Which exits are followed is asked every few seconds.
CREATE INDEX orders_open_legs ON orders (exchange, parent_id)
  WHERE parent_id IS NOT NULL
    AND status IN ('NEW', 'PARTIALLY_FILLED', 'PENDING_CANCEL', 'UNKNOWN');
