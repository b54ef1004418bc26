-- Values that a channel asked for lie sealed until they are told. What lay open until now is taken away; its message stays.
ALTER TABLE outbox ADD COLUMN sealed text COLLATE "C"; -- sealed: the values
UPDATE outbox SET data = (data::jsonb - 'values')::text;

-- How far the records have been handed to a channel that is told of them: in the transaction that puts a batch into the
-- outbox.
CREATE TABLE record_feed (
  channel text COLLATE "C" NOT NULL, -- id of a stored one, or file:<name>
  type text COLLATE "C" NOT NULL, -- records.calls | records.events
  after bigint NOT NULL, -- the last record that is in a batch
  PRIMARY KEY (channel, type)
);
