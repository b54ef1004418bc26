import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { manualClock } from '../../kernel/index.ts';
import { type CallIdentity, type Continuation, RequestStates } from './request-states.ts';
import { memorySpentStates } from './spent-states.ts';

const identity: CallIdentity = {
  grant: 'file:agent',
  user: undefined,
  server: 'mail',
  method: 'tools/call',
  subject: 'send',
  argumentsDigest: 'ab'.repeat(32),
};
const continuation: Continuation = { requestId: 'c'.repeat(32), inner: '"\\u0061\\"é"', round: 3, held: true };

function states(clock = manualClock(1_000_000)) {
  return { clock, states: new RequestStates(clock) };
}

describe('a request state', () => {
  it('says what was sealed in it, to the byte', async () => {
    const { states: sealed } = states();
    expect(await sealed.open(identity, sealed.seal(identity, continuation))).toEqual(continuation);
    const bare = { ...continuation, inner: undefined, held: false };
    expect(await sealed.open(identity, sealed.seal(identity, bare))).toEqual(bare);
  });

  it('is of use once, and for ten minutes', async () => {
    const { states: sealed, clock } = states();
    const once = sealed.seal(identity, continuation);
    const late = sealed.seal(identity, continuation);
    expect(await sealed.open(identity, once)).toBeDefined();
    expect(await sealed.open(identity, once)).toBeUndefined();
    clock.advance(10 * 60_000);
    expect(await sealed.open(identity, late)).toBeUndefined();
    expect(await sealed.open(identity, once)).toBeUndefined();
  });

  it('of two that come at the same moment one is continued', async () => {
    const { states: sealed } = states();
    const state = sealed.seal(identity, continuation);
    const opened = await Promise.all(Array.from({ length: 50 }, () => sealed.open(identity, state)));
    expect(opened.filter((each) => each !== undefined)).toHaveLength(1);
  });

  it.each<[string, Partial<CallIdentity>]>([
    ['grant', { grant: 'file:other' }],
    ['user', { user: 'ada' }],
    ['server', { server: 'files' }],
    ['method', { method: 'prompts/get' }],
    ['subject', { subject: 'delete' }],
    ['arguments', { argumentsDigest: 'ba'.repeat(32) }],
    ['fields that run into one another', { server: 'mailtools/', method: 'call' }],
  ])('is of no use for another %s, and still of use for its own', async (_field, other) => {
    const { states: sealed } = states();
    const state = sealed.seal(identity, continuation);
    expect(await sealed.open({ ...identity, ...other }, state)).toBeUndefined();
    expect(await sealed.open(identity, state)).toEqual(continuation);
  });

  it('is of no use with any of its bytes changed', async () => {
    const { states: sealed } = states();
    const state = sealed.seal(identity, continuation);
    for (let at = 0; at < state.length; at += 1) {
      for (const other of new Set(['A', 'B', '.', state[at] === 'a' ? 'b' : 'a'])) {
        if (state[at] === other) continue;
        expect(await sealed.open(identity, state.slice(0, at) + other + state.slice(at + 1))).toBeUndefined();
      }
    }
    expect(await sealed.open(identity, `${state}-TAMPERED`)).toBeUndefined();
    expect(await sealed.open(identity, state.slice(0, -1))).toBeUndefined();
    expect(await sealed.open(identity, state)).toEqual(continuation);
  });

  it('cannot be made up', async () => {
    const { states: sealed } = states();
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          fc.base64String().map((text) => `tgs1.00000000.${text}`),
        ),
        async (text) => {
          expect(await sealed.open(identity, text)).toBeUndefined();
        },
      ),
    );
  });

  it('of another process, or of this one before it was started again, is of no use', async () => {
    const { states: before, clock } = states();
    expect(await new RequestStates(clock).open(identity, before.seal(identity, continuation))).toBeUndefined();
  });
});

describe('what was used', () => {
  it('is remembered until it expires by itself, and no longer', async () => {
    const spent = memorySpentStates(2);
    expect(await spent.spend('a', 100, 0)).toBe(true);
    expect(await spent.spend('b', 110, 10)).toBe(true);
    expect(await spent.spend('a', 100, 99)).toBe(false);
    // There is no room to remember a third, so it is not used.
    expect(await spent.spend('c', 120, 20)).toBe(false);
    expect(await spent.spend('c', 120, 100)).toBe(true);
  });

  it('agrees with a plain set, whatever comes in whatever order', async () => {
    const use = fc.record({ nonce: fc.nat(20), wait: fc.nat(30) });
    await fc.assert(
      fc.asyncProperty(fc.array(use, { maxLength: 60 }), async (uses) => {
        const spent = memorySpentStates(1_000);
        const seen = new Set<string>();
        let now = 0;
        for (const { nonce, wait } of uses) {
          now += wait;
          // A state has one expiry; here it is far, so that each is used once in all.
          expect(await spent.spend(String(nonce), 1_000_000, now)).toBe(!seen.has(String(nonce)));
          seen.add(String(nonce));
        }
      }),
    );
  });
});
