-- What readers of the catalogue's pages wrote to the operators. Words of strangers: shown as text, never sent on as more.

CREATE TABLE message (
  id TEXT PRIMARY KEY,
  -- The page under which it was written.
  about TEXT NOT NULL,
  -- Where its sender wants an answer, as they say.
  sender TEXT NOT NULL,
  text TEXT NOT NULL,
  address TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX message_time ON message (created_at, id);
