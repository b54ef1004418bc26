-- What a call that waits is found by is keyed with the secret key from now on: a digest of arguments tells a short secret among
-- them to whoever reads the database and tries what there can be. No key is at hand here, so what was found by such a digest is
-- found no more: who waits for a person asks anew, and who may pass without one for the same arguments has to.
UPDATE approval SET call_digest = '', request = json_remove(request, '$.call.argumentsDigest');
UPDATE approval SET state = 'expired', settled_at = coalesce(settled_at, expires_at) WHERE state IN ('pending', 'approved');
UPDATE approval_exception SET match = '', revoked_at = coalesce(revoked_at, unixepoch() * 1000)
  WHERE terms LIKE '%"arguments":"same"%';
