import { createHmac } from 'node:crypto';
import type { Actor } from '../accounts/index.ts';
import { Fault } from '../kernel/index.ts';
import type { KeyRing } from '../seal/index.ts';
import type { Sql } from '../store/index.ts';
import { sealerOf } from './sealer.ts';

/** How long an answer is kept for who asks again, in ms. It may hold a token, so not for long. */
const keptMs = 60 * 60 * 1_000;

/** One request that carries an `Idempotency-Key`. */
export interface Attempt {
  readonly actor: Actor;
  readonly key: string;
  readonly verb: string;
  readonly input: unknown;
  readonly now: number;
}

/** Answers of changes that were asked for under a key of the client's, kept sealed, for one hour. */
export class Idempotency {
  readonly #ring: KeyRing;

  constructor(ring: KeyRing) {
    this.#ring = ring;
  }

  /**
   * @returns the answer that this request was given before; `undefined` when it is the first
   * @throws Fault `conflict` when the key was used for another request
   */
  async answered(tx: Sql, attempt: Attempt): Promise<{ readonly output: unknown } | undefined> {
    const { key, verb, now } = attempt;
    const actor = actorOf(attempt);
    await tx
      .deleteFrom('idempotency')
      .where('created_at', '<=', now - keptMs)
      .execute();
    const kept = await tx
      .selectFrom('idempotency')
      .select(['verb', 'request', 'answer'])
      .where('actor', '=', actor)
      .where('key', '=', key)
      .executeTakeFirst();
    if (kept === undefined) return undefined;
    if (kept.verb !== verb || kept.request !== this.#digest(attempt)) {
      throw new Fault('conflict', 'this Idempotency-Key was used for another request');
    }
    const text = sealerOf(this.#ring).open('idempotency', kept.answer, contextOf(attempt)).toString('utf8');
    return { output: JSON.parse(text) };
  }

  async keep(tx: Sql, attempt: Attempt, output: unknown): Promise<void> {
    const { key, verb, now } = attempt;
    const answer = sealerOf(this.#ring).seal('idempotency', JSON.stringify(output ?? null), contextOf(attempt));
    const request = this.#digest(attempt);
    const row = { actor: actorOf(attempt), key, verb, request, answer, created_at: now };
    await tx.insertInto('idempotency').values(row).execute();
  }

  /** Under a key: an input may hold a password, and a plain digest of it could be guessed at. */
  #digest({ input }: Attempt): string {
    return createHmac('sha256', this.#ring.subkey('idempotency')).update(JSON.stringify(input)).digest('hex');
  }
}

function actorOf({ actor }: Attempt): string {
  return `${actor.kind}:${actor.id}`;
}

function contextOf(attempt: Attempt): string {
  return JSON.stringify([actorOf(attempt), attempt.key, attempt.verb]);
}
