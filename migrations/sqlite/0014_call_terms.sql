-- Where calls are that have something in common. An index has an entry for each call and filter, each in another place of
-- the file where there are many grants or tools; here one says of 32 neighbours which of them have it, and entries of
-- calls that came together stand together.

DROP INDEX call_record_grant;
DROP INDEX call_record_label;
DROP INDEX call_record_server;
DROP INDEX call_record_subject;
DROP INDEX call_record_outcome;
DROP INDEX call_record_code;

-- 4,096 calls: those with ids from 4,096 times `id` on.
CREATE TABLE call_span (
  id    INTEGER PRIMARY KEY,
  filed INTEGER NOT NULL                -- the last call whose terms are filed: another version may have put calls behind it
) STRICT;

-- `term` is a number made of a filter and what it asks for. Two may have the same: whoever finds a call looks at it.
CREATE TABLE call_term (
  span INTEGER NOT NULL,
  term INTEGER NOT NULL,
  word INTEGER NOT NULL,                -- 32 calls: those with ids from 32 times `word` on
  bits INTEGER NOT NULL,                -- the lowest is the first of them
  PRIMARY KEY (span, term, word)
) STRICT, WITHOUT ROWID;
