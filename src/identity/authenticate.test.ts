import { describe, expect, it } from 'vitest';
import { authenticate, bearerToken, tokenHash } from './authenticate.ts';

const token = `tg_${'a'.repeat(43)}`;
const grants = new Map([[tokenHash(token), 'alice']]);

describe('authenticate', () => {
  it('finds a grant by its token, whatever the case of the scheme', () => {
    expect(authenticate(`Bearer ${token}`, grants)).toBe('alice');
    expect(authenticate(`bearer ${token}`, grants)).toBe('alice');
  });

  it.each<[string | undefined, string]>([
    [undefined, 'no header'],
    ['', 'empty header'],
    ['Bearer', 'no token'],
    ['Bearer ', 'empty token'],
    [token, 'no scheme'],
    [`Basic ${token}`, 'another scheme'],
    [`Bearer  ${token}`, 'two spaces'],
    [` Bearer ${token}`, 'leading space'],
    [`Bearer ${token} `, 'trailing space'],
    [`Bearer ${token}, Bearer ${token}`, 'two credentials'],
    [`Bearer ${token}x`, 'a longer token'],
    [`Bearer ${token.slice(0, -1)}`, 'a shorter token'],
    [`Bearer ${token.toUpperCase()}`, 'another case'],
    ['Bearer constructor', 'a property of every object'],
    ['Bearer __proto__', 'the prototype'],
    [`Bearer ${tokenHash(token)}`, 'the stored digest itself'],
  ])('%s is nobody: %s', (header) => {
    expect(authenticate(header, grants)).toBeUndefined();
  });

  it('is looked up, and nothing that is known is gone through: no comparison takes longer the more of a token is right', () => {
    /** Gives what it is asked for by its key, and shows nothing else of itself. */
    class Closed extends Map<string, string> {
      readonly #refuse = (): never => {
        throw new Error('gone through');
      };
      override [Symbol.iterator] = this.#refuse;
      override entries = this.#refuse;
      override keys = this.#refuse;
      override values = this.#refuse;
      override forEach = this.#refuse;
    }
    const closed = new Closed();
    for (const [digest, grant] of grants) closed.set(digest, grant);
    expect(authenticate(`Bearer ${token}`, closed)).toBe('alice');
    expect(authenticate(`Bearer ${token.slice(0, -1)}b`, closed)).toBeUndefined();
  });

  it('reads a token only from a well-formed credential', () => {
    expect(bearerToken(`Bearer ${token}`)).toBe(token);
    expect(bearerToken('Bearer a b')).toBeUndefined();
  });
});
