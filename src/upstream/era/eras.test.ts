import { describe, expect, it } from 'vitest';
import { Fault, manualClock } from '../../kernel/index.ts';
import type { Era } from '../upstream.ts';
import { Eras } from './eras.ts';
import type { EraEvidence } from './verdict.ts';

/** A server that can be asked, and counts how often. */
function server(speaks: { legacy: boolean; modern: boolean; names?: boolean }) {
  const asked = { discover: 0, initialize: 0 };
  const state = { ...speaks, down: false };
  const evidence = (): EraEvidence => {
    if (state.down) throw new Fault('upstream_unavailable', 'down');
    if (!state.modern) return { legacy: true, modern: false };
    return { legacy: state.names === true ? state.legacy : undefined, modern: true };
  };
  return {
    asked,
    state,
    discover: async () => {
      asked.discover += 1;
      return evidence();
    },
    initialize: async () => {
      asked.initialize += 1;
      return state.legacy;
    },
  };
}

const rows: readonly [speaks: { legacy: boolean; modern: boolean }, client: Era, spoken: Era][] = [
  [{ legacy: true, modern: false }, 'legacy', 'legacy'],
  [{ legacy: true, modern: false }, 'modern', 'legacy'],
  [{ legacy: false, modern: true }, 'legacy', 'modern'],
  [{ legacy: false, modern: true }, 'modern', 'modern'],
  [{ legacy: true, modern: true }, 'legacy', 'legacy'],
  [{ legacy: true, modern: true }, 'modern', 'modern'],
];

describe('a server that may be asked', () => {
  it.each(rows)('%o, a %s client: %s', async (speaks, client, spoken) => {
    const { discover, initialize } = server(speaks);
    expect(await new Eras(manualClock(), { discover, initialize }).forClient(client)).toBe(spoken);
  });

  it('is asked no more than is needed, and once however many wait', async () => {
    const { discover, initialize, asked } = server({ legacy: true, modern: true });
    const eras = new Eras(manualClock(), { discover, initialize });
    expect(await Promise.all([eras.forClient('modern'), eras.forClient('modern')])).toEqual(['modern', 'modern']);
    expect(asked).toEqual({ discover: 1, initialize: 0 });
    expect(await Promise.all([eras.forClient('legacy'), eras.forClient('legacy')])).toEqual(['legacy', 'legacy']);
    await eras.forClient('modern');
    expect(asked).toEqual({ discover: 1, initialize: 1 });
  });

  it('is not asked to open a session when it says by itself that it does', async () => {
    const { discover, initialize, asked } = server({ legacy: true, modern: true, names: true });
    expect(await new Eras(manualClock(), { discover, initialize }).forClient('legacy')).toBe('legacy');
    expect(asked.initialize).toBe(0);
  });

  it('is asked again after an hour, and the verdict bears its date', async () => {
    const clock = manualClock(1_000);
    const { discover, initialize, state } = server({ legacy: true, modern: false });
    const eras = new Eras(clock, { discover, initialize });
    await eras.forClient('modern');
    expect(eras.verdict).toEqual({ legacy: true, modern: false, at: 1_000 });
    state.modern = true;
    clock.advance(60 * 60_000 - 1);
    expect(await eras.forClient('modern')).toBe('legacy');
    clock.advance(1);
    expect(await eras.forClient('modern')).toBe('modern');
  });

  it('keeps nothing of a question that was not answered', async () => {
    const { discover, initialize, state } = server({ legacy: false, modern: true });
    const eras = new Eras(manualClock(), { discover, initialize });
    state.down = true;
    await expect(eras.forClient('modern')).rejects.toMatchObject({ code: 'upstream_unavailable' });
    expect(eras.verdict).toBeUndefined();
    state.down = false;
    expect(await eras.forClient('modern')).toBe('modern');
  });

  it('is asked again when it refused what it was thought to speak', async () => {
    const { discover, initialize, state } = server({ legacy: true, modern: false });
    const eras = new Eras(manualClock(), { discover, initialize });
    expect(await eras.forClient('legacy')).toBe('legacy');
    Object.assign(state, { legacy: false, modern: true });
    eras.misjudged('legacy');
    expect(await eras.forClient('legacy')).toBe('modern');
  });
});

describe('a server whose legacy clients do not wait', () => {
  it('is not asked for them', async () => {
    const { discover, asked } = server({ legacy: true, modern: false });
    const eras = new Eras(manualClock(), { discover });
    expect(await eras.forClient('legacy')).toBe('legacy');
    expect(asked.discover).toBe(0);
    expect(await eras.forClient('modern')).toBe('legacy');
  });

  it('is asked once it refused one, and not thought to open sessions after that', async () => {
    const { discover, asked } = server({ legacy: false, modern: true });
    const eras = new Eras(manualClock(), { discover });
    eras.misjudged('legacy');
    expect(await eras.forClient('legacy')).toBe('modern');
    expect(await eras.forClient('legacy')).toBe('modern');
    expect(asked.discover).toBe(1);
  });

  it('that refuses both is said to be of the legacy era: its own refusal tells what is wrong', async () => {
    const { discover } = server({ legacy: false, modern: false });
    const eras = new Eras(manualClock(), { discover });
    eras.misjudged('legacy');
    expect(await eras.forClient('legacy')).toBe('legacy');
  });
});
