-- Arguments of requests that expired are emptied a day later: by this, whoever does so finds the few that are not yet.
CREATE INDEX approval_expired_arguments ON approval (expires_at)
  WHERE state NOT IN ('denied', 'consumed') AND arguments <> '';
