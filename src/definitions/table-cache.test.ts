import { describe, expect, it } from 'vitest';
import { manualClock } from '../kernel/index.ts';
import { TableCache } from './table-cache.ts';
import type { Tool, ToolTable } from './tool.ts';

function tableOf(...names: string[]): ToolTable {
  const tool = (name: string): Tool => ({
    name,
    definition: Buffer.from('{}'),
    hash: name,
    annotations: {},
    paramHeaders: [],
  });
  return { tools: new Map(names.map((name) => [name, tool(name)])), unusable: [] };
}

/** A server whose list can be changed, and which counts how often it was asked. */
function server(...names: string[]) {
  const state = { names, reads: 0, down: false };
  const read = () => {
    state.reads += 1;
    return state.down ? Promise.reject(new Error('down')) : Promise.resolve(tableOf(...state.names));
  };
  return { state, read };
}

describe('TableCache', () => {
  it('reads once for many calls, and once for concurrent ones', async () => {
    const cache = new TableCache(manualClock());
    const { state, read } = server('a');
    await Promise.all([cache.containing('k', 'a', read), cache.containing('k', 'a', read), cache.fresh('k', read)]);
    await cache.containing('k', 'a', read);
    expect(state.reads).toBe(1);
    expect(cache.known('k', 'a')?.tools.has('a')).toBe(true);
  });

  it('reads again on a miss, but at most once a second', async () => {
    const clock = manualClock();
    const cache = new TableCache(clock);
    const { state, read } = server('a');
    await cache.containing('k', 'a', read);
    for (let i = 0; i < 100; i++) await cache.containing('k', `random${i}`, read);
    expect(state.reads).toBe(1);
    clock.advance(1_000);
    state.names = ['a', 'new'];
    expect((await cache.containing('k', 'new', read)).tools.has('new')).toBe(true);
    expect(state.reads).toBe(2);
  });

  it('does not serve a call from a list that the server said has changed', async () => {
    const cache = new TableCache(manualClock());
    const { state, read } = server('a');
    await cache.containing('k', 'a', read);
    state.names = [];
    cache.invalidate('k');
    expect(cache.known('k', 'a')).toBeUndefined();
    expect((await cache.containing('k', 'a', read)).tools.has('a')).toBe(false);
  });

  it('keeps a change that is announced while the list is being read', async () => {
    const cache = new TableCache(manualClock());
    const { read } = server('a');
    const reading = cache.fresh('k', read);
    cache.invalidate('k');
    await reading;
    expect(cache.known('k', 'a')).toBeUndefined();
  });

  it('forgets the old list when the new one cannot be read', async () => {
    const clock = manualClock();
    const cache = new TableCache(clock);
    const { state, read } = server('a');
    await cache.containing('k', 'a', read);
    state.down = true;
    await expect(cache.fresh('k', read)).rejects.toThrow('down');
    expect(cache.known('k', 'a')).toBeUndefined();
    await expect(cache.containing('k', 'a', read)).rejects.toThrow('down');
  });

  it('keeps principals apart', async () => {
    const cache = new TableCache(manualClock());
    await cache.fresh('s/one', server('a').read);
    await cache.fresh('s/two', server('b').read);
    expect(cache.known('s/two', 'a')).toBeUndefined();
    cache.forget((key) => key.startsWith('s/'));
    expect(cache.known('s/one', 'a')).toBeUndefined();
  });

  describe('tables that are large', () => {
    const definition = Buffer.alloc(32 * 2 ** 20);
    const large = (size = definition.length) => {
      const table = tableOf('a');
      const tool = { ...(table.tools.get('a') as Tool), definition: definition.subarray(0, size) };
      return () => Promise.resolve({ ...table, tools: new Map([['a', tool]]) });
    };
    const keys = (slug: string, count: number): string[] => Array.from({ length: count }, (_, n) => `${slug}/${n}`);

    it('of one server are kept as long as there is room, and others beside them', async () => {
      const cache = new TableCache(manualClock());
      await cache.fresh('honest/0', large());
      for (const key of keys('s', 3)) await cache.fresh(key, large());
      await cache.fresh('s/small', server('a').read);
      // Read again: it is not the oldest any more.
      await cache.fresh('s/0', large());
      for (const key of keys('t', 10)) await cache.fresh(key, large());
      const kept = (slug: string): string[] =>
        [...keys(slug, 10), `${slug}/small`].filter((key) => cache.known(key, 'a') !== undefined);
      expect(kept('s')).toEqual(['s/0', 's/1', 's/2', 's/small']);
      expect(kept('t')).toEqual(['t/6', 't/7', 't/8', 't/9']);
      await cache.fresh('s/8', large());
      await cache.fresh('s/9', large());
      expect(kept('s')).toEqual(['s/0', 's/2', 's/8', 's/9', 's/small']);
      expect(cache.known('honest/0', 'a')).toBeDefined();
    });

    it('that were let go of are read when they are needed', async () => {
      const cache = new TableCache(manualClock());
      for (const key of keys('s', 5)) await cache.fresh(key, large());
      expect(cache.known('s/0', 'a')).toBeUndefined();
      expect((await cache.containing('s/0', 'a', large())).tools.has('a')).toBe(true);
      expect(cache.known('s/0', 'a')).toBeDefined();
    });

    it('take no room once they are gone, smaller, or cannot be read', async () => {
      const cache = new TableCache(manualClock());
      for (const key of keys('s', 4)) await cache.fresh(key, large());
      cache.forget((key) => key === 's/0');
      await cache.fresh('s/1', large(10));
      await expect(cache.fresh('s/2', () => Promise.reject(new Error('down')))).rejects.toThrow('down');
      for (const key of ['s/5', 's/6', 's/7']) await cache.fresh(key, large());
      expect(cache.known('s/3', 'a')).toBeDefined();
      expect(cache.known('s/1', 'a')).toBeDefined();
    });
  });
});
