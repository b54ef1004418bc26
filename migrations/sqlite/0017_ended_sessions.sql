-- Sessions that their clients have ended, by digest of their ids: an id carries its session, and would be good for a gateway
-- that knows nothing of the end. Until when it could be shown, in ms since the epoch.
CREATE TABLE ended_session (
  digest     TEXT    PRIMARY KEY,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX ended_session_expiry ON ended_session (expires_at);
