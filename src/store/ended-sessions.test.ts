import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { KeyRing } from '../seal/index.ts';
import { openStore, type Store } from './open-store.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'toolgate-ended-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function opened<T>(work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore(folder, { mode: 'exclusive', keys: () => new KeyRing([Buffer.alloc(32, 7)]) });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

test('ended sessions are known to the next process, and forgotten when no id can be shown any more', async () => {
  await opened(async ({ endedSessions }) => {
    await endedSessions.remember('a', 100, 1);
    await endedSessions.remember('b', 200, 2);
    await endedSessions.remember('a', 300, 3);
    expect(await endedSessions.among(['a', 'c', 'b'])).toEqual(['a', 'b']);
  });
  await opened(async ({ endedSessions }) => {
    expect(await endedSessions.among(['c', 'b', 'a'])).toEqual(['b', 'a']);
    await endedSessions.remember('c', 400, 201);
    expect(await endedSessions.among(['a', 'b', 'c'])).toEqual(['c']);
  });
});

test('a store that cannot be asked does not say that a session goes on', async () => {
  await opened(async ({ endedSessions }) => {
    const database = new DatabaseSync(join(folder, 'toolgate.db'));
    database.exec('DROP TABLE ended_session');
    database.close();
    await expect(endedSessions.among(['a'])).rejects.toThrow('ended_session');
    await expect(endedSessions.remember('a', 100, 1)).rejects.toThrow('ended_session');
  });
});
