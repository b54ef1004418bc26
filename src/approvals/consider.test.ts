import { describe, expect, it } from 'vitest';
import { askingOf, person } from '../../test/contract/approvals/calls.ts';
import type { Approval, ApprovalRequest } from './approval.ts';
import { defaultCaps } from './caps.ts';
import { consider, type Known, newApproval } from './consider.ts';
import { decide } from './decide.ts';
import type { Exception } from './exception.ts';
import { transition } from './transition.ts';

const now = 5_000_000;
const minute = 60_000;
const asked = (id: string, at: number): Approval => newApproval(askingOf(), id, at);
const approved = (id: string, at: number, who = 'ada'): Approval => {
  const next = transition(asked(id, at), { kind: 'approve', by: person(who) }, at);
  if (!next.ok) throw new Error(next.why);
  return next.approval;
};
const denied = (id: string, at: number): Approval => {
  const next = transition(asked(id, at), { kind: 'deny', by: person('ada') }, at);
  if (!next.ok) throw new Error(next.why);
  return next.approval;
};
const exception = (id: string, at: number): Exception => {
  const decision = { verdict: 'approve', lasting: { minutes: 10, arguments: 'any' } } as const;
  const deciding = decide(asked(`of ${id}`, at), decision, person('bob'), () => id, at);
  if (!deciding.ok || deciding.decided.exception === undefined) throw new Error('no exception');
  return deciding.decided.exception;
};
const considered = (known: Partial<Known>) =>
  consider(askingOf(), { same: [], exceptions: [], pending: 0, denials: [], ...known }, defaultCaps, now);
const answered = (known: Partial<Known>) => considered(known).answer;

describe('how a call that needs a human stands, in whatever order a queue keeps what it knows', () => {
  it('the oldest approval is used first, and says who agreed', () => {
    const clearance = { kind: 'approval', approval: 'old', by: ['eve'], entries: ['e1'] };
    const same = [approved('new', now - 2), approved('old', now - 3, 'eve'), approved('newest', now - 1)];
    expect(answered({ same })).toEqual({ kind: 'cleared', clearance });
  });

  it('the oldest exception is used first', () => {
    const exceptions = [exception('new', now - 2), exception('old', now - 3), exception('newest', now - 1)];
    const clearance = { kind: 'exception', exception: 'old', approval: 'of old', by: ['bob'], entries: ['e1'] };
    expect(answered({ exceptions })).toEqual({ kind: 'cleared', clearance });
  });

  it.each([
    ['before', now - 11, 'denied'],
    ['with', now - 10, 'denied'],
    ['after', now - 9, 'cleared'],
  ] as const)('an exception that was made %s a denial: %s', (_, at, kind) => {
    expect(answered({ same: [denied('no', now - 10)], exceptions: [exception('e', at)] })).toMatchObject({ kind });
  });

  it('a denial stands for as long as there was to decide, and not a millisecond longer', () => {
    expect(answered({ same: [denied('no', now - minute + 1)] })).toMatchObject({ kind: 'denied', id: 'no', by: 'ada' });
    expect(answered({ same: [denied('no', now - minute)] })).toBeUndefined();
  });

  it('the latest denial is told', () => {
    expect(answered({ same: [denied('2', now - 2), denied('3', now - 1), denied('1', now - 3)] })).toMatchObject({
      id: '3',
    });
  });

  it('what time has ended is written once, with what is told of it; what stands as it did is not', () => {
    const same = [asked('late', now - minute - 2), asked('later', now - minute), asked('waits', now - 1)];
    const { answer, write } = considered({ same });
    expect(answer).toEqual({ kind: 'expired', id: 'later' });
    expect(write.map(({ id, state }) => [id, state])).toEqual([
      ['late', { kind: 'expired', votes: [], at: now - 2, told: false }],
      ['later', { kind: 'expired', votes: [], at: now, told: true }],
    ]);
    expect(considered({ same: [approved('a', now - 1), asked('waits', now - 1)] }).write).toEqual([]);
  });

  it('denials of the last ten minutes keep it from being asked, until ten minutes after the last of them', () => {
    const cool = defaultCaps.coolDownMs;
    expect(answered({ denials: [now - 3, now - 1, now - cool + 1] })).toEqual({
      kind: 'cooling',
      denials: 3,
      until: now - 1 + cool,
    });
    expect(answered({ denials: [now - 3, now - 1, now - cool] })).toBeUndefined();
  });

  describe('a call of more than a person would read', () => {
    const most = 100;
    const large = (request: Partial<ApprovalRequest>, known: Partial<Known> = {}) =>
      consider(
        askingOf({
          call: { subject: { kind: 'resource', name: 'ü' } },
          request: { definition: undefined, ...request },
        }),
        { same: [], exceptions: [], pending: 0, denials: [], ...known },
        { ...defaultCaps, bytes: most },
        now,
      ).answer;

    it.each([
      ['arguments', { argumentsBytes: most - 1 }, most + 1],
      ['its definition', { argumentsBytes: 2, definition: 'ä'.repeat(49) }, most + 2],
      ['all of it', { argumentsBytes: 49, definition: '{"a":"bcd"}'.repeat(5) }, most + 6],
    ])('is not asked for because of %s', (_, request, bytes) => {
      expect(large(request)).toEqual({ kind: 'large', bytes, most });
      // It is no question of time, and so is not said to be one.
      expect(large(request, { pending: 20, denials: [now - 1, now - 1, now - 1] })).toMatchObject({ kind: 'large' });
    });

    it('is asked for as long as it is as much as may be', () => {
      expect(large({ argumentsBytes: most - 2 })).toBeUndefined();
    });

    it('passes with an exception', () => {
      const exceptions = [exception('e', now - 1)];
      expect(large({ argumentsBytes: most }, { exceptions })).toMatchObject({ kind: 'cleared' });
    });
  });
});
