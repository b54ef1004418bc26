import { isJsonObject } from '../../protocol/index.ts';
import { type KeyRing, open, SealError, seal } from '../../seal/index.ts';

/** Whose a task is: it is nobody else's, whatever else is known of it. */
export interface TaskOwner {
  readonly grant: string;
  readonly user: string | undefined;
  readonly server: string;
  /** Digest of the session; empty in the stateless revision, where there is none. */
  readonly session: string;
}

/** What an id says of its task. */
export interface TaskClaims {
  /** The server's own id. */
  readonly upstreamId: string;
  /** The tool that was called, as policy knows it. */
  readonly tool: string;
  /** The request that began it: what was judged and taken stands on its record. */
  readonly requestId: string;
}

/** An id is a header of every request that is about the task (`Mcp-Name`). */
const mostCharacters = 2_048;

/**
 * The ids by which clients know their tasks: the server's own id, sealed for its owner. One opens for the same grant,
 * user, server and session only, after a restart too; what does not open never reaches a server. Before the envelope
 * stands the server's slug, by which the URL of all servers finds the way; it is bound inside, and so decides nothing.
 */
export class TaskSeal {
  readonly #ring: KeyRing;

  constructor(ring: KeyRing) {
    this.#ring = ring;
  }

  /** @returns visible ASCII; `undefined` where the server's id is longer than one can be that is passed on */
  seal(owner: TaskOwner, { upstreamId, tool, requestId }: TaskClaims): string | undefined {
    const claims = Buffer.from(JSON.stringify({ u: upstreamId, t: tool, r: requestId }));
    const id = `${owner.server}.${seal(this.#ring, 'task', claims, contextOf(owner))}`;
    return id.length > mostCharacters ? undefined : id;
  }

  /** @returns `undefined` for whatever is no id of a task of this owner's */
  open(owner: TaskOwner, id: string): TaskClaims | undefined {
    const slug = slugOfTask(id);
    if (id.length > mostCharacters || slug !== owner.server) return undefined;
    try {
      const opened = open(this.#ring, 'task', id.slice(slug.length + 1), contextOf(owner)).toString('utf8');
      // Sealed by ourselves, so what is in it has the form that we gave it.
      const claims = JSON.parse(opened) as { readonly u: string; readonly t: string; readonly r: string };
      return isJsonObject(claims) ? { upstreamId: claims.u, tool: claims.t, requestId: claims.r } : undefined;
    } catch (error) {
      if (error instanceof SealError) return undefined;
      throw error;
    }
  }
}

/** The server that an id says it belongs to. Believed by nobody: the id opens for that server or not at all. */
export function slugOfTask(id: string): string | undefined {
  const end = id.indexOf('.');
  return end <= 0 ? undefined : id.slice(0, end);
}

function contextOf({ grant, user = '', server, session }: TaskOwner): string {
  return JSON.stringify([grant, user, server, session]);
}
