import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BoundCall, type Clearance, defaultCaps } from '../../../src/approvals/index.ts';
import { manualClock } from '../../../src/kernel/index.ts';
import { askingOf, boundCall, person } from './calls.ts';
import type { Desk, OpenDesk } from './desk.ts';
import { steps, type World } from './model.ts';
import { Reference } from './reference.ts';

const start = Date.UTC(2026, 2, 4, 12);

/** What every adapter of the port must do, whatever it keeps its requests in. */
export function approvalsContract(name: string, open: OpenDesk, runs: number): void {
  describe(`approvals contract: ${name}`, { timeout: 180_000 }, () => {
    let clock: ReturnType<typeof manualClock>;
    let desk: Desk;
    beforeEach(async () => {
      clock = manualClock(start);
      desk = await open(clock);
    });
    afterEach(() => desk.close());

    const pending = async (of = askingOf()): Promise<string> => {
      const answer = await desk.queue.ask(of);
      if (answer.kind !== 'pending') throw new Error(answer.kind);
      return answer.id;
    };
    const cleared = async (of = askingOf()): Promise<Clearance> => {
      const answer = await desk.queue.ask(of);
      if (answer.kind !== 'cleared') throw new Error(answer.kind);
      return answer.clearance;
    };
    const approved = async (of = askingOf()): Promise<Clearance> => {
      const id = await pending(of);
      expect(await desk.decide(id, { verdict: 'approve' }, person('ada'))).toMatchObject({ ok: true });
      return cleared(of);
    };

    it('does what the reference does, whatever happens in whatever order, with crashes and clocks that step', async () => {
      await fc.assert(
        fc.asyncProperty(steps, async (commands) => {
          const own = manualClock(start);
          const fresh = await open(own);
          const world: World = {
            moments: new Set(),
            desk: fresh,
            clock: own,
            ids: [],
            exceptions: [],
            given: [],
            lasting: new Map(),
            calls: 0,
          };
          try {
            await fc.asyncModelRun(() => ({ model: new Reference(), real: world }), commands);
          } finally {
            await fresh.close();
          }
        }),
        { numRuns: runs },
      );
    });

    it('of a thousand who use one approval at once, in two processes, one succeeds', async () => {
      const clearance = await approved();
      const other = await desk.another();
      const used = await Promise.all(
        Array.from({ length: 1_000 }, (_, n) =>
          (n % 2 === 0 ? desk.queue : other).consume(clearance, boundCall(), ['e1'], `call ${n}`),
        ),
      );
      expect(used.filter(Boolean)).toHaveLength(1);
    });

    it('of a hundred who use an exception for seven calls, seven succeed', async () => {
      const id = await pending();
      const lasting = { uses: 8, arguments: 'any' } as const;
      await desk.decide(id, { verdict: 'approve', lasting }, person('ada'));
      const args = { path: 'another' };
      const clearance = await cleared(askingOf({ args }));
      expect(clearance).toMatchObject({ kind: 'exception', approval: id, by: ['ada'] });
      const used = await Promise.all(
        Array.from({ length: 100 }, (_, n) => desk.queue.consume(clearance, boundCall({}, args), ['e1'], `call ${n}`)),
      );
      expect(used.filter(Boolean)).toHaveLength(7);
    });

    it('is of no use for a call of which anything is another thing', async () => {
      const call = boundCall();
      const clearance = await approved();
      const text = fc.string({ minLength: 1 });
      const fields: { [K in keyof BoundCall]: fc.Arbitrary<BoundCall[K]> } = {
        scope: text,
        organization: text,
        grant: text,
        user: text,
        session: text,
        server: text,
        method: text,
        subject: fc.oneof(
          text.map((other) => ({ kind: 'tool' as const, name: other })),
          fc.constant({ kind: 'prompt' as const, name: call.subject.name }),
        ),
        definitionHash: fc.option(text, { nil: undefined }),
        argumentsDigest: text,
      };
      const changed = fc
        .constantFrom(...(Object.keys(fields) as (keyof BoundCall)[]))
        .chain((key) =>
          (fields[key] as fc.Arbitrary<unknown>).map((value) => ({ ...call, [key]: value }) as BoundCall),
        );
      await fc.assert(
        fc.asyncProperty(
          changed.filter((other) => JSON.stringify(other) !== JSON.stringify(call)),
          async (other) => {
            expect(await desk.queue.consume(clearance, other, ['e1'], 'r')).toBe(false);
          },
        ),
        { numRuns: 300 },
      );
      for (const entries of [['e2'], ['e1', 'e2'], []]) {
        expect(await desk.queue.consume(clearance, call, entries, 'r')).toBe(false);
      }
      expect(await desk.queue.consume(clearance, call, ['e1'], 'r')).toBe(true);
    });

    it('identical calls share a request; another argument, grant or question is another one', async () => {
      const id = await pending();
      expect(await pending()).toBe(id);
      const others = [
        askingOf({ args: { path: 'x' } }),
        askingOf({ call: { grant: 'file:other' } }),
        askingOf({ call: { session: 's' } }),
        askingOf({ entries: ['e1', 'e2'] }),
      ];
      const ids = [id];
      for (const other of others) ids.push(await pending(other));
      expect(new Set(ids).size).toBe(5);
    });

    it.each(['pending', 'approved', 'denied', 'expired', 'consumed'] as const)(
      'a restart changes nothing when it is %s',
      async (state) => {
        const id = await pending();
        if (state === 'approved' || state === 'consumed') await desk.decide(id, { verdict: 'approve' }, person('ada'));
        if (state === 'denied') await desk.decide(id, { verdict: 'deny', reason: 'no' }, person('ada'));
        if (state === 'expired') clock.advance(60_000);
        if (state === 'consumed') await desk.queue.consume(await cleared(), boundCall(), ['e1'], 'r');
        await desk.restart();
        const answer = await desk.queue.ask(askingOf());
        if (state === 'consumed') expect(answer).toMatchObject({ kind: 'pending', fresh: true });
        else if (state === 'approved') expect(answer).toMatchObject({ kind: 'cleared', clearance: { approval: id } });
        else expect(answer).toMatchObject({ kind: state, id });
      },
    );

    it('what was not sent can be called again, once, and by nobody else given back', async () => {
      const clearance = await approved();
      expect(await desk.queue.consume(clearance, boundCall(), ['e1'], 'r')).toBe(true);
      await desk.queue.restore(clearance, 'another');
      expect(await desk.queue.consume(clearance, boundCall(), ['e1'], 'r2')).toBe(false);
      await desk.queue.restore(clearance, 'r');
      expect(await desk.queue.consume(clearance, boundCall(), ['e1'], 'r3')).toBe(true);
      await desk.queue.restore(clearance, 'r');
      expect(await desk.queue.consume(clearance, boundCall(), ['e1'], 'r4')).toBe(false);
    });

    it('of an exception, a call that was not sent is one that is left', async () => {
      const id = await pending();
      await desk.decide(id, { verdict: 'approve', lasting: { uses: 2, arguments: 'any' } }, person('ada'));
      const args = { path: 'another' };
      const clearance = await cleared(askingOf({ args }));
      const use = (request: string) => desk.queue.consume(clearance, boundCall({}, args), ['e1'], request);
      expect(await use('r1')).toBe(true);
      expect(await use('r2')).toBe(false);
      await desk.queue.restore(clearance, 'r1');
      expect(await use('r3')).toBe(true);
      expect(await use('r4')).toBe(false);
    });

    it('what goes on with an approval that was used has nothing to use up', async () => {
      const clearance = await approved();
      expect(await desk.queue.consume(clearance, boundCall(), ['e1'], 'r')).toBe(true);
      const continued = { ...clearance, kind: 'continued' as const };
      expect(await desk.queue.consume(continued, boundCall(), ['e1'], 'r')).toBe(true);
      expect(await desk.queue.consume(continued, boundCall(), ['e1', 'e2'], 'r')).toBe(false);
      await desk.queue.restore(continued, 'r');
      expect(await desk.queue.consume(clearance, boundCall(), ['e1'], 'r2')).toBe(false);
    });

    it('tells whoever waits of a decision of another process, and of the end of the time', async () => {
      const first = await pending();
      const second = await pending(askingOf({ args: { path: 'x' } }));
      const told = (id: string) => new Promise<void>((resolve) => desk.queue.watch(id, resolve));
      const decided = told(first);
      await desk.decide(first, { verdict: 'approve' }, person('ada'));
      await decided;
      const late = told(second);
      clock.advance(60_000);
      // In memory nothing looks at the clock by itself; a change makes it look.
      await desk.decide(await pending(askingOf({ args: { path: 'y' } })), { verdict: 'approve' }, person('ada'));
      await late;
    });

    it('asks nobody about a tool that was denied three times, and no more than twenty things at once', async () => {
      for (let n = 0; n < 3; n += 1) {
        await desk.decide(await pending(askingOf({ args: { n } })), { verdict: 'deny' }, person('ada'));
      }
      const again = askingOf({ args: { n: 3 } });
      expect(await desk.queue.ask(again)).toEqual({ kind: 'cooling', denials: 3, until: clock.now() + 600_000 });
      expect((await desk.queue.ask(askingOf({ args: { n: 3 }, call: { grant: 'file:other' } }))).kind).toBe('pending');
      clock.advance(600_000);
      await pending(again);
      for (let n = 4; n < 23; n += 1) await pending(askingOf({ args: { n } }));
      expect(await desk.queue.ask(askingOf({ args: { n: 23 } }))).toEqual({ kind: 'full', pending: 20 });
    });

    it('asks nobody about more than a person would read, and keeps nothing of it', async () => {
      const { bytes: most } = defaultCaps;
      const of = (argumentsBytes: number) => askingOf({ request: { argumentsBytes } });
      const rest = Buffer.byteLength('delete{"name":"delete"}');
      expect(await desk.queue.ask(of(most - rest + 1))).toEqual({ kind: 'large', bytes: most + 1, most });
      expect(await desk.queue.ask(of(most - rest))).toMatchObject({ kind: 'pending', fresh: true });
    });

    it('tells the agent what the approver proposes, which is approved for one call and for fewer questions', async () => {
      const of = askingOf({ args: { amount: 900 }, entries: ['e1', 'e2'] });
      const id = await pending(of);
      const proposal = { arguments: { amount: 90 }, text: '{"amount":90}' };
      await desk.decide(id, { verdict: 'deny', reason: 'less', proposal }, person('ada'));
      const answer = await desk.queue.ask(of);
      expect(answer).toMatchObject({
        kind: 'denied',
        id,
        by: 'ada',
        reason: 'less',
        proposal: { arguments: '{"amount":90}' },
      });
      const less = askingOf({ args: { amount: 90 }, entries: ['e2'] });
      const clearance = await cleared(less);
      const call = boundCall({}, { amount: 90 });
      expect(await desk.queue.consume(clearance, call, ['e3'], 'r')).toBe(false);
      expect(await desk.queue.consume(clearance, call, ['e2'], 'r')).toBe(true);
      expect((await desk.queue.ask(less)).kind).toBe('pending');
    });

    it('two must be two people, in a group that may, and not the requester', async () => {
      const id = await pending(askingOf({ call: { user: 'eve' }, count: 2, groups: ['ops'] }));
      const approve = { verdict: 'approve' } as const;
      const tried = async (who: Parameters<Desk['decide']>[2]) => (await desk.decide(id, approve, who)).why;
      expect(await tried(person('ada'))).toBe('not_in_group');
      expect(await tried({ ...person('eve', ['ops']) })).toBe('own_request');
      expect(await tried({ ...person('x', ['ops']), aliases: ['eve'] })).toBe('own_request');
      expect(await tried(person('ada', ['ops']))).toBeUndefined();
      expect(await tried({ kind: 'api_key', id: 'k', name: 'a key of hers', user: 'ada', groups: ['ops'] })).toBe(
        'voted',
      );
      expect((await desk.queue.ask(askingOf({ call: { user: 'eve' }, count: 2, groups: ['ops'] }))).kind).toBe(
        'pending',
      );
      expect(await tried(person('bob', ['ops']))).toBeUndefined();
      expect(await tried(person('zoe', ['ops']))).toBe('settled');
    });
  });
}
