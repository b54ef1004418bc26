import { describe, expect, it } from 'vitest';
import { askingOf, boundCall, person } from '../../test/contract/approvals/calls.ts';
import type { Approval, ApprovalState } from './approval.ts';
import { newApproval } from './consider.ts';
import { type ApprovalEvent, answers, missingVotes, transition } from './transition.ts';

const asked = 1_000_000;
const minute = 60_000;
const pending = (of: Parameters<typeof askingOf>[0] = {}): Approval => newApproval(askingOf(of), 'a', asked);
const by = person('ada', ['ops']);
const vote = { kind: 'user', id: 'ada', name: 'ada', user: 'ada', at: asked } as const;
const approve = { kind: 'approve', by } as const satisfies ApprovalEvent;
const deny = { kind: 'deny', by } as const satisfies ApprovalEvent;
const consume = {
  kind: 'consume',
  call: boundCall(),
  entries: ['e1'],
  requestId: 'r',
} as const satisfies ApprovalEvent;
const restore = { kind: 'restore', requestId: 'r' } as const satisfies ApprovalEvent;

/** A request in each state that it can be in. */
const states: Readonly<Record<ApprovalState['kind'], ApprovalState>> = {
  pending: { kind: 'pending', votes: [] },
  approved: { kind: 'approved', votes: [vote], at: asked },
  denied: { kind: 'denied', votes: [], by: vote, at: asked },
  expired: { kind: 'expired', votes: [], at: asked, told: false },
  consumed: { kind: 'consumed', votes: [vote], at: asked, by: 'r' },
};
const inState = (kind: ApprovalState['kind']): Approval => ({ ...pending(), state: states[kind] });

describe('which state follows which', () => {
  it.each<[ApprovalState['kind'], Record<'approve' | 'deny' | 'consume' | 'restore', string>]>([
    ['pending', { approve: 'approved', deny: 'denied', consume: 'settled', restore: 'not_consumed' }],
    ['approved', { approve: 'settled', deny: 'denied', consume: 'consumed', restore: 'not_consumed' }],
    ['denied', { approve: 'settled', deny: 'settled', consume: 'settled', restore: 'not_consumed' }],
    ['expired', { approve: 'settled', deny: 'settled', consume: 'settled', restore: 'not_consumed' }],
    ['consumed', { approve: 'settled', deny: 'settled', consume: 'settled', restore: 'approved' }],
  ])('from %s: %o', (from, to) => {
    const ends = [approve, deny, consume, restore].map((event) => {
      const next = transition(inState(from), event, asked + 1);
      return [event.kind, next.ok ? next.approval.state.kind : next.why];
    });
    expect(Object.fromEntries(ends)).toEqual(to);
  });

  it('time is looked at first, and ends what is pending or approved at its very moment', () => {
    for (const from of ['pending', 'approved'] as const) {
      const event = from === 'pending' ? approve : consume;
      expect(transition(inState(from), event, asked + minute - 1).ok).toBe(true);
      expect(transition(inState(from), event, asked + minute)).toEqual({ ok: false, why: 'settled' });
    }
    // What was not sent is given back whatever the time is; whoever looks next finds that it is over.
    expect(transition(inState('consumed'), restore, asked + 2 * minute)).toMatchObject({ ok: true });
  });

  it('an approval lasts as long again as there was to decide', () => {
    const next = transition(pending(), approve, asked + 59_000);
    expect(next).toMatchObject({ approval: { expiresAt: asked + 59_000 + minute, state: { at: asked + 59_000 } } });
  });

  it('who says something is kept, with when, and a user only where there is one', () => {
    const key = { kind: 'api_key', id: 'k', name: 'a key', groups: [] } as const;
    const lasting = { uses: 3, arguments: 'same' } as const;
    const approved = transition(pending(), { kind: 'approve', by: key, lasting }, asked + 5);
    expect(approved.ok && approved.approval.state).toEqual({
      kind: 'approved',
      at: asked + 5,
      votes: [{ kind: 'api_key', id: 'k', name: 'a key', at: asked + 5, lasting }],
    });
    const denied = transition(pending(), { kind: 'deny', by, reason: 'no', proposal: 'p' }, asked + 5);
    expect(denied.ok && denied.approval.state).toEqual({
      kind: 'denied',
      votes: [],
      by: { ...vote, at: asked + 5 },
      at: asked + 5,
      reason: 'no',
      proposal: 'p',
    });
    const consumed = transition(inState('approved'), consume, asked + 7);
    expect(consumed.ok && consumed.approval.state).toEqual({ kind: 'consumed', votes: [vote], at: asked + 7, by: 'r' });
    const given = transition(inState('consumed'), restore, asked + 9);
    expect(given.ok && given.approval.state).toEqual(states.approved);
  });

  it('what another call consumed is not given back', () => {
    const event = { ...restore, requestId: 'another' };
    expect(transition(inState('consumed'), event, asked)).toEqual({ ok: false, why: 'not_consumed' });
  });
});

describe('who may decide', () => {
  const why = (of: Parameters<typeof askingOf>[0], who: typeof by): readonly unknown[] =>
    [approve, deny].map((event) => {
      const next = transition(pending(of), { ...event, by: who }, asked);
      return next.ok || next.why;
    });

  it.each([
    ['anybody, where no group is named', {}, person('ada'), true],
    ['one of the group', { groups: ['ops'] }, by, true],
    ['one of one of the groups', { groups: ['dev', 'ops'] }, by, true],
    ['one of another group', { groups: ['dev'] }, by, 'not_in_group'],
    ['one of no group', { groups: ['dev'] }, person('ada'), 'not_in_group'],
    ['whoever asked', { call: { user: 'ada' } }, by, 'own_request'],
    ['whoever asked, by another word', { call: { user: 'a@x' } }, { ...by, aliases: ['z@x', 'a@x'] }, 'own_request'],
    ['another one with other words', { call: { user: 'a@x' } }, { ...by, aliases: ['z@x'] }, true],
    ['whoever asked, in a group that may not', { call: { user: 'ada' }, groups: ['dev'] }, by, 'own_request'],
  ] as const)('%s', (_, of, who, expected) => {
    expect(why(of as Parameters<typeof askingOf>[0], who as typeof by)).toEqual([expected, expected]);
  });

  it('one person counts once, whatever they decide with, and operators are one', () => {
    const two = (first: object, second: object) => {
      const next = transition(pending({ count: 2 }), { kind: 'approve', by: { ...by, ...first } }, asked);
      if (!next.ok) return next.why;
      expect(missingVotes(next.approval)).toBe(1);
      expect(next.approval).toMatchObject({ state: { kind: 'pending' }, expiresAt: asked + minute });
      const then = transition(next.approval, { kind: 'approve', by: { ...by, ...second } }, asked);
      return then.ok ? then.approval.state.kind : then.why;
    };
    const key = { kind: 'api_key', id: 'k', user: 'ada' };
    const operator = { kind: 'operator', id: 'o', user: undefined };
    expect(two({}, {})).toBe('voted');
    expect(two({}, key)).toBe('voted');
    expect(two({}, { ...key, user: 'bob' })).toBe('approved');
    expect(two(operator, operator)).toBe('voted');
    expect(two(operator, { ...operator, id: 'p' })).toBe('approved');
    expect(two(operator, { ...operator, kind: 'api_key' })).toBe('approved');
    expect(two({}, { id: 'x', user: 'bob' })).toBe('approved');
    // A user is not whoever has an id that is spelt like theirs.
    expect(two({ kind: 'user', id: 'bob', user: undefined }, { id: 'x', user: 'bob' })).toBe('voted');
  });

  it('none is missing once enough have agreed', () => {
    expect(missingVotes(pending())).toBe(1);
    expect(missingVotes(inState('approved'))).toBe(0);
    expect(missingVotes({ ...inState('approved'), state: { kind: 'approved', votes: [vote, vote], at: asked } })).toBe(
      0,
    );
  });
});

describe('what an approval is for', () => {
  it.each([
    ['the entries that asked', undefined, ['e1', 'e2'], true],
    ['in any order, and twice', undefined, ['e2', 'e1', 'e2'], true],
    ['fewer', undefined, ['e1'], false],
    ['more', undefined, ['e1', 'e2', 'e3'], false],
    ['none', undefined, [], false],
    ['fewer, of what was proposed', 'x', ['e1'], true],
    ['more, of what was proposed', 'x', ['e1', 'e3'], false],
    ['the same, of what was proposed', 'x', ['e1', 'e2'], true],
  ])('%s', (_, proposed, entries, expected) => {
    const request = proposed === undefined ? {} : { answers: proposed };
    expect(answers(pending({ entries: ['e1', 'e2'], request }), boundCall(), entries)).toBe(expected);
  });

  it('another call is another one, whatever asks for it', () => {
    expect(answers(pending({ request: { answers: 'x' } }), boundCall({}, { n: 1 }), ['e1'])).toBe(false);
    expect(transition(inState('approved'), { ...consume, call: boundCall({ grant: 'g' }) }, asked)).toEqual({
      ok: false,
      why: 'another_call',
    });
  });
});
