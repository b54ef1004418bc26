import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { manualClock } from '../../kernel/index.ts';
import { KeyRing } from '../../seal/index.ts';
import type { Said } from './said.ts';
import { SessionSeal } from './session-seal.ts';

const client = { name: 'c', version: '1' };
const said: Said = {
  protocolVersion: '2025-11-25',
  capabilities: { sampling: {} },
  clientInfo: JSON.stringify(client),
  client,
};
const upstream = { sessionId: 'held-by-the-server', protocolVersion: '2025-06-18' };
const day = 24 * 60 * 60_000;

describe('SessionSeal', () => {
  const [old, current] = [randomBytes(32), randomBytes(32)];
  const clock = manualClock(0);
  const seal = new SessionSeal(new KeyRing([current]), clock);

  it('gives back what was sealed, to the same grant and server, for a day', () => {
    const id = seal.seal('g', 's', { said, upstream }) ?? '';
    expect(id).toMatch(/^[\x21-\x7e]+$/);
    expect(seal.open('g', 's', id)).toEqual({ said, upstream });
    expect(seal.open('other', 's', id)).toBeUndefined();
    expect(seal.open('g', 'other', id)).toBeUndefined();
    clock.set(day - 1);
    expect(seal.open('g', 's', id)).toBeDefined();
    clock.set(day);
    expect(seal.open('g', 's', id)).toBeUndefined();
    clock.set(day + 1);
  });

  it('opens nothing that was altered in any place, cut or made up', () => {
    const id = seal.seal('g', 's', { said, upstream }) ?? '';
    fc.assert(
      fc.property(fc.nat(id.length - 1), fc.constantFrom('A', 'b', '_', '.', ' '), (at, other) => {
        fc.pre(id[at] !== other);
        expect(seal.open('g', 's', id.slice(0, at) + other + id.slice(at + 1))).toBeUndefined();
        expect(seal.open('g', 's', id.slice(0, at))).toBeUndefined();
      }),
    );
    fc.assert(
      fc.property(fc.string(), (made) => {
        expect(seal.open('g', 's', made)).toBeUndefined();
      }),
    );
  });

  it('outlives a rotation of the keys, and not the loss of its key', () => {
    const before = new SessionSeal(new KeyRing([old]), clock);
    const id = before.seal('g', 's', { said, upstream: undefined }) ?? '';
    expect(new SessionSeal(new KeyRing([current, old]), clock).open('g', 's', id)).toEqual({
      said,
      upstream: undefined,
    });
    expect(seal.open('g', 's', id)).toBeUndefined();
  });

  it('carries nothing for a client that says too much of itself', () => {
    const talkative = { ...said, capabilities: { experimental: { x: 'x'.repeat(4_000) } } };
    expect(seal.seal('g', 's', { said: talkative, upstream })).toBeUndefined();
  });
});
