import fc from 'fast-check';
import { expect } from 'vitest';
import type { ApprovalAnswer, Clearance } from '../../../src/approvals/index.ts';
import { canonical } from '../../../src/protocol/index.ts';
import { askingOf, boundCall, person } from './calls.ts';
import type { Desk } from './desk.ts';
import type { Expected, Lasts, Reference } from './reference.ts';

/** What a run knows beside the queue: which of its ids stand for which of the reference's numbers. */
export interface World {
  readonly desk: Desk;
  readonly clock: { now(): number; advance(ms: number): void };
  readonly ids: string[];
  readonly exceptions: string[];
  readonly moments: Set<number>;
  /** Clearances that were given, each with the expectation that it goes by. */
  readonly given: { clearance: Clearance; expected: Expected; used: { request: string; by: number }[] }[];
  readonly lasting: Map<string, Lasts>;
  calls: number;
}

/** No two things happen at one time, also where it steps back: of two that did, either could be the first. */
function nextMoment({ clock, moments }: World): void {
  do clock.advance(1);
  while (moments.has(clock.now()));
  moments.add(clock.now());
}

type Step = fc.AsyncCommand<Reference, World>;

const argsOf = (args: string) => ({ path: args });
const entriesOf = (entries: string): string[] => entries.split('');
const minute = 60_000;

class Ask implements Step {
  readonly args: string;
  readonly entries: string;
  readonly count: number;
  readonly timeout: number;
  readonly waited: number;
  constructor(args: string, entries: string, count: number, timeout: number, waited: number) {
    this.args = args;
    this.entries = entries;
    this.count = count;
    this.timeout = timeout;
    this.waited = waited;
  }
  check = (): boolean => true;
  async run(model: Reference, world: World): Promise<void> {
    nextMoment(world);
    const before = model.requests.length;
    const waited = world.ids.length === 0 || this.waited === 0 ? undefined : this.waited % world.ids.length;
    const expected = model.ask(this.args, this.entries, this.count, this.timeout, waited, world.clock.now());
    const asking = askingOf({
      args: argsOf(this.args),
      entries: entriesOf(this.entries),
      count: this.count,
      timeoutMs: this.timeout,
      waitedFor: waited === undefined ? undefined : world.ids[waited],
    });
    const answer = await world.desk.queue.ask(asking);
    if (model.requests.length > before && answer.kind === 'pending') {
      expect(answer.fresh).toBe(true);
      world.ids.push(answer.id);
    }
    same(answer, expected, model, world);
    if (answer.kind === 'cleared') world.given.push({ clearance: answer.clearance, expected, used: [] });
  }
  toString = (): string => `ask(${this.args}, ${this.entries}, count ${this.count}, waited ${this.waited})`;
}

function same(answer: ApprovalAnswer, expected: Expected, model: Reference, world: World): void {
  switch (expected.kind) {
    case 'approval':
      expect(answer).toMatchObject({
        kind: 'cleared',
        clearance: { kind: 'approval', approval: world.ids[expected.n] },
      });
      return;
    case 'exception':
      expect(answer).toMatchObject({ kind: 'cleared', clearance: { exception: world.exceptions[expected.n] } });
      return;
    case 'pending':
    case 'expired':
      expect(answer).toMatchObject({ kind: expected.kind, id: world.ids[expected.n] });
      return;
    case 'denied': {
      const proposal = model.requests[expected.n]?.proposal;
      expect(answer).toMatchObject({ kind: 'denied', id: world.ids[expected.n] });
      if (answer.kind !== 'denied' || proposal === undefined) return;
      const args = canonical(argsOf(model.requests[proposal]?.args ?? ''));
      expect(answer.proposal).toEqual({ id: world.ids[proposal], arguments: args });
      return;
    }
    default:
      expect(answer.kind).toBe(expected.kind);
  }
}

class Approve implements Step {
  readonly nth: number;
  readonly who: string;
  readonly lasts: Lasts | undefined;
  constructor(nth: number, who: string, lasts: Lasts | undefined) {
    this.nth = nth;
    this.who = who;
    this.lasts = lasts;
  }
  check = ({ requests }: Readonly<Reference>): boolean => requests.length > 0;
  async run(model: Reference, world: World): Promise<void> {
    nextMoment(world);
    const n = this.nth % model.requests.length;
    const exceptions = model.exceptions.length;
    const expected = model.approve(n, this.who, this.lasts, world.lasting, world.clock.now());
    const decided = await world.desk.decide(
      world.ids[n] ?? '',
      { verdict: 'approve', lasting: this.lasts },
      person(this.who),
    );
    expect(decided.ok).toBe(expected);
    expect(decided.exception !== undefined).toBe(model.exceptions.length > exceptions);
    if (decided.exception !== undefined) world.exceptions.push(decided.exception);
  }
  toString = (): string => `approve(${this.nth}, ${this.who}, ${JSON.stringify(this.lasts)})`;
}

class Deny implements Step {
  readonly nth: number;
  readonly who: string;
  readonly proposed: string | undefined;
  constructor(nth: number, who: string, proposed: string | undefined) {
    this.nth = nth;
    this.who = who;
    this.proposed = proposed;
  }
  check = ({ requests }: Readonly<Reference>): boolean => requests.length > 0;
  async run(model: Reference, world: World): Promise<void> {
    nextMoment(world);
    const n = this.nth % model.requests.length;
    // What is refused is not proposed in the same breath.
    const proposed = this.proposed === model.requests[n]?.args ? undefined : this.proposed;
    const expected = model.deny(n, this.who, proposed, world.clock.now());
    const args = proposed === undefined ? undefined : argsOf(proposed);
    const decided = await world.desk.decide(
      world.ids[n] ?? '',
      { verdict: 'deny', ...(args === undefined ? {} : { proposal: { arguments: args, text: canonical(args) } }) },
      person(this.who),
    );
    expect(decided.ok).toBe(expected);
    if (decided.proposal !== undefined) world.ids.push(decided.proposal);
  }
  toString = (): string => `deny(${this.nth}, ${this.who}, ${this.proposed})`;
}

/** Several calls try to use what one asking was given: in the order in which they reach the store, one succeeds. */
class Consume implements Step {
  readonly nth: number;
  readonly args: string | undefined;
  readonly entries: string;
  readonly times: number;
  constructor(nth: number, args: string | undefined, entries: string, times: number) {
    this.nth = nth;
    this.args = args;
    this.entries = entries;
    this.times = times;
  }
  check = (): boolean => true;
  async run(model: Reference, world: World): Promise<void> {
    const given = world.given[this.nth % Math.max(1, world.given.length)];
    if (given === undefined) return;
    nextMoment(world);
    const { clearance, expected } = given;
    const asked =
      expected.kind === 'exception'
        ? model.exceptions[expected.n]?.args
        : model.requests[Number('n' in expected && expected.n)]?.args;
    const args = this.args ?? asked ?? 'a';
    const by = Array.from({ length: this.times }, () => world.calls++);
    const wanted = by.map((call) => model.consume(expected, args, this.entries, call, world.clock.now()));
    const queues = await Promise.all(by.map(async (_, at) => (at % 2 === 0 ? world.desk.queue : world.desk.another())));
    const call = boundCall({}, argsOf(args));
    const got = await Promise.all(
      queues.map((queue, at) => queue.consume(clearance, call, entriesOf(this.entries), `call ${by[at]}`)),
    );
    expect(got.filter(Boolean)).toHaveLength(wanted.filter(Boolean).length);
    const winner = got.indexOf(true);
    if (winner === -1 || expected.kind !== 'approval') return;
    const request = model.requests[expected.n];
    if (request !== undefined) request.usedBy = by[winner] ?? -1;
    given.used.push({ request: `call ${by[winner]}`, by: by[winner] ?? -1 });
  }
  toString = (): string => `consume(${this.nth}, ${this.args}, ${this.entries}, ${this.times} times)`;
}

class Restore implements Step {
  readonly nth: number;
  constructor(nth: number) {
    this.nth = nth;
  }
  check = (): boolean => true;
  async run(model: Reference, world: World): Promise<void> {
    const used = world.given.flatMap(({ clearance, expected, used: all }) =>
      all.map((each) => ({ clearance, expected, ...each })),
    );
    const one = used[this.nth % Math.max(1, used.length)];
    if (one === undefined || one.expected.kind !== 'approval') return;
    model.restore(one.expected.n, one.by);
    await world.desk.queue.restore(one.clearance, one.request);
  }
  toString = (): string => `restore(${this.nth})`;
}

class Revoke implements Step {
  readonly nth: number;
  constructor(nth: number) {
    this.nth = nth;
  }
  check = ({ exceptions }: Readonly<Reference>): boolean => exceptions.length > 0;
  async run(model: Reference, world: World): Promise<void> {
    const n = this.nth % model.exceptions.length;
    const one = model.exceptions[n];
    if (one !== undefined) one.revoked = true;
    await world.desk.revoke(world.exceptions[n] ?? '');
  }
  toString = (): string => `revoke(${this.nth})`;
}

class Tick implements Step {
  readonly ms: number;
  constructor(ms: number) {
    this.ms = ms;
  }
  check = (): boolean => true;
  async run(_model: Reference, world: World): Promise<void> {
    world.clock.advance(this.ms);
  }
  toString = (): string => `tick(${this.ms})`;
}

class Crash implements Step {
  check = (): boolean => true;
  async run(_model: Reference, world: World): Promise<void> {
    await world.desk.restart();
  }
  toString = (): string => 'crash';
}

const args = fc.constantFrom('a', 'b', 'c');
const entries = fc.constantFrom('x', 'xy', 'y');
const who = fc.constantFrom('ada', 'bob', 'eve');
const nth = fc.nat(12);
const lasts: fc.Arbitrary<Lasts> = fc
  .record({
    minutes: fc.option(fc.constantFrom(1, 20), { nil: undefined }),
    uses: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
    arguments: fc.constantFrom('same', 'any'),
  })
  .filter(({ minutes, uses }) => minutes !== undefined || uses !== undefined);

/** Steps of a run, in proportions that make decisions matter. */
export const steps: fc.Arbitrary<Iterable<Step>> = fc.commands(
  [
    fc
      .tuple(args, entries, fc.constantFrom(1, 1, 2), fc.constantFrom(minute, 15 * minute), fc.nat(3))
      .map((all) => new Ask(...all)),
    fc.tuple(args, fc.constant('x'), fc.constant(1), fc.constant(15 * minute), fc.nat(3)).map((all) => new Ask(...all)),
    fc.tuple(nth, who, fc.option(lasts, { nil: undefined, freq: 3 })).map((all) => new Approve(...all)),
    fc.tuple(nth, who, fc.option(args, { nil: undefined, freq: 2 })).map((all) => new Deny(...all)),
    fc
      .tuple(nth, fc.option(args, { nil: undefined, freq: 3 }), entries, fc.integer({ min: 1, max: 4 }))
      .map((all) => new Consume(...all)),
    fc.tuple(nth).map((all) => new Restore(...all)),
    fc.tuple(nth).map((all) => new Revoke(...all)),
    // Clocks of several processes differ: time may seem to step back.
    fc.constantFrom(-2 * minute, -5, 30_000, minute, 16 * minute).map((ms) => new Tick(ms)),
    fc.constant(new Crash()),
  ],
  { maxCommands: 60, size: '+1' },
);
