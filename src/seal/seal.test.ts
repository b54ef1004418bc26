import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { open, seal } from './envelope.ts';
import { KeyRing, SealError } from './key-ring.ts';
import { loadKeyRing } from './load-key-ring.ts';

const key = Buffer.alloc(32, 1);
const ring = new KeyRing([key]);

describe('envelopes', () => {
  test('open with the key, purpose and context they were sealed with', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.string(), (bytes, context) => {
        expect(open(ring, 'credential', seal(ring, 'credential', bytes, context), context)).toEqual(Buffer.from(bytes));
      }),
    );
  });

  test('open with nothing else', () => {
    const envelope = seal(ring, 'credential', Buffer.from('secret'), 'github');
    expect(() => open(ring, 'credential', envelope, 'gitlab')).toThrow(SealError);
    expect(() => open(ring, 'session', envelope, 'github')).toThrow(SealError);
    expect(() => open(new KeyRing([Buffer.alloc(32, 2)]), 'credential', envelope, 'github')).toThrow(SealError);
  });

  test('open in one spelling only: any changed character refuses', () => {
    const envelope = seal(ring, 'session', Buffer.from('secret'), 'c');
    for (let i = 0; i < envelope.length; i += 1) {
      const other = envelope[i] === 'A' ? 'B' : 'A';
      const altered = envelope.slice(0, i) + other + envelope.slice(i + 1);
      expect(() => open(ring, 'session', altered, 'c'), `character ${i}`).toThrow(SealError);
    }
    for (const altered of ['', 'tgs1', `${envelope}=`, `${envelope}\n`, envelope.slice(0, -1), `${envelope}A`]) {
      expect(() => open(ring, 'session', altered, 'c')).toThrow(SealError);
    }
  });

  test('survive a rotation', () => {
    const envelope = seal(ring, 'session', Buffer.from('secret'), 'c');
    const rotated = new KeyRing([Buffer.alloc(32, 2), key]);
    expect(rotated.current).not.toBe(ring.current);
    expect(open(rotated, 'session', envelope, 'c').toString()).toBe('secret');
  });
});

test('a ring shows its ids and nothing of its keys', () => {
  for (const shown of [inspect(ring, { depth: 9, showHidden: true }), JSON.stringify(ring)]) {
    expect(shown).not.toContain(key.toString('base64'));
    expect(shown).not.toContain(key.toString('hex'));
    expect(shown).not.toContain('01 01 01');
  }
});

describe('finding the key', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'toolgate-seal-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('makes one, for its owner alone, and finds it again', () => {
    const made = loadKeyRing({ env: {}, folder, create: true });
    expect(statSync(join(folder, 'secret.key')).mode & 0o777).toBe(0o600);
    expect(loadKeyRing({ env: {}, folder, create: false }).current).toBe(made.current);
  });

  test('takes the environment first, several keys with the current one first', () => {
    const text = `${Buffer.alloc(32, 3).toString('base64')},${key.toString('base64')}`;
    const loaded = loadKeyRing({ env: { TOOLGATE_SECRET_KEY: text }, folder, create: false });
    expect(loaded.ids).toEqual([new KeyRing([Buffer.alloc(32, 3)]).current, ring.current]);
  });

  test('a file that the environment names', () => {
    const path = join(folder, 'mounted');
    writeFileSync(path, `${key.toString('base64')}\n`, { mode: 0o644 });
    expect(loadKeyRing({ env: { TOOLGATE_SECRET_KEY_FILE: path }, folder, create: false }).current).toBe(ring.current);
  });

  test.each([
    ['too short', Buffer.alloc(16).toString('base64')],
    ['not base64', '!'.repeat(43)],
    ['empty', '  '],
  ])('refuses a key that is %s without repeating it', (_, text) => {
    const load = () => loadKeyRing({ env: { TOOLGATE_SECRET_KEY: text }, folder, create: false });
    expect(load).toThrow(SealError);
    expect(load).not.toThrow(text.trim() === '' ? '!!' : text);
  });

  test('refuses none, two sources, and a key of ours that others can read', () => {
    expect(() => loadKeyRing({ env: {}, folder, create: false })).toThrow(/there is no secret key.*put it back/);
    const shared = { TOOLGATE_DATABASE_URL: 'postgres://db/toolgate' };
    expect(() => loadKeyRing({ env: shared, folder, create: false })).toThrow(
      /there is no secret key.*set TOOLGATE_SECRET_KEY/,
    );
    const env = { TOOLGATE_SECRET_KEY: 'a', TOOLGATE_SECRET_KEY_FILE: 'b' };
    expect(() => loadKeyRing({ env, folder, create: false })).toThrow('not both');
    writeFileSync(join(folder, 'secret.key'), readFileSync('/dev/null'), { mode: 0o644 });
    expect(() => loadKeyRing({ env: {}, folder, create: true })).toThrow('chmod 600');
  });
});
