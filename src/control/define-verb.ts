import type { z } from 'zod';
import type { Actor, Permission } from '../accounts/index.ts';
import type { Clock, Fault } from '../kernel/index.ts';
import type { KeyRing } from '../seal/index.ts';
import type { Sql } from '../store/index.ts';
import type { Sealer } from './sealer.ts';
import type { Services } from './services.ts';

/** What a verb has in hand outside of a transaction. */
export interface PrepareContext {
  readonly sql: Sql;
  readonly actor: Actor;
  /** Where the request came from; `undefined` for what came by no network. */
  readonly address: string | undefined;
  readonly clock: Clock;
  /** The time of this run, ms since the epoch. */
  readonly now: number;
  readonly seal: Sealer;
  /** For what is sealed in another way than an envelope each: credentials, under a data key of their record. */
  readonly keys: KeyRing;
  readonly ids: { readonly id: () => string; readonly secret: (prefix: string) => string };
  readonly services: Services;
}

/** What a verb has in hand while it runs: for one that changes something, inside of its transaction. */
export interface VerbContext extends Omit<PrepareContext, 'sql'> {
  readonly tx: Sql;
  /**
   * Puts an event on the record, in this transaction. At least one a change.
   *
   * @param detail what was changed, by ids and names; never a secret
   * @param name another name than the verb's
   */
  event(detail: Readonly<Record<string, unknown>>, name?: string): void;
  /** Requests must see this change: after the commit the configuration is compiled anew, here and elsewhere. */
  changed(): void;
  /** Runs once the transaction is committed, and not at all otherwise. It must not throw. */
  afterCommit(work: () => void): void;
  /**
   * Ends the verb with a fault and keeps what it did so far, its events included: a refusal that is itself on record.
   * In a verb that another one called, nothing is kept.
   */
  refuse(fault: Fault): never;
  /**
   * Runs another verb inside of this transaction, as the same actor, with its own permission check.
   *
   * @param prepared what its `prepare` would come to, where that was done before the transaction began
   */
  call<I extends z.ZodObject, O extends z.ZodType, P>(
    verb: Verb<I, O, P>,
    input: z.input<I>,
    prepared?: P,
  ): Promise<z.output<O>>;
}

/** One thing that can be done, whatever asks for it: API, command line, another verb. */
export interface Verb<I extends z.ZodObject = z.ZodObject, O extends z.ZodType = z.ZodType, P = unknown> {
  /** `<entity>.<verb>`: also the name of its event. */
  readonly name: string;
  /** One sentence, for the API's description. */
  readonly summary: string;
  readonly permission: Permission;
  /** Whether it changes anything: then it runs in a transaction and must leave an event. */
  readonly change: boolean;
  /** Strict: what is not named is refused. */
  readonly input: I;
  /** Strict, too: what is not named never leaves, so nothing is returned by accident. */
  readonly output: O;
  /** Work that takes long (hashing, asking a server) and must not hold up others' transactions. */
  prepare?(input: z.output<I>, context: PrepareContext): Promise<P>;
  run(input: z.output<I>, context: VerbContext, prepared: P): Promise<z.input<O>>;
}

/** @returns the verb, with its types found out */
export function defineVerb<I extends z.ZodObject, O extends z.ZodType, P = undefined>(
  verb: Verb<I, O, P>,
): Verb<I, O, P> {
  return verb;
}

/** What a verb may be given. */
export type InputOf<V> = V extends { readonly input: infer I extends z.ZodType } ? z.input<I> : never;
/** What a verb answers. */
export type OutputOf<V> = V extends { readonly output: infer O extends z.ZodType } ? z.output<O> : never;
