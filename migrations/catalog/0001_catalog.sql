-- The catalogue: a file of its own beside the store, built by imports and thrown away without loss but for overrides.

CREATE TABLE server (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  -- Its place in URLs; given once, kept for good.
  slug TEXT NOT NULL UNIQUE,
  title TEXT,
  summary TEXT,
  version TEXT,
  homepage TEXT,
  repository TEXT,
  subfolder TEXT NOT NULL DEFAULT '',
  -- Packages and remotes that its sources name, as JSON: facts to show, never anything to start.
  packages TEXT NOT NULL DEFAULT '[]',
  note TEXT,
  -- How much the source of title, summary and version is believed.
  standing INTEGER NOT NULL,
  status TEXT NOT NULL DEFAULT 'active',
  first_seen INTEGER NOT NULL,
  last_seen INTEGER NOT NULL,
  tools INTEGER NOT NULL DEFAULT 0,
  low INTEGER NOT NULL DEFAULT 0,
  medium INTEGER NOT NULL DEFAULT 0,
  high INTEGER NOT NULL DEFAULT 0,
  critical INTEGER NOT NULL DEFAULT 0,
  -- Bytes of the definitions of its list.
  bytes INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX server_name ON server (name);
CREATE INDEX server_place ON server (repository, subfolder) WHERE repository IS NOT NULL;
CREATE INDEX server_rank ON server (tools DESC, id);

-- Who told of a server: one row for each source and each name that it has there.
CREATE TABLE origin (
  id INTEGER PRIMARY KEY,
  server INTEGER NOT NULL REFERENCES server (id) ON DELETE CASCADE,
  source TEXT NOT NULL,
  key TEXT NOT NULL,
  url TEXT,
  commit_id TEXT,
  licence TEXT,
  version TEXT,
  fetched_at INTEGER NOT NULL,
  hash TEXT NOT NULL,
  UNIQUE (source, key)
) STRICT;
CREATE INDEX origin_server ON origin (server);

CREATE TABLE tool (
  id INTEGER PRIMARY KEY,
  server INTEGER NOT NULL REFERENCES server (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  origin INTEGER NOT NULL REFERENCES origin (id),
  hash TEXT NOT NULL,
  category TEXT NOT NULL,
  severity TEXT NOT NULL,
  confidence REAL NOT NULL,
  unclassified INTEGER NOT NULL,
  -- Names of flags, with commas between.
  flags TEXT NOT NULL,
  source TEXT NOT NULL,
  licence TEXT NOT NULL,
  -- Whether its class is the word of an operator.
  overridden INTEGER NOT NULL DEFAULT 0,
  standing INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  first_seen INTEGER NOT NULL,
  last_seen INTEGER NOT NULL,
  -- When its server's list came without it.
  removed_at INTEGER,
  UNIQUE (server, name)
) STRICT;
CREATE INDEX tool_name ON tool (name);
CREATE INDEX tool_severity ON tool (severity, id);

-- Every definition ever seen of a tool, the one in force among them.
CREATE TABLE definition (
  tool INTEGER NOT NULL REFERENCES tool (id) ON DELETE CASCADE,
  hash TEXT NOT NULL,
  origin INTEGER NOT NULL REFERENCES origin (id),
  version TEXT,
  first_seen INTEGER NOT NULL,
  last_seen INTEGER NOT NULL,
  text TEXT NOT NULL,
  -- A classification that came with the definition, where parts of it may not be kept.
  given TEXT,
  findings TEXT,
  UNIQUE (tool, hash)
) STRICT;

-- What operators say against imports; by names, so that they outlive a rebuilt catalogue's numbers.
CREATE TABLE override (
  server TEXT NOT NULL,
  tool TEXT NOT NULL,
  category TEXT NOT NULL,
  severity TEXT NOT NULL,
  author TEXT NOT NULL,
  reason TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (server, tool)
) STRICT, WITHOUT ROWID;

-- Where an interrupted or incremental synchronisation goes on.
CREATE TABLE sync_state (
  source TEXT PRIMARY KEY,
  state TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- How many tools there are of each kind: what a page without a query shows.
CREATE TABLE facet_count (
  category TEXT NOT NULL,
  severity TEXT NOT NULL,
  source TEXT NOT NULL,
  licence TEXT NOT NULL,
  tools INTEGER NOT NULL
) STRICT;

CREATE TABLE vocabulary (
  id INTEGER PRIMARY KEY,
  word TEXT NOT NULL UNIQUE,
  tools INTEGER NOT NULL
) STRICT;

CREATE VIRTUAL TABLE tool_search USING fts5 (
  name, server, body, facet, content='', contentless_delete=1, detail=column, tokenize='ascii', prefix='2'
);
CREATE VIRTUAL TABLE server_search USING fts5 (
  name, body, content='', contentless_delete=1, detail=column, tokenize='ascii', prefix='2'
);
-- Pieces of three characters of each word, for words that were typed wrong.
CREATE VIRTUAL TABLE near_word USING fts5 (word, content='', detail=none, tokenize='trigram');
