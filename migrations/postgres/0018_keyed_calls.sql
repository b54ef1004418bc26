-- What a call that waits is found by is keyed with the secret key from now on: a digest of arguments tells a short secret among
-- them to whoever reads the database and tries what there can be. No key is at hand here, so what was found by such a digest is
-- found no more: who waits for a person asks anew, and who may pass without one for the same arguments has to.
-- (Taken out as text: jsonb knows no character 0. A quote inside of a string is escaped, so that this is the member itself.)
UPDATE approval SET call_digest = '', request = regexp_replace(request, ',"argumentsDigest":"[0-9a-f]{64}"', '');
UPDATE approval SET state = 'expired', settled_at = coalesce(settled_at, expires_at) WHERE state IN ('pending', 'approved');
UPDATE approval_exception SET match = '', revoked_at = coalesce(revoked_at, floor(extract(epoch FROM now()) * 1000)::bigint)
  WHERE terms LIKE '%"arguments":"same"%';
