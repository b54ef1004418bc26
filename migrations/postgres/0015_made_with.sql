-- With which API keys a key or a one-time link was made: ids, the first one first, a blank between them. What was made with
-- a key goes with it.
ALTER TABLE api_key ADD COLUMN made_with text NOT NULL DEFAULT '';
ALTER TABLE invitation ADD COLUMN made_with text NOT NULL DEFAULT '';
