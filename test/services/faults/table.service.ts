/**
 * Everything that a call may need, broken in every way: while it lasts the call is refused, with the reason; what was let
 * through beside it is counted; and within two seconds of its end calls are let through again and whatever has reached a
 * server is on the record. A cell that means nothing says why. The table is printed at the end, and left for `npm run faults`.
 *
 * Rows stand beside each other: what they wait for is time.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Calls, type Outcome, type Row, type Standing, type Way, ways } from './row.ts';
import { clock } from './rows/clock.ts';
import { dns } from './rows/dns.ts';
import { gatewayRows } from './rows/gateway.ts';
import { identityProvider } from './rows/identity.ts';
import { journalDisk } from './rows/journal-disk.ts';
import { keyProvider } from './rows/key-provider.ts';
import { policyFile } from './rows/policy-file.ts';
import { postgresApprovals, postgresLimits, postgresStates, valkeyLimits } from './rows/servers.ts';

const rows: readonly Row[] = [
  policyFile,
  postgresLimits,
  postgresApprovals,
  postgresStates,
  valkeyLimits,
  ...gatewayRows,
  journalDisk,
  identityProvider,
  dns,
  keyProvider,
];

/** It takes the wall clock from whoever runs in this process, so it runs alone. */
const rowsAlone: readonly Row[] = [clock];
const allRows = [...rows, ...rowsAlone];

/** Two seconds are promised on a machine that has them to give. */
const recoveryMs = 2_000 + 3_000;

/** How long a stall lasts at least, in ms; `npm run faults` waits for half a minute. */
const stallMs = Number(process.env.TOOLGATE_STALL_MS ?? 0);

const outcomes: Outcome[] = [];

/** Asks until it is answered so. @returns how long that took in ms */
async function until(standing: Standing, wanted: RegExp, patienceMs: number): Promise<number> {
  const began = performance.now();
  for (;;) {
    const said = await standing.ask();
    if (wanted.test(said)) return performance.now() - began;
    expect(performance.now() - began, `${said} all the time, never ${wanted}`).toBeLessThan(patienceMs);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const named = (row: Row) => [row.what, row] as const;
describe.concurrent.each(rows.map(named))('%s', (_what, row) => cellsOf(row));
describe.each(rowsAlone.map(named))('%s', (_what, row) => cellsOf(row));

/** The tests of a row, one after the other. */
function cellsOf(row: Row): void {
  const { what, refused, cells, open, missing } = row;
  let standing: Standing;
  /** Calls that had reached their server before the cell that is tried. */
  let before = 0;
  beforeAll(async () => {
    if (open !== undefined && missing === undefined) standing = await open();
  }, 120_000);
  afterAll(() => standing?.close());

  for (const way of ways) {
    const cell = cells[way];
    if ('none' in cell) {
      outcomes.push({ what, way, how: cell.none });
      continue;
    }
    it(`${way}: ${cell.how}`, { concurrent: false, timeout: 60_000 + 2 * stallMs }, async ({ skip }) => {
      if (missing !== undefined) skip(missing);
      await until(standing, /^allow$/, 10_000);
      const broken = performance.now();
      await standing.break(way);
      const reasons = new Set<string>();
      if (cell.mixed === true) {
        for (let time = 0; time < 12; time += 1) {
          const said = await standing.ask();
          if (said !== 'allow') reasons.add(said);
        }
      } else {
        await until(standing, refused, 20_000);
        do {
          reasons.add(await standing.ask());
          if (stallMs > 0) await new Promise((resolve) => setTimeout(resolve, 100));
        } while (way === 'stalled' && performance.now() - broken < stallMs);
      }
      for (const reason of reasons) expect(reason).toMatch(refused);
      const mended = performance.now();
      await standing.mend();
      const recoveredMs = await until(standing, /^allow$/, 20_000);
      expect(recoveredMs).toBeLessThan(recoveryMs);
      await standing.check?.();
      const calls = await allRecorded(mended);
      outcomes.push({
        what,
        way,
        how: cell.how,
        refused: [...reasons],
        recoveredMs: Math.round(recoveredMs),
        ...calls,
      });
    });
  }

  /** Whatever has reached the server is on the record, in time. @param mended when the fault was over */
  async function allRecorded(mended: number): Promise<Pick<Outcome, 'calls' | 'filedMs'>> {
    if (row.makesCalls !== true) return {};
    const { forwarded, recorded } = await vi.waitFor(
      async () => {
        const calls = await standing.calls?.();
        expect(calls?.forwarded.filter((call) => !calls.recorded.has(call))).toEqual([]);
        return calls as Calls;
      },
      { timeout: Math.max(1, recoveryMs - (performance.now() - mended)), interval: 50 },
    );
    const filedMs = Math.round(performance.now() - mended);
    expect(new Set(forwarded).size).toBe(forwarded.length);
    const some = forwarded.slice(before);
    expect(some.length).toBeGreaterThan(0);
    before = forwarded.length;
    return { calls: { forwarded: some.length, recorded: some.filter((call) => recorded.has(call)).length }, filedMs };
  }
  if (ways.every((way) => 'none' in cells[way])) {
    it('nothing of the kind is needed', () => expect(open).toBeUndefined());
  }
}

afterAll(() => {
  mkdirSync('reports/assurance', { recursive: true });
  const place = ({ what, way }: Outcome): number =>
    10 * allRows.findIndex((row) => row.what === what) + ways.indexOf(way);
  const inOrder = outcomes.toSorted((a, b) => place(a) - place(b));
  writeFileSync('reports/assurance/faults.json', `${JSON.stringify(inOrder, null, 2)}\n`);
  const cellOf = (what: string, way: Way): string => {
    const outcome = outcomes.find((one) => one.what === what && one.way === way);
    if (outcome === undefined) return 'not run';
    return outcome.recoveredMs === undefined ? '–' : `${outcome.recoveredMs} ms`;
  };
  const lines = allRows.map(
    ({ what }) => `${what.padEnd(70)} ${ways.map((way) => cellOf(what, way).padStart(9)).join('')}`,
  );
  console.info(`${'recovered after'.padEnd(70)} ${ways.map((way) => way.padStart(9)).join('')}\n${lines.join('\n')}`);
});
