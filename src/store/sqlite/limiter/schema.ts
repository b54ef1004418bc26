/**
 * The file that processes share their limits through. Amounts are REAL because 2^53 millionths must fit, which is one
 * more than the driver returns as an integer; every value is a whole number.
 *
 * `clock` holds the newest time that anybody has counted by. `members` and `families` exist for budgets with `per`
 * values only; the triggers keep `families.size` exact without a count of up to 10,000 rows for every new value.
 */
export const schema = `
CREATE TABLE IF NOT EXISTS clock (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  at INTEGER NOT NULL
) STRICT;
INSERT OR IGNORE INTO clock VALUES (1, 0);

CREATE TABLE IF NOT EXISTS amounts (
  key TEXT NOT NULL,
  window_ms INTEGER NOT NULL,
  granule INTEGER NOT NULL,
  at INTEGER NOT NULL,
  amount REAL NOT NULL CHECK (amount > 0),
  PRIMARY KEY (key, window_ms, granule)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS amounts_end ON amounts (at + window_ms);

CREATE TABLE IF NOT EXISTS members (
  family TEXT NOT NULL,
  window_ms INTEGER NOT NULL,
  key TEXT NOT NULL,
  latest INTEGER NOT NULL,
  PRIMARY KEY (key, window_ms)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS members_latest ON members (family, window_ms, latest);
CREATE INDEX IF NOT EXISTS members_end ON members (latest + window_ms);

CREATE TABLE IF NOT EXISTS families (
  family TEXT NOT NULL,
  window_ms INTEGER NOT NULL,
  size INTEGER NOT NULL,
  PRIMARY KEY (family, window_ms)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER IF NOT EXISTS member_came AFTER INSERT ON members BEGIN
  INSERT INTO families VALUES (NEW.family, NEW.window_ms, 1)
  ON CONFLICT DO UPDATE SET size = size + 1;
END;
CREATE TRIGGER IF NOT EXISTS member_went AFTER DELETE ON members BEGIN
  UPDATE families SET size = size - 1 WHERE family = OLD.family AND window_ms = OLD.window_ms;
  DELETE FROM families WHERE family = OLD.family AND window_ms = OLD.window_ms AND size = 0;
END;

CREATE TABLE IF NOT EXISTS owners (
  owner TEXT PRIMARY KEY,
  seen INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS slots (
  key TEXT NOT NULL,
  owner TEXT NOT NULL,
  held INTEGER NOT NULL CHECK (held > 0),
  PRIMARY KEY (key, owner)
) STRICT, WITHOUT ROWID;
`;

/** Kept in `PRAGMA user_version`: a file of another version is not touched. */
export const schemaVersion = 1;
