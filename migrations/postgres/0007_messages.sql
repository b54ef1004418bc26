-- What readers of the catalogue's pages wrote to the operators. Words of strangers: shown as text, never sent on as more.

CREATE TABLE message (
  id text COLLATE "C" PRIMARY KEY,
  -- The page under which it was written.
  about text COLLATE "C" NOT NULL,
  -- Where its sender wants an answer, as they say.
  sender text COLLATE "C" NOT NULL,
  text text COLLATE "C" NOT NULL,
  address text COLLATE "C" NOT NULL,
  created_at bigint NOT NULL
);
CREATE INDEX message_time ON message (created_at, id);
