import {
  type Approval,
  type ApprovalAnswer,
  type ApprovalCaps,
  type ApprovalQueue,
  type Asking,
  type BoundCall,
  type Clearance,
  callDigest,
  consider,
  defaultCaps,
  entriesDigest,
  newApproval,
} from '../../approvals/index.ts';
import { type Clock, Fault, newId } from '../../kernel/index.ts';
import type { Sql } from '../sql/open-sql.ts';
import { argumentsOfApproval, insertApproval, knownOf, matchesOf, updateApproval } from './approval-store.ts';
import { DecisionWatch } from './decision-watch.ts';
import type { ArgumentSeal } from './kept-arguments.ts';

export interface SqlQueueOptions {
  readonly clock: Pick<Clock, 'now'>;
  readonly seal: ArgumentSeal;
  readonly caps?: ApprovalCaps;
  /** Tells others of a new request, in its transaction. */
  readonly tell?: TellAsked;
  /** Keeps on record what is used, in its transaction. */
  readonly note?: NoteUse | undefined;
  /** Told when decisions cannot be looked for; it is tried again. */
  readonly onError: (error: unknown) => void;
}

/** @param args in canonical form */
export type TellAsked = (tx: Sql, approval: Approval, args: string, now: number) => Promise<void>;

/** A call uses what people agreed to once, or for so many calls; or it was not made, and that goes back. */
export interface Use {
  readonly name: 'approval.used' | 'approval.given_back';
  readonly detail: { readonly approval: string; readonly exception?: string; readonly requestId: string };
}

/**
 * @returns to be called when the transaction is committed
 * @throws where what the database says of uses is not to be relied on: nothing is used, and nothing goes back
 */
export type NoteUse = (tx: Sql, use: Use, now: number) => Promise<() => void>;

/**
 * The port over the installation's database: as durable as that is, and the same for every process that has it open. What
 * it says was committed before it is said.
 */
export class SqlQueue implements ApprovalQueue {
  readonly #sql: Sql;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #seal: ArgumentSeal;
  readonly #caps: ApprovalCaps;
  readonly #watch: DecisionWatch;
  readonly #tell: TellAsked | undefined;
  readonly #note: NoteUse | undefined;

  constructor(sql: Sql, { clock, seal, caps = defaultCaps, tell, note, onError }: SqlQueueOptions) {
    this.#tell = tell;
    this.#note = note;
    this.#sql = sql;
    this.#clock = clock;
    this.#seal = seal;
    this.#caps = caps;
    this.#watch = new DecisionWatch(sql, clock, onError);
  }

  ask(asking: Asking): Promise<ApprovalAnswer> {
    return reaching(() =>
      this.#sql.transaction().execute(async (tx) => {
        const now = this.#clock.now();
        const known = await knownOf(tx, asking.request.call, this.#seal, this.#caps, now);
        const { answer, write } = consider(asking, known, this.#caps, now);
        for (const approval of write) await updateApproval(tx, approval);
        if (answer === undefined) {
          const made = newApproval(asking, newId(), now);
          await insertApproval(tx, made, asking.arguments, this.#seal);
          await this.#tell?.(tx, made, asking.arguments, now);
          const { id, expiresAt, request } = made;
          return { kind: 'pending', id, fresh: true, expiresAt, missing: request.approvers.count };
        }
        if (answer.kind !== 'denied') return answer;
        const { proposal: id, ...rest } = answer;
        const text = id === undefined ? undefined : await argumentsOfApproval(tx, id, this.#seal);
        return id === undefined || text === undefined ? rest : { ...rest, proposal: { id, arguments: text } };
      }),
    );
  }

  consume(clearance: Clearance, call: BoundCall, entries: readonly string[], requestId: string): Promise<boolean> {
    // What was cleared under other entries than those that ask now was cleared for another question.
    if (!entries.every((entry) => clearance.entries.includes(entry))) return Promise.resolve(false);
    const { kind, exception = '' } = clearance;
    switch (kind) {
      case 'continued':
        return Promise.resolve(true);
      case 'exception':
        return reaching(() => this.#useException(clearance, exception, call, requestId));
      case 'approval':
        return reaching(() => this.#useApproval(clearance, call, entries, requestId));
    }
  }

  async restore({ kind, approval, exception }: Clearance, requestId: string): Promise<void> {
    if (kind === 'approval') {
      await reaching(() =>
        this.#noted({ name: 'approval.given_back', detail: { approval, requestId } }, async (tx) => {
          const { numUpdatedRows } = await tx
            .updateTable('approval')
            .set({ state: 'approved', consumed_by: null })
            .where('id', '=', approval)
            .where('state', '=', 'consumed')
            .where('consumed_by', '=', requestId)
            .executeTakeFirst();
          return numUpdatedRows === 1n;
        }),
      );
    } else if (exception !== undefined) {
      await reaching(() =>
        this.#noted({ name: 'approval.given_back', detail: { approval, exception, requestId } }, async (tx) => {
          const back = await tx
            .updateTable('approval_exception')
            .set((x) => ({ used: x('used', '-', 1) }))
            .where('id', '=', exception)
            .where('used', '>', 0)
            .returning('uses')
            .executeTakeFirst();
          return back !== undefined && back.uses !== null;
        }),
      );
    }
  }

  watch(id: string, changed: () => void): () => void {
    return this.#watch.add(id, changed);
  }

  async close(): Promise<void> {
    await this.#watch.close();
  }

  /** Whoever comes too late does not wait for those who change something, one after the other. */
  #useApproval(clearance: Clearance, call: BoundCall, entries: readonly string[], requestId: string): Promise<boolean> {
    const { approval } = clearance;
    const use: Use = { name: 'approval.used', detail: { approval, requestId } };
    return this.#sql.connection().execute(async (on) => {
      const { state } =
        (await on.selectFrom('approval').select('state').where('id', '=', approval).executeTakeFirst()) ?? {};
      if (state !== 'approved') return false;
      return this.#noted(use, (tx, now) => this.#consume(tx, clearance, call, entries, requestId, now), on);
    });
  }

  /** The one atomic statement (threats B48). */
  async #consume(
    tx: Sql,
    { approval, entries: cleared }: Clearance,
    call: BoundCall,
    entries: readonly string[],
    requestId: string,
    now: number,
  ): Promise<boolean> {
    const { numUpdatedRows } = await tx
      .updateTable('approval')
      .set({ state: 'consumed', settled_at: now, consumed_by: requestId })
      .where('id', '=', approval)
      .where('state', '=', 'approved')
      .where('expires_at', '>', now)
      .where('call_digest', 'in', this.#seal.keyed(callDigest(call)))
      .where((x) =>
        x.or([
          x('entries_digest', '=', entriesDigest(entries)),
          // Arguments that an approver proposed may be asked for by fewer entries than those that were refused.
          x.and([x('answers', 'is not', null), x('entries_digest', '=', entriesDigest(cleared))]),
        ]),
      )
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  }

  /** What is good for any number of calls is lost by none of them: that one more has used it needs no note. */
  async #useException(
    { approval }: Clearance,
    exception: string,
    call: BoundCall,
    requestId: string,
  ): Promise<boolean> {
    const use = async (on: Sql, now: number, bounded: boolean): Promise<boolean> => {
      const { numUpdatedRows } = await on
        .updateTable('approval_exception')
        .set((x) => ({ used: x('used', '+', 1) }))
        .where('id', '=', exception)
        .where('match', 'in', matchesOf(call, this.#seal))
        .where('revoked_at', 'is', null)
        .where('expires_at', '>', now)
        .where((x) => (bounded ? x('used', '<', x.ref('uses')) : x('uses', 'is', null)))
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    };
    if (await use(this.#sql, this.#clock.now(), false)) return true;
    const detail = { approval, exception, requestId };
    return this.#noted({ name: 'approval.used', detail }, (tx, now) => use(tx, now, true));
  }

  /**
   * A use and the note of it are one transaction: a database that has lost the one has lost the other.
   *
   * @param change whether it changed something
   */
  async #noted(use: Use, change: (tx: Sql, now: number) => Promise<boolean>, on = this.#sql): Promise<boolean> {
    let committed: (() => void) | undefined;
    const changed = await on.transaction().execute(async (tx) => {
      const now = this.#clock.now();
      if (!(await change(tx, now))) return false;
      committed = await this.#note?.(tx, use, now);
      return true;
    });
    committed?.();
    return changed;
  }
}

/** Whatever keeps the database from answering refuses the call. */
async function reaching<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new Fault('approvals_unavailable', 'Whether this call is approved cannot be found out now.', error);
  }
}
