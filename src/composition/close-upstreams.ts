import type { Configurator } from '../snapshot/index.ts';

/** Ends the way to every server of the configuration in force, whatever each says to that. */
export async function closeUpstreams(configurator: Configurator): Promise<void> {
  await Promise.allSettled([...configurator.current.servers.values()].map(({ upstream }) => upstream.close()));
}
