-- When each grant last called each tool, as far as that is not long ago: "what did nobody use?" without reading all calls.
CREATE TABLE tool_use (
  grant_id TEXT    NOT NULL,
  server   TEXT    NOT NULL,
  tool     TEXT    NOT NULL,
  used_at  INTEGER NOT NULL,             -- ms since the epoch
  PRIMARY KEY (grant_id, server, tool)
) STRICT, WITHOUT ROWID;
CREATE INDEX tool_use_used ON tool_use (used_at);
INSERT INTO tool_use (grant_id, server, tool, used_at)
  SELECT grant_id, server, subject, max(time) FROM call_record
   WHERE subject IS NOT NULL AND outcome IN ('allow', 'would_deny', 'would_hold', 'error')
     AND instr(text, '"method":"tools/call"') > 0
   GROUP BY grant_id, server, subject;
