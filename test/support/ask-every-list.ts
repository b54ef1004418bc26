import { expect } from 'vitest';
import { listRequests } from '../../bench/control/list-requests.ts';
import type { Snapshot } from '../../src/snapshot/index.ts';
import { actorOf, openTestControl, type TestControl } from './control.ts';

/**
 * Every list that the API has, with each of its filters and those of calls two at a time, on its first page and behind a
 * cursor, of a control plane that holds nothing.
 *
 * @param open what is needed to look at the questions: opened beside the control plane, closed before it
 * @param each is told what the list is, and how to ask for it
 */
export async function askEveryList<Planner>(
  open: (plane: TestControl) => Planner | Promise<Planner>,
  each: (what: string, planner: Planner, ask: () => Promise<void>) => Promise<void>,
  close: (planner: Planner) => void | Promise<void>,
): Promise<void> {
  const empty = { servers: new Map(), grantsById: new Map() } as unknown as Snapshot;
  const plane = await openTestControl({ snapshot: async () => empty });
  try {
    const planner = await open(plane);
    const now = plane.clock.now();
    const cursor = Buffer.from(JSON.stringify([now, 'm m'])).toString('base64url');
    for (const { path, query } of listRequests({ first: now - 1_000, last: now })) {
      const what = `${path}?${[...query.keys()].filter((name) => name !== 'limit').join('&')}`;
      for (const page of ['', `&cursor=${cursor}`]) {
        await each(page === '' ? what : `${what} behind a cursor`, planner, async () => {
          const as = actorOf(path === '/captures' ? 'auditor' : 'admin');
          expect(await plane.ask('GET', `${path}?${query.toString()}${page}`, { as })).toMatchObject({ status: 200 });
        });
      }
    }
    await close(planner);
  } finally {
    await plane.close();
  }
}

/** Whether a statement reads. */
export function isQuestion(sql: string): boolean {
  return /^\s*(select|with)/i.test(sql);
}
