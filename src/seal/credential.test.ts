import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CredentialPlace, newDataKey, openCredential, rewrapDataKey, sealCredential } from './credential.ts';
import { KeyRing, SealError } from './key-ring.ts';

const old = Buffer.alloc(32, 1);
const ring = new KeyRing([old]);
const rotated = new KeyRing([Buffer.alloc(32, 2), old]);
const word = fc.string({ minLength: 1, maxLength: 12 });
const place: fc.Arbitrary<CredentialPlace> = fc.record({ organization: word, record: word, field: word, origin: word });

test('a value opens where it was sealed', () => {
  fc.assert(
    fc.property(place, fc.string(), (at, secret) => {
      const key = newDataKey(ring, at);
      expect(openCredential(ring, key, at, sealCredential(ring, key, at, secret))).toBe(secret.toWellFormed());
    }),
  );
});

test('and in no other organization, record, field or origin', () => {
  const member = fc.constantFrom('organization', 'record', 'field', 'origin' as const);
  fc.assert(
    fc.property(place, member, word, (at, moved, elsewhere) => {
      fc.pre(at[moved as keyof CredentialPlace] !== elsewhere);
      const there = { ...at, [moved]: elsewhere };
      const [key, otherKey] = [newDataKey(ring, at), newDataKey(ring, there)];
      const sealed = sealCredential(ring, key, at, 'secret');
      for (const used of [key, otherKey]) {
        expect(() => openCredential(ring, used, there, sealed)).toThrow(SealError);
      }
      // Nor where only the key was exchanged.
      expect(() => openCredential(ring, otherKey, at, sealed)).toThrow(SealError);
    }),
  );
});

test('members of a place cannot run into one another', () => {
  const at = { organization: 'a', record: 'b"]', field: 'c', origin: 'd' };
  const key = newDataKey(ring, at);
  const sealed = sealCredential(ring, key, at, 'secret');
  expect(() => openCredential(ring, key, { ...at, field: 'c","d', origin: '' }, sealed)).toThrow(SealError);
});

test('any changed character refuses', () => {
  const at = { organization: 'o', record: 'r', field: 'f', origin: 'https://x' };
  const key = newDataKey(ring, at);
  const sealed = sealCredential(ring, key, at, 'secret');
  for (let i = 0; i < sealed.length; i += 1) {
    const altered = sealed.slice(0, i) + (sealed[i] === 'A' ? 'B' : 'A') + sealed.slice(i + 1);
    expect(() => openCredential(ring, key, at, altered), `character ${i}`).toThrow(SealError);
  }
  for (const altered of ['', 'tgc1.', `${sealed}=`, `${sealed}A`, sealed.slice(0, -1)]) {
    expect(() => openCredential(ring, key, at, altered)).toThrow(SealError);
  }
});

test('a rotation wraps the data key anew and leaves the value as it is', () => {
  const at = { organization: 'o', record: 'r', field: 'f', origin: 'https://x' };
  const key = newDataKey(ring, at);
  const sealed = sealCredential(ring, key, at, 'secret');
  expect(rewrapDataKey(ring, key, at)).toBeUndefined();
  const anew = rewrapDataKey(rotated, key, at) ?? '';
  expect(anew).toContain(rotated.current);
  const onlyNew = new KeyRing([Buffer.alloc(32, 2)]);
  expect(openCredential(onlyNew, anew, at, sealed)).toBe('secret');
  expect(() => openCredential(onlyNew, key, at, sealed)).toThrow('not in the key ring');
  expect(() => rewrapDataKey(rotated, key, { ...at, record: 's' })).toThrow(SealError);
});
