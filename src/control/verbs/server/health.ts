import type { Services } from '../../services.ts';
import type { Health } from './server.ts';

/** How the servers in force are, by slug. */
export async function healthOf(services: Services): Promise<(slug: string) => Health> {
  const snapshot = await services.snapshot?.();
  return (slug) => snapshot?.servers.get(slug)?.upstream.health() ?? null;
}
