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
  /** Told when decisions cannot be looked for; it is tried again. */
  readonly onError: (error: unknown) => void;
}

/** @param args in canonical form */
export type TellAsked = (tx: Sql, approval: Approval, args: string, now: number) => Promise<void>;

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

  constructor(sql: Sql, { clock, seal, caps = defaultCaps, tell, onError }: SqlQueueOptions) {
    this.#tell = tell;
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
    switch (clearance.kind) {
      case 'continued':
        return Promise.resolve(true);
      case 'exception':
        return reaching(() => this.#useException(clearance.exception ?? '', call));
      case 'approval':
        return reaching(() => this.#useApproval(clearance, call, entries, requestId));
    }
  }

  async restore({ kind, approval, exception }: Clearance, requestId: string): Promise<void> {
    if (kind === 'approval') {
      await reaching(() =>
        this.#sql
          .updateTable('approval')
          .set({ state: 'approved', consumed_by: null })
          .where('id', '=', approval)
          .where('state', '=', 'consumed')
          .where('consumed_by', '=', requestId)
          .execute(),
      );
    } else if (exception !== undefined) {
      await reaching(() =>
        this.#sql
          .updateTable('approval_exception')
          .set((x) => ({ used: x('used', '-', 1) }))
          .where('id', '=', exception)
          .where('used', '>', 0)
          .execute(),
      );
    }
  }

  watch(id: string, changed: () => void): () => void {
    return this.#watch.add(id, changed);
  }

  async close(): Promise<void> {
    await this.#watch.close();
  }

  /** The one atomic statement (threats B48). */
  async #useApproval(
    { approval, entries: cleared }: Clearance,
    call: BoundCall,
    entries: readonly string[],
    requestId: string,
  ): Promise<boolean> {
    const now = this.#clock.now();
    const { numUpdatedRows } = await this.#sql
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

  async #useException(id: string, call: BoundCall): Promise<boolean> {
    const now = this.#clock.now();
    const { numUpdatedRows } = await this.#sql
      .updateTable('approval_exception')
      .set((x) => ({ used: x('used', '+', 1) }))
      .where('id', '=', id)
      .where('match', 'in', matchesOf(call, this.#seal))
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', now)
      .where((x) => x.or([x('uses', 'is', null), x('used', '<', x.ref('uses'))]))
      .executeTakeFirst();
    return numUpdatedRows === 1n;
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
