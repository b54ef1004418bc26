import { randomBytes } from 'node:crypto';
import { type Clock, newId } from '../../kernel/index.ts';
import { KeyRing, open, SealError, seal } from '../../seal/index.ts';
import { memorySpentStates, type SpentStates } from './spent-states.ts';

/** What a call is, as far as its continuation must be the same call: all of it is bound, none of it is in the state. */
export interface CallIdentity {
  readonly grant: string;
  readonly user: string | undefined;
  readonly server: string;
  readonly method: string;
  /** Tool name, prompt name or resource URI. */
  readonly subject: string;
  /** SHA-256 of the arguments in canonical form. */
  readonly argumentsDigest: string;
}

/** What a state says of the call that it continues. */
export interface Continuation {
  /** The request as it first came: its record holds what was taken. */
  readonly requestId: string;
  /** The upstream's own state to the byte, as JSON text; `undefined` when it has none. */
  readonly inner: string | undefined;
  /** How often the server has asked so far. */
  readonly round: number;
  /** Whether the server still has the call, and with it the slots that it took. */
  readonly held: boolean;
  /** Set when a person had to agree to the call and did: it is not asked for again (`approve.ts`). */
  readonly approved?: Approved | undefined;
}

/** What a person agreed to. */
export interface Approved {
  /** Of the approval. */
  readonly id: string;
  readonly by: readonly string[];
  /** Digests of the policy entries that had asked. */
  readonly entries: readonly string[];
  readonly definitionHash: string | undefined;
}

/** A user has so long to answer. */
const lifetimeMs = 10 * 60_000;

/**
 * Seals what a client must hand back to continue a call that asked for input. A state opens for the same grant, user,
 * server, method, subject and arguments only, once, and for ten minutes: whatever else is shown is no continuation, and
 * is never taken for one (threats B47).
 */
export class RequestStates {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #spent: SpentStates;
  readonly #ring: KeyRing;

  /**
   * @param spent remembers which states were used
   * @param ring seals them. As long as `spent` lives in this process, so must the key: a state that was used before a
   *   restart would be as good as new after it. Replicas that share `spent` share the installation's keys.
   */
  constructor(
    clock: Pick<Clock, 'now'>,
    spent: SpentStates = memorySpentStates(),
    ring: KeyRing = new KeyRing([randomBytes(32)]),
  ) {
    this.#clock = clock;
    this.#spent = spent;
    this.#ring = ring;
  }

  /** @returns the state for the client: visible ASCII */
  seal(call: CallIdentity, continuation: Continuation): string {
    const { requestId, inner = null, round, held, approved = null } = continuation;
    const nonce = newId();
    const now = this.#clock.now();
    this.#spent.issued(nonce, now + lifetimeMs, now);
    const claims = [1, nonce, now + lifetimeMs, requestId, inner, round, held, approved];
    return seal(this.#ring, 'request-state', Buffer.from(JSON.stringify(claims)), contextOf(call));
  }

  /**
   * Uses a state up.
   *
   * @returns `undefined` for whatever is no state of that very call that may still be used
   */
  async open(call: CallIdentity, state: string): Promise<Continuation | undefined> {
    const claims = this.#unseal(call, state);
    if (claims === undefined) return undefined;
    const now = this.#clock.now();
    const [, nonce, expiry, requestId, inner, round, held, approved] = claims;
    if (expiry <= now || !(await this.#spent.spend(nonce, expiry, now))) return undefined;
    return { requestId, inner: inner ?? undefined, round, held, ...(approved === null ? {} : { approved }) };
  }

  #unseal(call: CallIdentity, state: string): Claims | undefined {
    try {
      // Sealed by ourselves, so what is in it has the form that we gave it.
      return JSON.parse(open(this.#ring, 'request-state', state, contextOf(call)).toString('utf8')) as Claims;
    } catch (error) {
      if (error instanceof SealError) return undefined;
      throw error;
    }
  }
}

type Claims = readonly [
  version: 1,
  nonce: string,
  expiry: number,
  requestId: string,
  inner: string | null,
  round: number,
  held: boolean,
  approved: Approved | null,
];

function contextOf({ grant, user = '', server, method, subject, argumentsDigest }: CallIdentity): string {
  return JSON.stringify([grant, user, server, method, subject, argumentsDigest]);
}
