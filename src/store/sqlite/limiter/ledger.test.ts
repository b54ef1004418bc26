import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Demand } from '../../../limits/index.ts';
import { type ErrandResult, Ledger } from './ledger.ts';
import { openSharedFile } from './shared-file.ts';

const start = 1_772_625_600_000;
let folder: string;
let path: string;
let machine: number;
let open: Ledger[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'limits-'));
  path = join(folder, 'limits.db');
  machine = 1_000_000;
  open = [];
});
afterEach(() => {
  for (const ledger of open) ledger.close();
  rmSync(folder, { recursive: true });
});

function ledger(owner: string): Ledger {
  const opened = new Ledger(openSharedFile(path), owner, 30_000, () => machine);
  open.push(opened);
  return opened;
}

function take(from: Ledger, clock: number, demand: Partial<Demand>): ErrandResult | undefined {
  return from.run(clock, [{ kind: 'take', demand: { budgets: [], slots: [], ...demand } }])[0];
}

const one = {
  budgets: [
    {
      key: 'k',
      family: 'k',
      windowMs: 60_000,
      align: 'sliding',
      max: 1,
      cost: 1,
      durable: false,
      rule: '/all_tools/limits/0',
      onDeny: undefined,
      counter: 'c',
      window: 'minute',
    },
  ],
} as const;
const flight = { slots: [{ key: 's', max: 1, rule: '/tools/t/concurrency' }] };

describe('time', () => {
  it('is the later of the clock and what anybody has recorded, and goes on from there', () => {
    const [ahead, behind] = [ledger('ahead'), ledger('behind')];
    expect(take(ahead, start + 600_000, one)).toMatchObject({ kind: 'taken', at: start + 600_000 });
    expect(take(behind, start, one)).toMatchObject({ kind: 'no room', retryAfterMs: 60_000 });
    expect(take(behind, start + 59_999, one)).toMatchObject({ kind: 'no room', retryAfterMs: 1 });
    expect(take(behind, start + 60_000, one)).toMatchObject({ kind: 'taken', at: start + 660_000 });
    expect(take(ahead, start + 600_001, one)).toMatchObject({ kind: 'no room', retryAfterMs: 60_000 });
  });
});

describe('slots', () => {
  it('stay with a holder that shows it is alive, however long it holds', () => {
    const [holder, other] = [ledger('holder'), ledger('other')];
    expect(take(holder, start, flight)).toMatchObject({ kind: 'taken' });
    for (let beat = 0; beat < 20; beat++) {
      machine += 10_000;
      holder.beat();
      expect(take(other, start, flight)).toEqual({ kind: 'no slot', place: 0 });
    }
  });

  it('are free 30 s after the last sign of life, not before', () => {
    const [holder, other] = [ledger('holder'), ledger('other')];
    take(holder, start, flight);
    machine += 30_000;
    expect(take(other, start, flight)).toEqual({ kind: 'no slot', place: 0 });
    machine += 1;
    expect(take(other, start, flight)).toMatchObject({ kind: 'taken' });
    expect(take(holder, start, flight)).toEqual({ kind: 'no slot', place: 0 });
  });

  it('of before the machine was started anew are free', () => {
    const [holder, other] = [ledger('holder'), ledger('other')];
    take(holder, start, flight);
    machine = 5;
    expect(take(other, start, flight)).toMatchObject({ kind: 'taken' });
  });

  it('are freed when a process leaves in order', () => {
    const [holder, other] = [ledger('holder'), ledger('other')];
    take(holder, start, flight);
    holder.close();
    open = [other];
    expect(take(other, start, flight)).toMatchObject({ kind: 'taken' });
  });
});

describe('the file', () => {
  it('holds nothing of a transaction that failed', () => {
    const sound = ledger('sound');
    const broken = { ...one, budgets: [{ ...one.budgets[0], windowMs: 0.5 }] };
    expect(() =>
      sound.run(start, [
        { kind: 'take', demand: { ...one, slots: [] } },
        { kind: 'take', demand: { ...broken, slots: [] } },
      ]),
    ).toThrow();
    expect(take(sound, start, one)).toMatchObject({ kind: 'taken' });
  });

  it('of another version is not touched', () => {
    const other = new DatabaseSync(path);
    other.exec('PRAGMA user_version = 7');
    other.close();
    expect(() => openSharedFile(path)).toThrow('version 7');
  });

  it('does not grow with what has expired', () => {
    const busy = ledger('busy');
    for (let i = 0; i < 200; i++) {
      const [budget] = one.budgets;
      take(busy, start, { budgets: [{ ...budget, key: `k${i}`, family: i % 2 === 0 ? 'f' : `k${i}` }] });
    }
    for (let i = 0; i < 4; i++) take(busy, start + 60_000, one);
    const reader = openSharedFile(path);
    expect(reader.get('SELECT count(*) AS n FROM amounts')).toEqual({ n: 1 });
    expect(reader.get('SELECT count(*) AS n FROM members')).toEqual({ n: 0 });
    expect(reader.get('SELECT count(*) AS n FROM families')).toEqual({ n: 0 });
    reader.close();
  });
});
