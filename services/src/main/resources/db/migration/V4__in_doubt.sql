-- Which gateway settles what is in doubt of an account; one at a time, so that the venue is asked
-- once and people are told once.
CREATE TABLE sweeps (
  broker_id   BIGINT PRIMARY KEY,
  owner       TEXT NOT NULL,
  lease_until TIMESTAMPTZ NOT NULL
);
