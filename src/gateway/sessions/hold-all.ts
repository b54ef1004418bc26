import type { Held } from '../admission.ts';
import type { Arrival } from '../arrival.ts';
import type { Caller } from '../caller.ts';
import type { Ports } from '../ports.ts';

/** Room for what a session holds; what nobody uses gives way. @returns what is over its cap all the same */
export async function holdAll(
  holds: readonly Held[],
  sessions: Pick<Arrival, 'endIdlest'>,
  { grant, snapshot }: Pick<Caller, 'grant' | 'snapshot'>,
  ports: Ports,
): Promise<Held | undefined> {
  const { id } = grant.principal.grant;
  for (;;) {
    const over = ports.admission.holdAll(id, holds, snapshot.admission, ports.clock.monotonic());
    if (over === undefined || !(await sessions.endIdlest(id, over))) return over;
  }
}
