import { type Approval, type ApprovalRequest, aged } from './approval.ts';
import type { ApprovalAnswer, Asking, Clearance } from './approval-queue.ts';
import { entriesDigest } from './bound-call.ts';
import type { ApprovalCaps } from './caps.ts';
import { type Exception, isOpen } from './exception.ts';
import { answers, missingVotes } from './transition.ts';

/** What a queue knows that bears on one asking. */
export interface Known {
  /** Every request of this very call (`callDigest`), as last written. */
  readonly same: readonly Approval[];
  /** Every exception that this call finds (`exceptionDigests`). */
  readonly exceptions: readonly Exception[];
  /** How many requests of the grant are pending. */
  readonly pending: number;
  /** When the grant's calls of this server's tool were denied, ms since the epoch; in any order, old ones among them. */
  readonly denials: readonly number[];
}

/** What is to be answered, and what is to be written before it is. */
export interface Considered {
  /** `undefined`: a request is to be made. */
  readonly answer: Exclude<ApprovalAnswer, { readonly kind: 'denied' }> | DeniedAnswer | undefined;
  /** Requests that time has ended since they were written, and one whose expiry is told now. */
  readonly write: readonly Approval[];
}

/** A denial before its proposal was opened. */
export interface DeniedAnswer {
  readonly kind: 'denied';
  readonly id: string;
  readonly by: string;
  readonly reason?: string | undefined;
  readonly proposal?: string | undefined;
}

/** How a call that needs a human stands, by all that is known of it. Pure: the one reading that every adapter uses. */
export function consider(asking: Asking, known: Known, caps: ApprovalCaps, now: number): Considered {
  const { call, entries } = asking.request;
  // The oldest first, in whatever order they are kept.
  const kept = known.same.toSorted((a, b) => a.askedAt - b.askedAt);
  const same = kept.map((approval) => aged(approval, now));
  const write = same.filter((approval, at) => approval !== kept[at]);
  const answered = (answer: Considered['answer']): Considered => ({ answer, write });

  const approved = same.find((approval) => approval.state.kind === 'approved' && answers(approval, call, entries));
  if (approved !== undefined) return answered({ kind: 'cleared', clearance: clearanceOf(approved) });

  const denied = latest(same, ({ state, expiresAt }) => state.kind === 'denied' && now < expiresAt);
  const deniedAt = denied?.state.kind === 'denied' ? denied.state.at : Number.NEGATIVE_INFINITY;
  // Of an exception and a denial the later word counts; where they were said at once, the denial.
  const exception = known.exceptions
    .toSorted((a, b) => a.createdAt - b.createdAt)
    .find(
      (one) => isOpen(one, now) && one.createdAt > deniedAt && entries.every((entry) => one.entries.includes(entry)),
    );
  if (exception !== undefined) return answered({ kind: 'cleared', clearance: clearanceBy(exception) });
  if (denied?.state.kind === 'denied') {
    const { by, reason, proposal } = denied.state;
    return answered({ kind: 'denied', id: denied.id, by: by.name, reason, proposal });
  }

  const expired = latest(
    same,
    ({ id, state, request }) =>
      state.kind === 'expired' &&
      (id === asking.waitedFor ||
        (!state.told && request.answers === undefined && sameEntries(request.entries, entries))),
  );
  if (expired?.state.kind === 'expired') {
    const told: Approval = { ...expired, state: { ...expired.state, told: true } };
    return {
      answer: { kind: 'expired', id: expired.id },
      write: [...write.filter(({ id }) => id !== expired.id), told],
    };
  }

  const pending = same.find(({ state, request }) => state.kind === 'pending' && sameEntries(request.entries, entries));
  if (pending !== undefined) {
    const { id, expiresAt } = pending;
    return answered({ kind: 'pending', id, fresh: false, expiresAt, missing: missingVotes(pending) });
  }

  // Before the caps that pass: waiting changes nothing here.
  const bytes = bytesToRead(asking.request);
  if (bytes > caps.bytes) return answered({ kind: 'large', bytes, most: caps.bytes });
  const recent = known.denials.filter((at) => at > now - caps.coolDownMs);
  if (recent.length >= caps.denials) {
    return answered({ kind: 'cooling', denials: recent.length, until: Math.max(...recent) + caps.coolDownMs });
  }
  if (known.pending >= caps.pending) return answered({ kind: 'full', pending: known.pending });
  return answered(undefined);
}

/** The request that an asking makes. */
export function newApproval({ request }: Asking, id: string, now: number): Approval {
  return { id, request, askedAt: now, expiresAt: now + request.timeoutMs, state: { kind: 'pending', votes: [] } };
}

function clearanceOf({ id, request, state }: Approval): Clearance {
  return { kind: 'approval', approval: id, by: state.votes.map(({ name }) => name), entries: request.entries };
}

function clearanceBy({ id, approval, by, entries }: Exception): Clearance {
  return { kind: 'exception', approval, exception: id, by, entries };
}

function bytesToRead({ call, argumentsBytes, definition = '' }: ApprovalRequest): number {
  return argumentsBytes + Buffer.byteLength(call.subject.name) + Buffer.byteLength(definition);
}

function sameEntries(a: readonly string[], b: readonly string[]): boolean {
  return entriesDigest(a) === entriesDigest(b);
}

function latest(approvals: readonly Approval[], which: (approval: Approval) => boolean): Approval | undefined {
  return approvals.filter(which).sort((a, b) => b.askedAt - a.askedAt)[0];
}
