-- What the remaining lists are sorted and looked for by: a page costs what is on it, also of lists that are short mostly.
-- A code with an outcome that never goes with it is found out in the index.
DROP INDEX call_record_code;
CREATE INDEX call_record_code ON call_record (code, id, outcome);

DROP INDEX approval_grant;
CREATE INDEX approval_grant ON approval (grant_id, state, asked_at, id);
CREATE INDEX approval_grant_asked ON approval (grant_id, asked_at, id);
CREATE INDEX approval_label ON approval (grant_label, state, asked_at, id);
CREATE INDEX approval_label_asked ON approval (grant_label, asked_at, id);
CREATE INDEX approval_state ON approval (state, asked_at, id);
CREATE INDEX approval_exception_created ON approval_exception (created_at, id);
CREATE INDEX user_account_created ON user_account (created_at, id);
CREATE INDEX invitation_created ON invitation (created_at, id);
CREATE INDEX api_key_created ON api_key (created_at, id);
