-- By what records are looked for, in the order in which they are shown.
CREATE INDEX call_record_grant ON call_record (grant_id, id);
CREATE INDEX call_record_label ON call_record (label, id);
CREATE INDEX call_record_server ON call_record (server, id);
CREATE INDEX call_record_subject ON call_record (subject, id);
CREATE INDEX call_record_outcome ON call_record (outcome, id);
CREATE INDEX call_record_code ON call_record (code, id);
CREATE INDEX event_name ON event (name, id);
