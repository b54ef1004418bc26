import { expect, it } from 'vitest';
import { TableCache } from '../definitions/index.ts';
import { Admission, GrantUses, ListChanges, type Ports, type Sessions } from '../gateway/index.ts';
import type { Applied, Snapshot } from '../snapshot/index.ts';
import type { Logger } from '../telemetry/index.ts';
import { Succession } from './succession.ts';

it('forgets what servers listed for grants that are gone, and what they had under way, and that they were used, before there is more of it than of those that are there', async () => {
  const clock = { now: () => 0, monotonic: () => 0 };
  const tables = new TableCache(clock);
  const keepOnly = async (): Promise<void> => {};
  const admission = new Admission();
  const uses = new GrantUses();
  const caps = { requestsPerSecond: 5, inFlight: 1, sessions: 1, streams: 1, processes: 1, tasks: 1 };
  const ports = {
    tables,
    admission,
    uses,
    clock,
    stateless: { keepOnly },
    listChanges: new ListChanges(),
    snapshot: () => ({ version: 0, grantsById: new Map() }),
    journal: { record: keepOnly },
  } as unknown as Ports;
  const succession = new Succession(ports, { keepOnly, listsChanged: () => {} } as unknown as Sessions, {} as Logger);
  const applied = (ids: readonly string[]): Applied => {
    const grantsById = new Map(ids.map((id) => [id, {}]));
    return { ok: true, snapshot: { version: 1, grantsById } as unknown as Snapshot, retired: [], warnings: [] };
  };
  const table = { tools: new Map([['echo', { definition: Buffer.from('{}') }]]) };
  const stays = ['file:ci', 'a-grant'];
  const most: number[] = [];
  for (let n = 0; n < 1_000; n += 1) {
    const guest = `guest-${n}`;
    for (const id of [...stays, guest]) {
      await tables.fresh(`web/${id}`, async () => table as never);
      if (admission.enter(id, caps, n * 1_000)) admission.leave(id);
      uses.note(id, n);
    }
    await succession.settle(applied([...stays, guest]));
    await succession.settle(applied(stays));
    most.push(tables.size + admission.size + uses.size);
  }
  expect(Math.max(...most)).toBeLessThanOrEqual(67);
  for (const id of stays) expect(tables.known(`web/${id}`, 'echo')).toBe(table);
  uses.takeFirst();
  for (const id of [...stays, 'guest-0']) uses.note(id, 1_000);
  // Whoever is still there has been used before.
  expect([...uses.takeFirst().keys()]).toEqual(['guest-0']);
});
