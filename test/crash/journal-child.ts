import { writeSync } from 'node:fs';
import { anchoredClock, newId } from '../../src/kernel/index.ts';
import { KeyRing } from '../../src/seal/index.ts';
import { openStore } from '../../src/store/index.ts';
import { intentOf, recordOf } from './journal-calls.ts';

/**
 * A gateway that makes calls until it is killed. Every acknowledgement goes to standard output at once: `i <id>` for
 * an intent (what would be forwarded now), `c <id>` for a record.
 */
const folder = process.argv[2] ?? '';
const key = Buffer.alloc(32, 7);
const store = await openStore(folder, { mode: 'shared', keys: () => new KeyRing([key]) });
const journal = await store.openJournal(anchoredClock(store.lastTime));
say('ready');

/** When the reader is behind, an acknowledgement goes unsaid: the fewer it can check, but all it reads are true. */
function say(line: string): void {
  try {
    writeSync(1, `${line}\n`);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
  }
}

async function calls(sync: boolean): Promise<never> {
  for (let n = 0; ; n += 1) {
    const id = newId();
    await journal.intent(intentOf(id, 1_700_000_000_000 + n), sync);
    say(`i ${id}`);
    const unsent = n % 10 === 9;
    await journal.record(
      recordOf(id, unsent ? { outcome: 'error', code: 'upstream_unavailable', givenBack: true } : {}),
    );
    say(`c ${id}`);
  }
}
await Promise.all([true, false, false, true].map(calls));
