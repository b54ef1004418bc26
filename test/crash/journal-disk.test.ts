import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Fault } from '../../src/kernel/index.ts';
import { manualClock } from '../../src/kernel/index.ts';
import type { FileLayer } from '../../src/store/journal/files.ts';
import { parseLine } from '../../src/store/journal/line.ts';
import { openJournal } from '../../src/store/journal/open-journal.ts';
import { recover } from '../../src/store/journal/recover.ts';
import type { Reserve } from '../../src/store/journal/segment.ts';
import { intentOf, recordOf } from './journal-calls.ts';
import { SimulatedDisk } from './journal-disk.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'toolgate-disk-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function journalOn(disk: FileLayer, segmentBytes?: number, reserve?: Reserve, stallMs?: number) {
  return openJournal({
    folder: '/simulated',
    writer: 'w',
    segment: 1,
    clock: manualClock(7),
    files: disk,
    probeMs: 2,
    ...(stallMs === undefined ? {} : { stallMs }),
    ...(segmentBytes === undefined ? {} : { segmentBytes }),
    ...(reserve === undefined ? {} : { reserve }),
  });
}

/** What a restart finds: `intent r1`, `ending r1`, `record r1`, `event journal_resumed`. */
function found(): string[] {
  const lines = [...recover(folder, 'w', { segment: 1, offset: 0 })].flatMap(({ batches }) => batches);
  return lines
    .flatMap((batch) => batch.lines)
    .map((text) => {
      const line = parseLine(text);
      if (line.kind === 'event') return `event ${JSON.parse(line.text).event}`;
      return `${line.kind} ${line.kind === 'record' ? JSON.parse(line.text).requestId : line.requestId}`;
    });
}
const unavailable = expect.objectContaining<Partial<Fault>>({ code: 'audit_unavailable' });

describe('a disk that takes a sync and says nothing', () => {
  test('refuses who waits and who comes, and is used again once it has answered, and answers again', async () => {
    const disk = new SimulatedDisk();
    let gate: Promise<void> = Promise.resolve();
    const journal = journalOn(
      {
        create: (path) => {
          const file = disk.create(path);
          return { ...file, sync: () => gate.then(() => file.sync()) };
        },
      },
      undefined,
      undefined,
      30,
    );
    await journal.intent(intentOf('r1'), true);
    const { promise, resolve } = Promise.withResolvers<void>();
    gate = promise;
    await expect(journal.intent(intentOf('r2'), true)).rejects.toEqual(unavailable);
    expect(journal.healthy()).toBe(false);
    // Also whoever would not have waited for a sync: it is not known whether one will follow.
    await expect(journal.intent(intentOf('r3'), false)).rejects.toEqual(unavailable);
    await expect(journal.record(recordOf('r1'))).rejects.toEqual(unavailable);
    gate = Promise.resolve();
    resolve();
    await expect.poll(() => journal.healthy()).toBe(true);
    await journal.intent(intentOf('r4'), true);
    await journal.close();
    disk.afterKill(folder);
    // What was refused and written all the same stands there without an ending: it is counted, and never was made.
    expect(found()).toEqual(['intent r1', 'intent r2', 'ending r1', 'event journal_resumed', 'intent r4']);
  });
});

describe('a disk that is full', () => {
  test('refuses calls, loses nothing that was acknowledged, and is used again once there is room', async () => {
    const disk = new SimulatedDisk();
    const journal = journalOn(disk);
    await journal.intent(intentOf('r1'), true);
    disk.room = 30;
    await expect(journal.intent(intentOf('r2'), false)).rejects.toEqual(unavailable);
    expect(journal.healthy()).toBe(false);
    await expect(journal.intent(intentOf('r3'), true)).rejects.toEqual(unavailable);
    // The call of r1 is over; its ending is owed.
    await expect(journal.record(recordOf('r1'))).rejects.toEqual(unavailable);
    disk.room = Number.POSITIVE_INFINITY;
    await expect.poll(() => journal.healthy()).toBe(true);
    await journal.intent(intentOf('r4'), false);
    await journal.close();
    disk.afterKill(folder);
    expect(found()).toEqual(['intent r1', 'ending r1', 'event journal_resumed', 'intent r4']);
  });

  test('a torn piece that cannot be cut off at once is cut off by whoever reads', async () => {
    const disk = new SimulatedDisk();
    const journal = journalOn(disk);
    await journal.intent(intentOf('r1'), true);
    disk.room = 30;
    disk.broken.truncate = true;
    await expect(journal.intent(intentOf('r2'), false)).rejects.toEqual(unavailable);
    disk.afterKill(folder);
    expect(found()).toEqual(['intent r1']);
    await expect(journal.close()).rejects.toEqual(unavailable);
  });

  test.each(['is cut off', 'cannot be cut off'])(
    'no segment follows one whose torn piece %s, until that is synced',
    async (cut) => {
      const disk = new SimulatedDisk();
      const { promise: gate, resolve: letSync } = Promise.withResolvers<void>();
      let syncs = 0;
      const slow: FileLayer = {
        create: (path) => {
          const file = disk.create(path);
          const sync = async (): Promise<void> => {
            syncs += 1;
            await gate;
            await file.sync();
          };
          return { ...file, sync };
        },
      };
      // Every sync would end the segment.
      const journal = journalOn(slow, 10);
      const first = journal.intent(intentOf('r1'), true);
      await expect.poll(() => syncs).toBe(1);
      disk.room = 30;
      disk.broken.truncate = cut === 'cannot be cut off';
      await expect(journal.intent(intentOf('r2'), false)).rejects.toEqual(unavailable);
      letSync();
      await first;
      expect(disk.names()).toEqual(['00000001.log']);
      disk.afterKill(folder);
      expect(found()).toEqual(['intent r1']);

      disk.room = Number.POSITIVE_INFINITY;
      disk.broken = {};
      await expect.poll(() => journal.healthy()).toBe(true);
      await journal.intent(intentOf('r3'), true);
      await journal.close();
      expect(disk.names().length).toBeGreaterThan(1);
      disk.afterKill(folder);
      expect(found()).toEqual(['intent r1', 'event journal_resumed', 'intent r3']);
    },
  );
});

describe('a disk whose sync fails', () => {
  test('refuses who waited for it, and writes everything again until a sync is good', async () => {
    const disk = new SimulatedDisk();
    const journal = journalOn(disk);
    await journal.intent(intentOf('r0'), true);
    await journal.intent(intentOf('r1'), false);
    disk.broken.sync = true;
    await expect(journal.intent(intentOf('r2'), true)).rejects.toEqual(unavailable);
    await expect(journal.record(recordOf('r1'))).rejects.toEqual(unavailable);
    await expect(journal.record(recordOf('r2', { outcome: 'error', givenBack: true }))).rejects.toEqual(unavailable);
    await setTimeout(10);
    expect(journal.healthy()).toBe(false);
    disk.broken.sync = false;
    await expect.poll(() => journal.healthy()).toBe(true);
    await journal.close();
    disk.afterPowerLoss(folder, () => 0);
    const lines = found();
    expect(lines.slice(0, 3)).toEqual(['intent r0', 'intent r1', 'intent r2']);
    // The end of the failure may be announced before or after the calls have ended, but once.
    expect(lines.slice(3).sort()).toEqual(['ending r1', 'ending r2', 'event journal_resumed']);
  });
});

type Step =
  | { readonly do: 'call'; readonly sync: boolean }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'fault'; readonly what: 'write' | 'sync' | 'truncate' | 'create' | 'room' };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('call' as const), sync: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(0, 0, 1, 12) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('fault' as const),
      what: fc.constantFrom('write', 'sync', 'truncate', 'create', 'room'),
    }),
  },
);

/** Lives a life of calls and faults on a simulated disk; says what was acknowledged, and as what. */
async function live(steps: readonly Step[], disk: SimulatedDisk, reserve?: Reserve) {
  const journal = journalOn(disk, 2_000, reserve);
  const written = new Set<string>();
  const synced = new Set<string>();
  let last = 0;
  const waiting: Promise<void>[] = [];
  const call = async (id: string, sync: boolean): Promise<void> => {
    await journal.intent(intentOf(id), sync);
    (sync ? synced : written).add(`intent ${id}`);
    await journal.record(recordOf(id));
    written.add(`ending ${id}`);
  };
  for (const one of steps) {
    if (one.do === 'call') {
      last += 1;
      waiting.push(call(`r${last}`, one.sync).catch(() => {}));
    } else if (one.do === 'wait') await setTimeout(one.ms);
    else if (one.what === 'room') disk.room = disk.room === Number.POSITIVE_INFINITY ? 40 : Number.POSITIVE_INFINITY;
    else disk.broken[one.what] = !disk.broken[one.what];
  }
  return { journal, written, synced, waiting };
}

test.each([
  ['kill', undefined],
  ['power loss', undefined],
  ['kill', { from: 300, bytes: 700 }],
  ['power loss', { from: 0, bytes: 700 }],
] as const)('whatever was acknowledged is found after a %s, space reserved: %j', async (end, reserve) => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 3, maxLength: 30 }),
      fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
      async (steps, stream) => {
        const disk = new SimulatedDisk();
        const { journal, written, synced } = await live(steps, disk, reserve);
        const ofFolder = mkdtempSync(join(folder, 'end-'));
        // At this very instant, in the middle of whatever is under way.
        const acknowledged = new Set([...synced, ...(end === 'kill' ? written : [])]);
        if (end === 'kill') disk.afterKill(ofFolder);
        else disk.afterPowerLoss(ofFolder, () => stream.next().value);
        disk.broken = {};
        disk.room = Number.POSITIVE_INFINITY;
        await journal.close().catch(() => {});
        const lines = foundIn(ofFolder);
        for (const one of acknowledged) expect(lines).toContain(one);
        expect(new Set(lines.filter((line) => !line.startsWith('event'))).size).toBe(
          lines.filter((line) => !line.startsWith('event')).length,
        );
      },
    ),
    { numRuns: 60 },
  );
});

function foundIn(path: string): string[] {
  const before = folder;
  folder = path;
  try {
    return found();
  } finally {
    folder = before;
  }
}
