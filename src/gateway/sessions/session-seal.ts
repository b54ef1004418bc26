import type { Clock } from '../../kernel/index.ts';
import { isJsonObject, type JsonValue } from '../../protocol/index.ts';
import { type KeyRing, open, SealError, seal } from '../../seal/index.ts';
import type { Resumption } from '../../upstream/index.ts';
import type { Said } from './said.ts';

/** What is needed to go on with a session that this process has not opened, or has forgotten. */
export interface SealedSession {
  readonly said: Said;
  /** The session that the server holds, where it holds one that can be taken up. */
  readonly upstream: Resumption | undefined;
}

/** A session that is not used for so long must be opened anew. */
export const sessionLifetimeMs = 24 * 60 * 60_000;

/** An id is a header of every request: a client that says more of itself than this gets one that carries nothing. */
const mostCharacters = 2_048;

/**
 * The state of a legacy session, sealed into its id (docs/protocol.md, "Sessions"): a gateway that was started again,
 * or another replica with the same keys, goes on with it. An id opens for the grant and the server it was made for
 * only; that it is genuine gives no right that the grant does not have at that moment.
 */
export class SessionSeal {
  readonly #ring: KeyRing;
  readonly #clock: Pick<Clock, 'now'>;

  constructor(ring: KeyRing, clock: Pick<Clock, 'now'>) {
    this.#ring = ring;
    this.#clock = clock;
  }

  /** @returns the id, visible ASCII; `undefined` when it would be too long */
  seal(grantId: string, slug: string, { said, upstream }: SealedSession): string | undefined {
    const { protocolVersion, capabilities, client } = said;
    const state: State = [
      1,
      this.#clock.now() + sessionLifetimeMs,
      protocolVersion,
      capabilities,
      client,
      upstream ?? null,
    ];
    const id = seal(this.#ring, 'session', Buffer.from(JSON.stringify(state)), contextOf(grantId, slug));
    return id.length > mostCharacters ? undefined : id;
  }

  /** @returns `undefined` for whatever is no id of this grant's session with this server, or no longer one */
  open(grantId: string, slug: string, id: string): SealedSession | undefined {
    if (id.length > mostCharacters) return undefined;
    try {
      // Sealed by ourselves, so what is in it has the form that we gave it.
      const state = JSON.parse(open(this.#ring, 'session', id, contextOf(grantId, slug)).toString('utf8')) as State;
      const [, expiry, protocolVersion, capabilities, client, upstream] = state;
      if (expiry <= this.#clock.now() || !isJsonObject(capabilities)) return undefined;
      const said = { protocolVersion, capabilities, clientInfo: JSON.stringify(client), client };
      return { said, upstream: upstream ?? undefined };
    } catch (error) {
      if (error instanceof SealError) return undefined;
      throw error;
    }
  }
}

type State = readonly [
  version: 1,
  expiry: number,
  protocolVersion: string,
  capabilities: JsonValue,
  client: Said['client'],
  upstream: Resumption | null,
];

function contextOf(grantId: string, slug: string): string {
  return JSON.stringify([grantId, slug]);
}
