-- What lists are sorted and looked for by, so that a page costs what is on it, and a filter that matches nothing costs an index.

-- Two filters at once are decided in the index of one: a call's text is read only where all of them hold.
DROP INDEX call_record_grant;
DROP INDEX call_record_label;
DROP INDEX call_record_server;
DROP INDEX call_record_subject;
CREATE INDEX call_record_grant ON call_record (grant_id, id, server, subject, outcome, code);
CREATE INDEX call_record_label ON call_record (label, id, server, subject, outcome, code);
CREATE INDEX call_record_server ON call_record (server, id, subject, outcome, code, label, grant_id);
CREATE INDEX call_record_subject ON call_record (subject, id, server, outcome, code, label, grant_id);

CREATE INDEX access_grant_name ON access_grant (label, id);
CREATE INDEX definition_seen ON definition (seen_at, id);
CREATE INDEX definition_server ON definition (server, seen_at, id);
CREATE INDEX definition_tool ON definition (tool, seen_at, id);
CREATE INDEX capture_grant ON capture (grant_id, time, request_id);
CREATE INDEX capture_label ON capture (label, time, request_id);
CREATE INDEX capture_server ON capture (server, time, request_id);
