-- Values that a channel asked for lie sealed until they are told. What lay open until now is taken away; its message stays.
ALTER TABLE outbox ADD COLUMN sealed TEXT; -- sealed: the values
UPDATE outbox SET data = json_remove(data, '$.values');

-- How far the records have been handed to a channel that is told of them: in the transaction that puts a batch into the
-- outbox.
CREATE TABLE record_feed (
  channel TEXT    NOT NULL,             -- id of a stored one, or file:<name>
  type    TEXT    NOT NULL,             -- records.calls | records.events
  after   INTEGER NOT NULL,             -- the last record that is in a batch
  PRIMARY KEY (channel, type)
) STRICT, WITHOUT ROWID;
