import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks an address until it answers with 200.
 *
 * @param alive whether it is worth asking on
 * @throws when it is not, or after two minutes
 */
export function waitFor(url: string, alive: () => boolean): Promise<void> {
  return until(url, alive, (status) => status === 200);
}

/** The same for one that has nothing to show: whatever it answers. */
export function answers(url: string, alive: () => boolean): Promise<void> {
  return until(url, alive, (status) => status > 0);
}

async function until(url: string, alive: () => boolean, enough: (status: number) => boolean): Promise<void> {
  for (const end = performance.now() + 120_000; performance.now() < end; await sleep(25)) {
    if (!alive()) throw new Error(`the process behind ${url} has ended`);
    const status = await fetch(url).then(
      (response) => response.status,
      () => 0,
    );
    if (enough(status)) return;
  }
  throw new Error(`${url} was not ready within two minutes`);
}
