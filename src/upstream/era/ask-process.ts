import type { UpstreamSession } from '../upstream.ts';
import { discover } from './own-requests.ts';
import { put, type Taken } from './put.ts';
import { readEvidence } from './read-evidence.ts';
import type { Evidence } from './verdict.ts';

const legacy: Evidence = Object.freeze({ legacy: true, modern: false });

/**
 * Asks a process for its era by `server/discover`. Some servers of the legacy era end on a request that comes before
 * `initialize`, others say nothing at all: both is evidence, and so the process that is asked should be nobody's yet.
 *
 * @param silenceMs a process that says nothing for so long does not know the question
 * @throws Fault when it speaks no revision that the gateway speaks
 */
export async function discoverOverStdio(session: UpstreamSession, silenceMs: number): Promise<Evidence> {
  const silence = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => silence.resolve(undefined), silenceMs);
  try {
    const taken: Taken | undefined = await Promise.race([put(session, discover), silence.promise]);
    return taken?.kind === 'answer' ? readEvidence(taken.message) : legacy;
  } finally {
    clearTimeout(timer);
  }
}
