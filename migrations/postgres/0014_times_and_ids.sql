-- Between which ids the records of a time lie is read from an index alone, and not from the records.
DROP INDEX call_record_time;
CREATE INDEX call_record_time ON call_record (time, id);
DROP INDEX event_time;
CREATE INDEX event_time ON event (time, id);
