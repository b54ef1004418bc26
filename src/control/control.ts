import type { z } from 'zod';
import { type Actor, may } from '../accounts/index.ts';
import { type Clock, Fault, newId, newSecret } from '../kernel/index.ts';
import type { KeyRing } from '../seal/index.ts';
import type { Sql } from '../store/index.ts';
import type { ChangeFeed } from './change-feed.ts';
import { ConfigVersion } from './config-version.ts';
import type { PrepareContext, Verb, VerbContext } from './define-verb.ts';
import { controlChain, EventChain, type Link, type PendingEvent } from './event-chain.ts';
import { type Attempt, Idempotency } from './idempotency.ts';
import { lacksPermission } from './lacks-permission.ts';
import { parseInput } from './parse-input.ts';
import { type Sealer, sealerOf } from './sealer.ts';
import type { Services } from './services.ts';
import type { Signal } from './signal.ts';
import type { Stand } from './stand.ts';
import { storeFault } from './store-fault.ts';

export interface ControlOptions {
  readonly sql: Sql;
  /** A way to the same database that has nothing else to do than to look for changes; `sql` when absent. */
  readonly looking?: Sql | undefined;
  readonly keys: KeyRing;
  readonly clock: Clock;
  readonly services: Services;
  /** Tells other gateways of changes, and hears of theirs. */
  readonly feed?: ChangeFeed;
  /** What was seen in the database before this process began; absent where nobody kept it. */
  readonly seen?: Stand | undefined;
  /** Told of what went wrong where nobody waits for it. */
  readonly onError: (error: unknown) => void;
}

/** Who asks for a verb, and how. */
export interface Requester {
  readonly actor: Actor;
  readonly address?: string | undefined;
  readonly idempotencyKey?: string | undefined;
  /**
   * Asks for the credential once more; absent where nothing was sent that could be taken away. Between a request's headers and
   * its work lies its body, which is as slow as its sender likes.
   *
   * @throws Fault `unauthenticated` when it opens nothing any more, or something else
   */
  readonly stands?: ((sql: Sql) => Promise<void>) | undefined;
  /** Told of a change that was made and is not in force here yet: whoever asked for it must not rely on it. */
  readonly late?: () => void;
}

/** What a transaction collects on its way. */
interface Run {
  readonly tx: Sql;
  readonly events: PendingEvent[];
  readonly after: (() => void)[];
  changed: boolean;
}

/**
 * The control plane of one process: runs verbs. For each one: may the actor → is the input what it must be → what takes
 * long → the transaction → may the actor still → the work → its events in the same transaction → commit → whoever must know
 * is told. A change that left no event is a mistake of ours and is rolled back; so is one whose output holds what it does
 * not declare.
 */
export class Control {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly keys: KeyRing;
  readonly services: Services;
  readonly onError: (error: unknown) => void;
  /** Seals and opens what verbs keep. */
  readonly sealer: Sealer;
  readonly #chain: EventChain;
  readonly #idempotency: Idempotency;
  readonly #version: ConfigVersion;

  private constructor(options: ControlOptions, version: ConfigVersion) {
    this.sql = options.sql;
    this.clock = options.clock;
    this.keys = options.keys;
    this.services = options.services;
    this.onError = options.onError;
    this.sealer = sealerOf(options.keys);
    this.#chain = new EventChain(options.keys);
    this.#idempotency = new Idempotency(options.keys);
    this.#version = version;
  }

  static async open(options: ControlOptions): Promise<Control> {
    const { sql, looking = sql, keys } = options;
    return new Control(options, await ConfigVersion.open({ ...options, sql: looking, chain: controlChain(keys) }));
  }

  /** The configuration in the database is another one now, whoever changed it: read it anew. */
  get changed(): Signal<number> {
    return this.#version.changed;
  }

  /** What was committed before this time (monotonic ms) is known here. */
  get looked(): Signal<number> {
    return this.#version.looked;
  }

  /** What the last look into the database saw. */
  get stand(): Stand {
    return this.#version.stand;
  }

  /**
   * What was known of the database each time when it was found set back to an earlier state. `changed` tells of it as well;
   * where there is one more than before, whatever was read from the database is to be read from the beginning.
   */
  get setBacks(): readonly Stand[] {
    return this.#version.setBacks;
  }

  /**
   * Runs a verb.
   *
   * @param input as it came: it is parsed here
   * @throws Fault `unauthenticated`, `forbidden`, `invalid` (an `InputFault`), `conflict`, `store_unavailable`, and what
   *   the verb itself refuses with
   */
  async run<I extends z.ZodObject, O extends z.ZodType, P>(
    verb: Verb<I, O, P>,
    input: unknown,
    caller: Requester,
  ): Promise<z.output<O>> {
    requirePermission(verb, caller.actor);
    const parsed = parseInput(verb.input, input);
    const context: PrepareContext = {
      sql: this.sql,
      actor: caller.actor,
      address: caller.address,
      clock: this.clock,
      now: this.clock.now(),
      seal: this.sealer,
      keys: this.keys,
      ids: { id: newId, secret: newSecret },
      services: this.services,
    };
    try {
      const prepared = (await verb.prepare?.(parsed, context)) as P;
      return verb.change
        ? await this.#change(verb, parsed, context, caller, prepared)
        : verb.output.parse(await verb.run(parsed, inside(context, { tx: this.sql, ...nothing() }), prepared));
    } catch (error) {
      throw storeFault(error);
    }
  }

  /**
   * Puts on record what must not be forgotten and no verb does: in a transaction of whoever does it.
   *
   * @returns to be called when it is committed
   * @throws Error where the database does not have what was seen in it any more
   */
  async note(tx: Sql, { name, detail }: PendingEvent, now: number): Promise<() => void> {
    if (!(await this.#version.holds(tx))) throw new Error('the database was set back: what it says is not gone by');
    const actor = { kind: 'system', id: 'system' };
    const link = await this.#chain.append(tx, [{ name, detail: { actor, ...detail } }], now);
    return () => {
      this.#version.appended(link);
      this.#version.committed();
    };
  }

  /** Ends what runs by itself. The database is closed by whoever opened it. */
  close(): void {
    this.#version.close();
  }

  async #change<I extends z.ZodObject, O extends z.ZodType, P>(
    verb: Verb<I, O, P>,
    input: z.output<I>,
    context: PrepareContext,
    caller: Requester,
    prepared: P,
  ): Promise<z.output<O>> {
    const { actor, idempotencyKey: key } = caller;
    const attempt: Attempt | undefined =
      key === undefined || actor.kind === 'anonymous'
        ? undefined
        : { actor, key, verb: verb.name, input, now: context.now };
    const run: Omit<Run, 'tx'> = nothing();
    let link: Link | undefined;
    let version: number | undefined;
    let again = false;
    const output = await this.sql.transaction().execute(async (tx) => {
      await caller.stands?.(tx);
      const before = attempt && (await this.#idempotency.answered(tx, attempt));
      if (before !== undefined) {
        again = true;
        return verb.output.parse(before.output);
      }
      const collected: Run = Object.assign(run, { tx });
      const done = await verb
        .run(input, inside(context, collected, verb.name), prepared)
        .then((answer) => verb.output.parse(answer), keptRefusal);
      if (run.events.length === 0) throw new Error(`${verb.name} changed something and left no event`);
      link = await this.#chain.append(tx, run.events, context.now);
      if (run.changed) version = await this.#version.bump(tx);
      if (attempt !== undefined && !(done instanceof KeptRefusal)) await this.#idempotency.keep(tx, attempt, done);
      return done;
    });
    for (const work of run.after) work();
    if (link !== undefined) this.#version.appended(link, version);
    if (version !== undefined) this.#version.committed(version);
    // Whoever is told that it is done may rely on it with the next call, or is told that they may not.
    if ((version !== undefined || again) && (await this.services.inForce?.()) === false) caller.late?.();
    if (output instanceof KeptRefusal) throw output.fault;
    return output;
  }
}

/** A refusal whose transaction is committed all the same. */
class KeptRefusal {
  readonly fault: Fault;

  constructor(fault: Fault) {
    this.fault = fault;
  }
}

/** @throws whatever else it was */
function keptRefusal(error: unknown): KeptRefusal {
  if (error instanceof KeptRefusal) return error;
  throw error;
}

function nothing(): Omit<Run, 'tx'> {
  return { events: [], after: [], changed: false };
}

/** @throws Fault `unauthenticated` for whoever has not signed in, `forbidden` */
export function requirePermission(verb: Pick<Verb, 'permission'>, actor: Actor): void {
  if (may(actor, verb.permission)) return;
  if (actor.kind === 'anonymous') throw new Fault('unauthenticated', 'sign in, or send an API key');
  throw lacksPermission(verb.permission);
}

/** The context of a verb inside of a run: what it records, and what it calls, is part of that run. */
function inside(context: PrepareContext, run: Run, name = ''): VerbContext {
  const { sql: _outside, ...rest } = context;
  const by = {
    actor: { kind: context.actor.kind, id: context.actor.id },
    ...(context.address === undefined ? {} : { address: context.address }),
  };
  return {
    ...rest,
    tx: run.tx,
    event: (detail, other = name) => void run.events.push({ name: other, detail: { ...by, ...detail } }),
    changed: () => {
      run.changed = true;
    },
    refuse: (fault) => {
      throw new KeptRefusal(fault);
    },
    afterCommit: (work) => void run.after.push(work),
    call: async (verb, input, prepared) => {
      requirePermission(verb, context.actor);
      const parsed = parseInput(verb.input, input);
      const ready = prepared ?? (await verb.prepare?.(parsed, { ...context, sql: run.tx }));
      try {
        return verb.output.parse(await verb.run(parsed, inside(context, run, verb.name), ready as never));
      } catch (error) {
        throw error instanceof KeptRefusal ? error.fault : error;
      }
    },
  };
}
