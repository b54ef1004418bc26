import { Fault } from '../../kernel/index.ts';
import { eventLine } from './line.ts';

/** A journal that cannot keep what it is given. */
export interface Failure {
  /** ms since the epoch. */
  readonly since: number;
  readonly fault: Fault;
  /** How many lines were refused. */
  refused: number;
  /** Whether the end of the failure stands in the journal already; it ends with the sync. */
  announced: boolean;
}

/** The line that says that it is over. */
export function resumedLine({ since, refused }: Failure, time: number): string {
  return eventLine({ kind: 'event', time, event: 'journal_resumed', detail: { since, refused } });
}

/** What is asked of a journal that has been closed. */
export function closed(): Fault {
  return new Fault('audit_unavailable', 'The gateway is shutting down.');
}
