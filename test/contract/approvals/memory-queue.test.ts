import { describe, expect, it } from 'vitest';
import { manualClock } from '../../../src/kernel/index.ts';
import { askingOf, boundCall, person } from './calls.ts';
import { emptyBook, memoryQueue } from './memory-queue.ts';

/** What the contract of all queues (`test/contract/approvals`) does not ask of one in memory. */
describe('a queue in memory', () => {
  const clearance = { kind: 'approval', approval: 'nobody', by: [], entries: ['e1'] } as const;

  it('of its own has nothing in it', async () => {
    const queue = memoryQueue(manualClock(5));
    const other = memoryQueue(manualClock(5));
    expect(await queue.ask(askingOf())).toMatchObject({ kind: 'pending', fresh: true });
    expect(await other.ask(askingOf())).toMatchObject({ kind: 'pending', fresh: true });
    expect(await other.ask(askingOf())).toMatchObject({ kind: 'pending', fresh: false });
  });

  it('does not know what it was never asked', async () => {
    const book = emptyBook();
    const queue = memoryQueue(manualClock(5), book);
    expect(await queue.consume(clearance, boundCall(), ['e1'], 'r')).toBe(false);
    expect(await queue.consume({ ...clearance, kind: 'exception', exception: 'x' }, boundCall(), ['e1'], 'r')).toBe(
      false,
    );
    expect(queue.decide('nobody', { verdict: 'approve' }, person('ada'))).toEqual({ ok: false, why: 'settled' });
    await queue.restore(clearance, 'r');
    await queue.restore({ ...clearance, kind: 'exception', exception: 'x' }, 'r');
    queue.revoke('x');
    expect(book).toEqual(emptyBook());
    await new Promise<void>((told) => queue.watch('nobody', told));
  });

  it.each([
    ['any', true],
    ['same', false],
  ] as const)('lets an exception for %s arguments pass with others: %s', async (which, passes) => {
    const book = emptyBook();
    const queue = memoryQueue(manualClock(5), book);
    const asked = await queue.ask(askingOf());
    if (asked.kind !== 'pending') throw new Error(asked.kind);
    queue.decide(asked.id, { verdict: 'approve', lasting: { uses: 9, arguments: which } }, person('ada'));
    const again = await queue.ask(askingOf());
    if (again.kind !== 'cleared') throw new Error(again.kind);
    const { clearance } = again;
    expect(await queue.consume(clearance, boundCall(), clearance.entries, 'r1')).toBe(true);
    expect((await queue.ask(askingOf({ args: { n: 1 } }))).kind).toBe(passes ? 'cleared' : 'pending');
    const other = { ...clearance, kind: 'exception', exception: [...book.exceptions.keys()][0] } as const;
    expect(await queue.consume(other, boundCall({}, { n: 1 }), clearance.entries, 'r2')).toBe(passes);
    expect(await queue.ask(askingOf())).toMatchObject({ clearance: { exception: other.exception } });
    expect(await queue.consume(other, boundCall(), clearance.entries, 'r3')).toBe(true);
  });

  it('tells of a decision and not of what is pending; whoever stopped listening is told nothing', async () => {
    const clock = manualClock(5);
    const book = emptyBook();
    const queue = memoryQueue(clock, book);
    const asked = await queue.ask(askingOf());
    if (asked.kind !== 'pending') throw new Error(asked.kind);
    const told: string[] = [];
    queue.watch(asked.id, () => told.push('watching'));
    const stop = queue.watch(asked.id, () => told.push('stopped'));
    stop();
    await queue.ask(askingOf({ args: { n: 1 } }));
    await Promise.resolve();
    expect(told).toEqual([]);
    queue.decide(asked.id, { verdict: 'approve' }, person('ada'));
    expect(told).toEqual(['watching']);
    expect(book.watchers.size).toBe(0);
  });

  it('lets go of who listens to it when it closes, and of nobody else', async () => {
    const book = emptyBook();
    const [queue, other] = [memoryQueue(manualClock(5), book), memoryQueue(manualClock(5), book)];
    const asked = await queue.ask(askingOf());
    if (asked.kind !== 'pending') throw new Error(asked.kind);
    const told: string[] = [];
    queue.watch(asked.id, () => told.push('closed'));
    other.watch(asked.id, () => told.push('other'));
    await queue.close();
    expect(book.watchers.size).toBe(1);
    other.decide(asked.id, { verdict: 'approve' }, person('ada'));
    expect(told).toEqual(['other']);
  });

  it('keeps the arguments of what it was asked, for whoever decides', async () => {
    const book = emptyBook();
    const asked = await memoryQueue(manualClock(5), book).ask(askingOf({ args: { b: 1, a: 2 } }));
    expect([...book.arguments]).toEqual([['id' in asked && asked.id, '{"a":2,"b":1}']]);
  });

  it('an exception that is taken back is of no use, and is kept with when that was', async () => {
    const book = emptyBook();
    const clock = manualClock(5);
    const queue = memoryQueue(clock, book);
    const asked = await queue.ask(askingOf());
    if (asked.kind !== 'pending') throw new Error(asked.kind);
    queue.decide(asked.id, { verdict: 'approve', lasting: { uses: 9, arguments: 'any' } }, person('ada'));
    const [exception] = [...book.exceptions.values()];
    if (exception === undefined) throw new Error('no exception');
    clock.advance(1);
    queue.revoke(exception.id);
    expect([...book.exceptions.values()]).toEqual([{ ...exception, revokedAt: 6 }]);
    expect((await queue.ask(askingOf({ args: { n: 1 } }))).kind).toBe('pending');
  });

  it('counts the denials of one tool of one server against it, and those of no other', async () => {
    const queue = memoryQueue(manualClock(5));
    const others = [{ server: 'mail' }, { subject: { kind: 'tool', name: 'read' } }, { grant: 'file:other' }] as const;
    for (const [n, call] of [{}, {}, ...others].entries()) {
      const asked = await queue.ask(askingOf({ call, args: { n } }));
      if (asked.kind !== 'pending') throw new Error(asked.kind);
      queue.decide(asked.id, { verdict: 'deny' }, person('ada'));
    }
    expect((await queue.ask(askingOf())).kind).toBe('pending');
  });
});
