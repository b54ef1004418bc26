-- What lists are sorted and looked for by, so that a page costs what is on it. (Two filters at once are put together here
-- from the indexes of each.)
CREATE INDEX access_grant_name ON access_grant (label, id);
CREATE INDEX definition_seen ON definition (seen_at, id);
CREATE INDEX definition_server ON definition (server, seen_at, id);
CREATE INDEX definition_tool ON definition (tool, seen_at, id);
CREATE INDEX capture_grant ON capture (grant_id, time, request_id);
CREATE INDEX capture_label ON capture (label, time, request_id);
CREATE INDEX capture_server ON capture (server, time, request_id);
