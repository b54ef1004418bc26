import type { UpstreamSession } from '../upstream.ts';
import { discover, initialize } from './own-requests.ts';
import { type ProbeAnswer, put } from './put.ts';
import { readEvidence } from './read-evidence.ts';
import type { EraEvidence } from './verdict.ts';

const legacy: EraEvidence = Object.freeze({ legacy: true, modern: false });

/** A process that has not answered by then may be one that passes over what it does not know. */
const patienceMs = 1_000;

/**
 * Asks a process for its era by `server/discover`. Some servers of the legacy era end on a request that comes before
 * `initialize`, others say nothing at all: both is evidence, and so the process that is asked should be nobody's yet. One
 * that stays silent for a moment is asked for a session as well: whoever opens one, and still says nothing to the first
 * question, is of that era, and nobody waits any longer.
 *
 * @param silenceMs a process that says nothing at all for so long does not know the question
 * @throws Fault when it speaks no revision that the gateway speaks
 */
export async function discoverOverStdio(session: UpstreamSession, silenceMs: number): Promise<EraEvidence> {
  const other = Promise.withResolvers<undefined>();
  const silence = setTimeout(() => other.resolve(undefined), silenceMs);
  const patience = setTimeout(
    () => {
      void put(session, initialize).then((taken) => {
        if (taken.kind === 'answer' && taken.message.kind === 'result') other.resolve(undefined);
      });
    },
    Math.min(patienceMs, silenceMs),
  );
  try {
    const taken: ProbeAnswer | undefined = await Promise.race([put(session, discover), other.promise]);
    return taken?.kind === 'answer' ? readEvidence(taken.message) : legacy;
  } finally {
    clearTimeout(silence);
    clearTimeout(patience);
  }
}
