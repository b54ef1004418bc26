/** Beginnings that issuers give their tokens, so that they are found. */
const issued =
  /\b(gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|sk-(ant-|proj-|or-)?[\w-]{16,}|[rsp]k_(live|test)_[A-Za-z0-9]{16,}|whsec_[A-Za-z0-9]{16,}|xox[abeoprs]-[\w-]{10,}|xapp-[\w-]{10,}|AKIA[A-Z0-9]{12,}|ASIA[A-Z0-9]{12,}|AIza[\w-]{30,}|ya29\.[\w-]{20,}|npm_[A-Za-z0-9]{30,}|hf_[A-Za-z0-9]{20,}|pypi-[\w-]{40,}|dop_v1_[a-f0-9]{40,}|shp(at|ca|pa|ss)_[a-fA-F0-9]{20,}|SG\.[\w-]{16,}\.[\w-]{16,}|lin_api_\w{20,}|ntn_\w{20,}|secret_[A-Za-z0-9]{30,}|sbp_[a-f0-9]{30,}|tvly-[\w-]{16,}|fc-[a-f0-9]{20,}|pplx-\w{20,}|gsk_\w{20,}|figd_[\w-]{20,}|tgk?_[\w-]{30,}|eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]*|[a-z]{2,}_[a-z]{2,}_[A-Za-z0-9]{32,})|-----BEGIN [A-Z ]*PRIVATE KEY-----/;

const secretNames =
  /(^|[^a-z])(api[-_ .]?key|apikey|access[-_ .]?key|secret|secrets|token|tokens|password|passwd|passphrase|pwd|credential|credentials|auth|authorization|private[-_ .]?key|bearer|pat|jwt|cookie|dsn|connection[-_ .]?string|database[-_ .]?url|mongo(db)?[-_ .]?ur[il]|postgres(ql)?[-_ .]?ur[il]|redis[-_ .]?ur[il]|webhook[-_ .]?url)([^a-z]|$)/i;

/** Names that have such a word and hold no secret. */
const harmlessNames =
  /(token[-_ ]?(limit|count|type|url|endpoint|env|file|path|ttl|expiry|expiration)|max[-_ ]?tokens?|auth[-_ ]?(type|mode|method|url|server|provider|enabled|scheme)|secret[-_ ]?(name|id|arn|path|file)|(key|credentials?|password|token|secret|cookie)s?[-_ ]?(file|path|name|dir|store)|public[-_ ]?key)$/i;

/**
 * What refers to a secret instead of being one, and what stands for one in an example: a variable of any client's
 * spelling, a word in angle brackets, capitals or stars.
 */
const references =
  /^\s*((Bearer|Basic|token)\s+)?(\$\{[^}]*\}|\$[A-Za-z_]\w*|%[A-Za-z_]\w*%|\{\{[^}]*\}\}|<[^>]*>|\[[^\]]*\]|x{3,}|\*+|\.{3,}|…)\s*$|^$|\b(your|my|insert|enter|paste|replace|changeme|change[-_ ]?me|example|placeholder|dummy|todo|redacted|here)\b|^(true|false|null|none|yes|no|on|off|\d{1,6})$|your[-_]/i;

/** Whether a name is one that secrets have. */
function isSecretName(name: string): boolean {
  const spaced = name.replace(/([a-z])([A-Z])/g, '$1_$2');
  return secretNames.test(spaced) && !harmlessNames.test(spaced);
}

/** Whether a value refers to something that is kept elsewhere, or only shows where something goes. */
function isReference(value: string): boolean {
  return references.test(value);
}

/** Whether a text holds a token of a known issuer, wherever in it. */
export function holdsIssuedSecret(text: string): boolean {
  return issued.test(text);
}

/** Whether a value that stands under a name is a secret in the clear. */
export function isPlainSecret(name: string, value: string): boolean {
  if (holdsIssuedSecret(value)) return true;
  if (!isSecretName(name) || isReference(value)) return false;
  // A path to a file of secrets is none.
  if (/^(~|\.{0,2})\/[^\s:]*$|^[A-Za-z]:\\/.test(value)) return false;
  const bare = value.replace(/^\s*(Bearer|Basic|token)\s+/i, '');
  return bare.length >= 6 && !/^[a-z]+$/i.test(bare) ? true : bare.length >= 16;
}

/** Whether a URL carries credentials: user info, or a query whose names or values are those of secrets. */
export function urlSecret(text: string): string | undefined {
  if (!URL.canParse(text)) return holdsIssuedSecret(text) ? 'a token' : undefined;
  const url = new URL(text);
  if (url.password !== '' && !isReference(decode(url.password))) return 'a password';
  if (url.username !== '' && holdsIssuedSecret(decode(url.username))) return 'a token';
  for (const [name, value] of url.searchParams) {
    if (
      isPlainSecret(name, value) ||
      (/^(key|sig|signature)$/i.test(name) && !isReference(value) && value.length >= 16)
    )
      return `the parameter ${name.slice(0, 40)}`;
  }
  return holdsIssuedSecret(url.pathname) || /\/[A-Za-z0-9_-]{40,}(\/|$)/.test(url.pathname) ? 'its path' : undefined;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
