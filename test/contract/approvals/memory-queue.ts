import { type Approval, aged } from '../../../src/approvals/approval.ts';
import type { ApprovalAnswer, ApprovalQueue } from '../../../src/approvals/approval-queue.ts';
import { type BoundCall, callDigest, exceptionDigests } from '../../../src/approvals/bound-call.ts';
import { type ApprovalCaps, defaultCaps } from '../../../src/approvals/caps.ts';
import { consider, newApproval } from '../../../src/approvals/consider.ts';
import { type ApproverDecision, type Deciding, decide } from '../../../src/approvals/decide.ts';
import type { Decider } from '../../../src/approvals/decider.ts';
import { type Exception, isOpen } from '../../../src/approvals/exception.ts';
import { transition } from '../../../src/approvals/transition.ts';
import { type Clock, newId } from '../../../src/kernel/index.ts';

/** What survives: the requests with their arguments, and the exceptions. */
export interface ApprovalBook {
  readonly approvals: Map<string, Approval>;
  readonly arguments: Map<string, string>;
  readonly exceptions: Map<string, Exception>;
  /** Told after every decision. */
  readonly watchers: Set<() => void>;
}

export function emptyBook(): ApprovalBook {
  return { approvals: new Map(), arguments: new Map(), exceptions: new Map(), watchers: new Set() };
}

/** Deciding, beside waiting: what an approver does where the queue is in memory. */
export interface MemoryQueue extends ApprovalQueue {
  decide(id: string, decision: ApproverDecision, by: Decider): Deciding;
  revoke(exception: string): void;
}

/**
 * The port over the memory of one process: the reference that adapters are compared with, and what tests
 * have where no database is in question.
 *
 * @param book shared by the queues that stand for several processes
 */
export function memoryQueue(
  clock: Pick<Clock, 'now'>,
  book: ApprovalBook = emptyBook(),
  caps: ApprovalCaps = defaultCaps,
): MemoryQueue {
  const changed = (): void => {
    for (const watcher of book.watchers) watcher();
  };
  const write = (approval: Approval): void => void book.approvals.set(approval.id, approval);
  const watching = new Set<() => void>();

  return {
    async ask(asking) {
      const now = clock.now();
      const { call } = asking.request;
      const considered = consider(asking, known(book, call, now), caps, now);
      for (const approval of considered.write) write(approval);
      const { answer } = considered;
      if (answer === undefined) {
        const made = newApproval(asking, newId(), now);
        write(made);
        book.arguments.set(made.id, asking.arguments);
        return {
          kind: 'pending',
          id: made.id,
          fresh: true,
          expiresAt: made.expiresAt,
          missing: made.request.approvers.count,
        };
      }
      if (answer.kind !== 'denied') return answer;
      const { proposal, ...rest } = answer;
      const text = proposal === undefined ? undefined : book.arguments.get(proposal);
      if (proposal === undefined || text === undefined) return rest satisfies ApprovalAnswer;
      return { ...rest, proposal: { id: proposal, arguments: text } };
    },

    async consume(clearance, call, entries, requestId) {
      // What was cleared under other entries than those that ask now was cleared for another question.
      if (!entries.every((entry) => clearance.entries.includes(entry))) return false;
      if (clearance.kind === 'continued') return true;
      const now = clock.now();
      if (clearance.exception !== undefined) {
        const exception = book.exceptions.get(clearance.exception);
        if (exception === undefined || !isOpen(exception, now) || !isFor(exception, call)) return false;
        book.exceptions.set(exception.id, { ...exception, used: exception.used + 1 });
        return true;
      }
      const approval = book.approvals.get(clearance.approval);
      if (approval === undefined) return false;
      const next = transition(approval, { kind: 'consume', call, entries, requestId }, now);
      if (next.ok) write(next.approval);
      return next.ok;
    },

    async restore(clearance, requestId) {
      if (clearance.kind === 'continued') return;
      if (clearance.exception !== undefined) {
        const exception = book.exceptions.get(clearance.exception);
        if (exception !== undefined) book.exceptions.set(exception.id, { ...exception, used: exception.used - 1 });
        return;
      }
      const approval = book.approvals.get(clearance.approval);
      const next = approval && transition(approval, { kind: 'restore', requestId }, clock.now());
      if (next?.ok === true) write(next.approval);
    },

    watch(id, told) {
      const look = (): void => {
        const approval = book.approvals.get(id);
        if (approval !== undefined && aged(approval, clock.now()).state.kind === 'pending') return;
        stop();
        told();
      };
      const stop = (): void => {
        book.watchers.delete(look);
        watching.delete(stop);
      };
      book.watchers.add(look);
      watching.add(stop);
      queueMicrotask(look);
      return stop;
    },

    async close() {
      for (const stop of watching) stop();
    },

    decide(id, decision, by) {
      const approval = book.approvals.get(id);
      if (approval === undefined) return { ok: false, why: 'settled' };
      const deciding = decide(approval, decision, by, newId, clock.now());
      if (!deciding.ok) return deciding;
      const { decided } = deciding;
      write(decided.approval);
      if (decided.exception !== undefined) book.exceptions.set(decided.exception.id, decided.exception);
      if (decided.proposal !== undefined) {
        write(decided.proposal.approval);
        book.arguments.set(decided.proposal.approval.id, decided.proposal.arguments);
      }
      changed();
      return deciding;
    },

    revoke(id) {
      const exception = book.exceptions.get(id);
      if (exception !== undefined) book.exceptions.set(id, { ...exception, revokedAt: clock.now() });
    },
  };
}

function known({ approvals, exceptions }: ApprovalBook, call: BoundCall, now: number) {
  const digest = callDigest(call);
  const all = [...approvals.values()];
  const ofGrant = all.filter(({ request }) => request.call.grant === call.grant);
  return {
    same: all.filter(({ request }) => callDigest(request.call) === digest),
    exceptions: [...exceptions.values()].filter((exception) => isFor(exception, call)),
    pending: ofGrant.filter((approval) => aged(approval, now).state.kind === 'pending').length,
    denials: ofGrant.flatMap(({ request, state }) =>
      state.kind === 'denied' &&
      state.proposal === undefined &&
      request.call.server === call.server &&
      request.call.subject.name === call.subject.name
        ? [state.at]
        : [],
    ),
  };
}

/** Whether an exception is for this call: for these arguments, or for any. */
function isFor({ match }: Exception, call: BoundCall): boolean {
  return Object.values(exceptionDigests(call)).includes(match);
}
