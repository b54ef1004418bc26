import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Pin } from './pin.ts';
import { PinnedDefinitions, type PinStore } from './pinned-definitions.ts';
import { Pins } from './pins.ts';
import type { Tool, ToolTable } from './tool.ts';

const toolOf = (name: string, hash: string): Tool => ({
  name,
  hash,
  definition: Buffer.from('{}'),
  annotations: {},
  paramHeaders: [],
});
const tableOf = (...tools: Tool[]): ToolTable => ({ tools: new Map(tools.map((t) => [t.name, t])), unusable: [] });

const word = fc.constantFrom('a', 'b', '__proto__');
const pin: fc.Arbitrary<Pin> = fc.record({
  server: word,
  tool: word,
  hash: fc.constantFrom('h1', 'h2', 'h3'),
  state: fc.constantFrom('approved', 'waiting', 'rejected'),
});

it('the last decision about a definition holds, whatever was decided about others', () => {
  fc.assert(
    fc.property(
      fc.array(pin, { maxLength: 20 }),
      word,
      word,
      fc.constantFrom('h1', 'h2', 'h3'),
      (list, server, name, hash) => {
        const last = list.findLast((p) => p.server === server && p.tool === name && p.hash === hash);
        const pins = new Pins(list);
        expect(pins.admits(server, { name, hash })).toBe(last?.state === 'approved');
        const unknown = pins.unknownIn(server, tableOf(toolOf(name, hash)));
        expect(unknown).toHaveLength(last === undefined ? 1 : 0);
      },
    ),
  );
});

it('a server that lists others each time is remembered by its newest, and what was decided by all', () => {
  const pins = new Pins([
    { server: 's', tool: 'good', hash: 'h', state: 'approved' },
    { server: 's', tool: 'bad', hash: 'h', state: 'rejected' },
  ]);
  const waiting = Array.from({ length: 25_000 }, (_, n) => toolOf(n % 2 === 0 ? 'good' : `t${n}`, `h${n}`));
  for (const { name, hash } of waiting) pins.set({ server: 's', tool: name, hash, state: 'waiting' });
  const unknown = waiting.filter((tool) => pins.unknownIn('s', tableOf(tool)).length > 0);
  expect(unknown).toEqual(waiting.slice(0, 5_000));
  expect(waiting.some((tool) => pins.admits('s', tool))).toBe(false);
  expect(pins.unknownIn('s', tableOf(toolOf('good', 'h'), toolOf('bad', 'h')))).toEqual([]);
  expect([pins.admits('s', { name: 'good', hash: 'h' }), pins.admits('s', { name: 'bad', hash: 'h' })]).toEqual([
    true,
    false,
  ]);
  // Room is made by what is decided.
  pins.set({ server: 's', tool: 'good', hash: 'h24998', state: 'approved' });
  pins.set({ server: 's', tool: 'new', hash: 'h', state: 'waiting' });
  expect(pins.unknownIn('s', tableOf(toolOf('t5001', 'h5001')))).toEqual([]);
});

/** A store in memory, with the rule of the real one: the first list is approved whole, anything later waits. */
function memoryStore(): PinStore & { readonly pins: Pin[]; readonly seen: Set<string>; broken: boolean } {
  const pins: Pin[] = [];
  const seen = new Set<string>();
  return {
    pins,
    seen,
    broken: false,
    async load() {
      return { pins: [...pins], listed: [...seen] };
    },
    async keep(server, tools) {
      if (this.broken) throw new Error('the disk is full');
      const state = seen.has(server) ? 'waiting' : 'approved';
      seen.add(server);
      for (const { name, hash } of tools) {
        if (!pins.some((p) => p.server === server && p.tool === name && p.hash === hash))
          pins.push({ server, tool: name, hash, state });
      }
      return pins.filter((p) => p.server === server && tools.some((t) => t.name === p.tool && t.hash === p.hash));
    },
  };
}

const events = () => ({ drifted: vi.fn(), changed: vi.fn(), failed: vi.fn() });

describe('the gate', () => {
  it('approves what a server lists first, and nothing after that', async () => {
    const on = events();
    const gate = await PinnedDefinitions.open(memoryStore(), on);
    const [a, b, changed] = [toolOf('a', '1'), toolOf('b', '1'), toolOf('a', '2')];
    expect(gate.admits('s', a)).toBe(false);
    await gate.listed('s', tableOf(a));
    expect(gate.admits('s', a)).toBe(true);
    expect(gate.listed('s', tableOf(changed, b))).toBeUndefined();
    await vi.waitFor(() => expect(on.drifted).toHaveBeenCalledTimes(1));
    expect([a, changed, b].map((tool) => gate.admits('s', tool))).toEqual([true, false, false]);
    void gate.listed('s', tableOf(changed, b));
    await new Promise(setImmediate);
    expect(on.drifted).toHaveBeenCalledTimes(1);
  });

  it('takes an empty first list for one', async () => {
    const gate = await PinnedDefinitions.open(memoryStore(), events());
    await gate.listed('s', tableOf());
    void gate.listed('s', tableOf(toolOf('a', '1')));
    expect(gate.admits('s', toolOf('a', '1'))).toBe(false);
  });

  it('shows nobody a first list that cannot be kept, and admits nothing later that cannot be', async () => {
    const store = memoryStore();
    const on = events();
    const gate = await PinnedDefinitions.open(store, on);
    store.broken = true;
    await expect(gate.listed('s', tableOf(toolOf('a', '1')))).rejects.toMatchObject({ code: 'snapshot_stale' });
    expect(gate.admits('s', toolOf('a', '1'))).toBe(false);
    store.broken = false;
    await gate.listed('s', tableOf(toolOf('a', '1')));
    store.broken = true;
    void gate.listed('s', tableOf(toolOf('a', '2')));
    await vi.waitFor(() => expect(on.failed).toHaveBeenCalledTimes(1));
    expect(gate.admits('s', toolOf('a', '2'))).toBe(false);
  });

  it('hears what another process has decided', async () => {
    const store = memoryStore();
    const on = events();
    const gate = await PinnedDefinitions.open(store, on);
    await gate.listed('s', tableOf(toolOf('a', '1')));
    store.pins.push({ server: 's', tool: 'a', hash: '2', state: 'approved' });
    await gate.reload();
    expect(gate.admits('s', toolOf('a', '2'))).toBe(true);
    expect(on.changed).toHaveBeenCalledTimes(1);
  });

  it('goes by what was decided last in the end, in whatever order the store answers', async () => {
    const step = fc.record({
      decides: fc.boolean(),
      name: fc.constantFrom('a', 'b'),
      hash: fc.constantFrom('1', '2'),
      state: fc.constantFrom('approved', 'rejected'),
    });
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.array(step, { maxLength: 8 }), async (scheduler, steps) => {
        const kept = memoryStore();
        const late = async <T>(ask: () => Promise<T>): Promise<T> => {
          await scheduler.schedule(Promise.resolve(), 'asked');
          const answer = await ask();
          await scheduler.schedule(Promise.resolve(), 'answered');
          return answer;
        };
        const store: PinStore = {
          load: () => late(() => kept.load()),
          keep: (server, tools) => late(() => kept.keep(server, tools)),
        };
        const opening = PinnedDefinitions.open(store, events());
        await scheduler.waitIdle();
        const gate = await opening;
        const under: unknown[] = [];
        scheduler.scheduleSequence(
          steps.map(({ decides, name, hash, state }) => async () => {
            const at = kept.pins.findIndex((p) => p.tool === name && p.hash === hash);
            const found = kept.pins[at];
            if (!decides) under.push(gate.listed('s', tableOf(toolOf(name, hash))));
            else if (found !== undefined) {
              kept.pins[at] = { ...found, state };
              under.push(gate.reload());
            }
          }),
        );
        await scheduler.waitIdle();
        await Promise.all(under);
        for (const { server, tool, hash, state } of kept.pins)
          expect([tool, hash, gate.admits(server, { name: tool, hash })]).toEqual([tool, hash, state === 'approved']);
      }),
      { numRuns: 1_000 },
    );
  });
});
