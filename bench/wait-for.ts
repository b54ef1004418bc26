import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks an address until it answers with 200.
 *
 * @param alive whether it is worth asking on
 * @throws when it is not, or after 30 s
 */
export async function waitFor(url: string, alive: () => boolean): Promise<void> {
  for (const until = performance.now() + 30_000; performance.now() < until; await sleep(25)) {
    if (!alive()) throw new Error(`the process behind ${url} has ended`);
    const status = await fetch(url).then(
      (response) => response.status,
      () => 0,
    );
    if (status === 200) return;
  }
  throw new Error(`${url} was not ready within 30 s`);
}
