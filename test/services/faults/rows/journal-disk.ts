import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { anchoredClock, Fault, newId } from '../../../../src/kernel/index.ts';
import type { FileLayer } from '../../../../src/store/journal/files.ts';
import { openJournal } from '../../../../src/store/journal/open-journal.ts';
import { foundLines } from '../../../crash/found-lines.ts';
import { intentOf } from '../../../crash/journal-calls.ts';
import { SimulatedDisk } from '../../../crash/journal-disk.ts';
import type { Row, Standing } from '../row.ts';

/** What is asked for is a call that must be on the disk before it is made. A real disk: `test/crash/full-disk.test.ts`. */
async function open(): Promise<Standing> {
  const disk = new SimulatedDisk();
  let stalled = Promise.withResolvers<void>();
  stalled.resolve();
  const files: FileLayer = {
    create: (path) => {
      const file = disk.create(path);
      return { ...file, sync: () => stalled.promise.then(() => file.sync()) };
    },
  };
  const journal = openJournal({
    folder: '/simulated',
    writer: 'w',
    segment: 1,
    clock: anchoredClock(),
    files,
    stallMs: 200,
  });
  let [flapping, turn] = [false, 0];
  const made: string[] = [];
  return {
    ask: async () => {
      if (flapping) disk.room = (turn++ & 1) === 0 ? 0 : Number.POSITIVE_INFINITY;
      try {
        const id = newId();
        await journal.intent(intentOf(id), true);
        made.push(id);
        return 'allow';
      } catch (error) {
        return error instanceof Fault ? error.code : String(error);
      }
    },
    break: async (way) => {
      flapping = way === 'flapping';
      if (way === 'down') disk.room = 0;
      if (way === 'error') disk.broken = { write: true, sync: true, truncate: true, create: true };
      if (way === 'stalled') stalled = Promise.withResolvers();
    },
    mend: async () => {
      flapping = false;
      disk.room = Number.POSITIVE_INFINITY;
      disk.broken = {};
      stalled.resolve();
    },
    calls: async () => {
      const folder = mkdtempSync(join(tmpdir(), 'toolgate-journal-disk-'));
      try {
        disk.afterKill(folder);
        const intents = foundLines(folder, 'w').flatMap((line) => /^intent (.+)/.exec(line)?.[1] ?? []);
        return { forwarded: [...made], recorded: new Set(intents) };
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
    close: () => journal.close(),
  };
}

export const journalDisk: Row = {
  what: 'journal disk',
  refused: /^audit_unavailable$/,
  cells: {
    down: { how: 'full: ENOSPC' },
    stalled: { how: 'a sync that does not end (5 s, here 0.2)' },
    error: { how: 'EIO from every operation' },
    garbage: {
      none: 'a journal is not read while calls are made; at the start each changed byte is found (open-journal.test.ts)',
    },
    flapping: { how: 'full and with room by turns', mixed: true },
  },
  makesCalls: true,
  open,
};
