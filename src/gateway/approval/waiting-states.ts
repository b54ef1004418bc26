import { type KeyRing, open, SealError, seal } from '../../seal/index.ts';
import { callIdentity } from '../continuation/call-identity.ts';
import type { GovernedCall } from '../governed-call.ts';

/** What a client of the stateless revision hands back while its call waits for a person. */
export interface WaitingState {
  /** The request that it waits for. */
  readonly approval: string;
  /** How often it has come back so far. */
  readonly round: number;
}

/** The same, with what whoever sits at the client said to being asked. */
export interface Waiting extends WaitingState {
  /** They want to wait no longer. It decides nothing. */
  readonly enough: boolean;
}

/**
 * Seals what a waiting call hands back (threats B47). It opens for that very call only, and confers nothing: a call that
 * shows it is judged, counted and asked for like one that shows none, so that it needs no expiry and may be shown twice.
 * It is sealed with the installation's keys, so that waiting goes on after a restart and on another process.
 */
export class WaitingStates {
  readonly #ring: KeyRing;

  constructor(ring: KeyRing) {
    this.#ring = ring;
  }

  /** @returns visible ASCII */
  seal(call: GovernedCall, { approval, round }: WaitingState): string {
    return seal(this.#ring, 'request-state', Buffer.from(JSON.stringify([approval, round])), contextOf(call));
  }

  /** @returns `undefined` for whatever is no state of that very call */
  open(call: GovernedCall, state: string): WaitingState | undefined {
    try {
      const text = open(this.#ring, 'request-state', state, contextOf(call)).toString('utf8');
      // Sealed by ourselves, so what is in it has the form that we gave it.
      const [approval, round] = JSON.parse(text) as [string, number];
      return { approval, round };
    } catch (error) {
      if (error instanceof SealError) return undefined;
      throw error;
    }
  }
}

function contextOf(call: GovernedCall): string {
  const { grant, user = '', server, method, subject, argumentsDigest } = callIdentity(call);
  return JSON.stringify(['approval', grant, user, server, method, subject, argumentsDigest]);
}
