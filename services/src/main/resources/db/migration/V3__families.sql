-- What a market allows, in the venue's words. Rows without it are read anew.
DELETE FROM exchange_symbols;
ALTER TABLE exchange_symbols ADD COLUMN flags TEXT[] NOT NULL;
