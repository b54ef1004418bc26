import { describe, expect, it } from 'vitest';
import { askingOf, boundCall, person } from '../../test/contract/approvals/calls.ts';
import { sha256Jcs } from '../protocol/index.ts';
import type { Approval } from './approval.ts';
import { exceptionDigests } from './bound-call.ts';
import { newApproval } from './consider.ts';
import { type ApproverDecision, decide } from './decide.ts';
import { isOpen, type Lasting, longestExceptionMs, together } from './exception.ts';

const asked = 1_000_000;
const pending = (of: Parameters<typeof askingOf>[0] = {}): Approval => newApproval(askingOf(of), 'a', asked);
const decided = (decision: ApproverDecision, approval = pending(), who = 'ada') =>
  decide(approval, decision, person(who), () => 'new', asked + 5);
const lastingOf = (lasting: Lasting) => {
  const one = decided({ verdict: 'approve', lasting });
  return one.ok ? one.decided.exception : undefined;
};

describe('an exception', () => {
  it('has all that the request was bound to, and who agreed', () => {
    const call = boundCall();
    const exception = lastingOf({ minutes: 30, uses: 4, arguments: 'same' });
    expect(exception).toEqual({
      id: 'new',
      approval: 'a',
      match: exceptionDigests(call).same,
      arguments: 'same',
      scope: 'up',
      organization: 'default',
      grant: 'file:agent',
      grantLabel: 'agent',
      server: 'files',
      subject: 'delete',
      policy: 'files',
      rules: ['/tools/delete/action'],
      entries: ['e1'],
      by: ['ada'],
      createdAt: asked + 5,
      expiresAt: asked + 5 + 30 * 60_000,
      uses: 3,
      used: 0,
      revokedAt: undefined,
    });
    expect(lastingOf({ uses: 4, arguments: 'any' })?.match).toBe(exceptionDigests(call).any);
  });

  it.each<[string, Lasting, object | undefined]>([
    ['uses alone', { uses: 3, arguments: 'same' }, { uses: 2, expiresAt: asked + 5 + longestExceptionMs }],
    ['minutes alone', { minutes: 1, arguments: 'same' }, { uses: undefined, expiresAt: asked + 60_005 }],
    ['longer than a day', { minutes: 2_000, arguments: 'same' }, { expiresAt: asked + 5 + longestExceptionMs }],
    ['a day', { minutes: 1_440, arguments: 'same' }, { expiresAt: asked + 5 + 86_400_000 }],
    ['two uses, one of them this call', { uses: 2, arguments: 'same' }, { uses: 1 }],
    ['one use, which is this call', { uses: 1, arguments: 'same' }, undefined],
  ])('by %s', (_, lasting, expected) => {
    const exception = lastingOf(lasting);
    if (expected === undefined) expect(exception).toBeUndefined();
    else expect(exception).toMatchObject(expected);
  });

  it('comes with the last vote, and of what all agreed to', () => {
    const first = decided(
      { verdict: 'approve', lasting: { uses: 9, minutes: 5, arguments: 'any' } },
      pending({ count: 2 }),
    );
    if (!first.ok) throw new Error(first.why);
    expect(first.decided).toEqual({ approval: first.decided.approval });
    const second = decided(
      { verdict: 'approve', lasting: { uses: 4, arguments: 'same' } },
      first.decided.approval,
      'bob',
    );
    expect(second.ok && second.decided.exception).toMatchObject({ uses: 3, arguments: 'same', by: ['ada', 'bob'] });
    const once = decided({ verdict: 'approve' }, first.decided.approval, 'bob');
    expect(once.ok && Object.keys(once.decided)).toEqual(['approval']);
    expect(decided({ verdict: 'approve' }, first.decided.approval)).toEqual({ ok: false, why: 'voted' });
  });

  it.each<[string, (Lasting | undefined)[], Lasting | undefined]>([
    ['nobody', [], undefined],
    ['one of two who agreed to one call', [{ uses: 2, arguments: 'any' }, undefined], undefined],
    [
      'the least of each',
      [
        { uses: 5, minutes: 3, arguments: 'any' },
        { uses: 2, minutes: 9, arguments: 'any' },
      ],
      { uses: 2, minutes: 3, arguments: 'any' },
    ],
    [
      'what only one bounds',
      [
        { uses: 5, arguments: 'any' },
        { minutes: 9, arguments: 'same' },
      ],
      { uses: 5, minutes: 9, arguments: 'same' },
    ],
    ['no bound', [{ arguments: 'same' }], { minutes: undefined, uses: undefined, arguments: 'same' }],
  ])('%s', (_, all, expected) => expect(together(all.map((lasting) => ({ lasting })))).toEqual(expected));

  it('is open until it is revoked, over or used up', () => {
    const one = lastingOf({ minutes: 1, uses: 3, arguments: 'same' });
    if (one === undefined) throw new Error('none');
    const open = (change: object, now = asked + 5) => isOpen({ ...one, ...change }, now);
    expect(open({})).toBe(true);
    expect(open({}, one.expiresAt - 1)).toBe(true);
    expect(open({}, one.expiresAt)).toBe(false);
    expect(open({ used: 1 })).toBe(true);
    expect(open({ used: 2 })).toBe(false);
    expect(open({ uses: undefined, used: 1_000 })).toBe(true);
    expect(open({ revokedAt: asked + 10_000 })).toBe(false);
  });
});

describe('a denial', () => {
  it('says why, and makes nothing', () => {
    const one = decided({ verdict: 'deny', reason: 'no' });
    expect(one).toMatchObject({
      ok: true,
      decided: { approval: { state: { kind: 'denied', reason: 'no', at: asked + 5 } } },
    });
    expect(one.ok && Object.keys(one.decided)).toEqual(['approval']);
    expect(one.ok && one.decided.approval.state).toMatchObject({ proposal: undefined });
  });

  const proposal = { arguments: { n: 'ü' }, text: '{"n":"ü"}' };
  it.each([1, 2])('may propose other arguments, to which one of %i has agreed', (count) => {
    const one = decided({ verdict: 'deny', proposal }, pending({ count, args: { n: 9 }, timeoutMs: 30_000 }));
    if (!one.ok) throw new Error(one.why);
    const { approval, proposal: made } = one.decided;
    expect(approval.state).toMatchObject({ kind: 'denied', proposal: 'new' });
    expect(made?.arguments).toBe(proposal.text);
    const votes = [{ kind: 'user', id: 'ada', name: 'ada', user: 'ada', at: asked + 5 }];
    expect(made?.approval).toEqual({
      id: 'new',
      request: {
        ...approval.request,
        call: { ...approval.request.call, argumentsDigest: sha256Jcs({ n: 'ü' }) },
        answers: 'a',
        argumentsBytes: 10,
      },
      askedAt: asked + 5,
      expiresAt: asked + 30_005,
      state: count === 1 ? { kind: 'approved', votes, at: asked + 5 } : { kind: 'pending', votes },
    });
  });

  it('that may not be said changes nothing', () => {
    const denied = decided({ verdict: 'deny' });
    if (!denied.ok) throw new Error(denied.why);
    expect(decided({ verdict: 'deny', proposal }, denied.decided.approval)).toEqual({ ok: false, why: 'settled' });
  });
});
