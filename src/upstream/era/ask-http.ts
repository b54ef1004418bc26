import { Fault } from '../../kernel/index.ts';
import type { UpstreamFailure, UpstreamSession } from '../upstream.ts';
import { discover, initialize } from './own-requests.ts';
import { put } from './put.ts';
import { readEvidence } from './read-evidence.ts';
import type { EraEvidence } from './verdict.ts';

/** What a server at a URL speaks, and by which transport. */
export interface HttpEvidence extends EraEvidence {
  /** The server took no POST: it may be one of HTTP+SSE (2024-11-05), which is posted to elsewhere. */
  readonly tookNoPost?: true;
}

const legacy: HttpEvidence = Object.freeze({ legacy: true, modern: false });
/** How servers refuse a POST at the URL of a stream (2025-11-25, "Backwards Compatibility"). */
const refusals: ReadonlySet<number | undefined> = new Set([400, 404, 405]);

/**
 * Asks a server at a URL for its era by `server/discover`. An answer that cannot be read, and a status that refuses the
 * request without saying why in the modern era's words, are what servers of the legacy era give. Not to be reached, to
 * be turned away (401, 403), to fail (5xx) or to be slow is no evidence.
 *
 * @param open a conversation that nobody else uses
 * @throws Fault when there is no evidence
 */
export async function discoverOverHttp(open: () => UpstreamSession): Promise<HttpEvidence> {
  const session = open();
  try {
    const taken = await put(session, discover);
    if (taken.kind === 'answer') return readEvidence(taken.message);
    const { failure } = taken;
    if (failure.code !== 'upstream_invalid') throw faultOf(failure);
    if (failure.refusal !== undefined) return readEvidence(failure.refusal);
    return refusals.has(failure.status) && (await tookNoPost(open)) ? { ...legacy, tookNoPost: true } : legacy;
  } finally {
    await session.close();
  }
}

/**
 * Asks whether a server opens sessions, by opening one and ending it again.
 *
 * @throws Fault when there is no evidence
 */
export async function initializeOverHttp(open: () => UpstreamSession): Promise<boolean> {
  const session = open();
  try {
    const taken = await put(session, initialize);
    if (taken.kind === 'answer') return taken.message.kind === 'result';
    if (taken.failure.code !== 'upstream_invalid') throw faultOf(taken.failure);
    return false;
  } finally {
    await session.close();
  }
}

/** A server that refuses one question may take `initialize`; one that refuses that as well takes no POST here. */
async function tookNoPost(open: () => UpstreamSession): Promise<boolean> {
  const session = open();
  try {
    const taken = await put(session, initialize);
    return taken.kind === 'failure' && taken.failure.refusal === undefined && refusals.has(taken.failure.status);
  } finally {
    await session.close();
  }
}

function faultOf({ code, message, cause }: UpstreamFailure): Fault {
  return new Fault(code, message, cause);
}
