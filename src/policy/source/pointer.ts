/** Appends one token to an RFC 6901 JSON pointer. */
export function under(pointer: string, token: string | number): string {
  return `${pointer}/${typeof token === 'number' || !special.test(token) ? token : escaped(token)}`;
}

const special = /[~/]/;

function escaped(token: string): string {
  return token.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** The pointer of a path of tokens from the root. */
export function pointerOf(tokens: readonly (string | number)[]): string {
  return tokens.reduce<string>(under, '');
}

/** The tokens of a pointer that stands in a URI fragment; `undefined` where it is none. */
export function tokensOf(fragment: string): readonly string[] | undefined {
  if (!fragment.startsWith('/')) return undefined;
  try {
    const tokens = decodeURIComponent(fragment).slice(1).split('/');
    return tokens.map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
  } catch {
    return undefined;
  }
}
