import type { RequestMessage } from '../protocol/index.ts';
import type { Access, Grant, Snapshot } from '../snapshot/index.ts';
import type { Arrival } from './arrival.ts';
import type { Reply } from './reply.ts';
import type { Session } from './sessions/session.ts';

/** What a governed request is about: the thing that policy speaks of. */
export type Subject =
  | { readonly kind: 'tool'; readonly name: string }
  | { readonly kind: 'resource'; readonly uri: string }
  | { readonly kind: 'prompt'; readonly name: string };

/**
 * One governed request, from arrival to its record. The snapshot is taken once, so that no decision mixes two
 * versions of the configuration (threats B29).
 */
export interface GovernedCall {
  readonly requestId: string;
  /** The authority's time of arrival, ms since the epoch. */
  readonly time: number;
  /** When it is judged, where that is later: a call that was held is judged again. */
  readonly judgedAt?: number;
  /** Monotonic ms of arrival, for durations. */
  readonly startedAt: number;
  readonly message: RequestMessage;
  readonly subject: Subject;
  readonly snapshot: Snapshot;
  readonly grant: Grant;
  readonly access: Access;
  /** As `Caller` has it. */
  readonly shownAs?: string | undefined;
  readonly session: Session;
  readonly reply: Reply;
  /**
   * What the transport's headers said, which must agree with the body where the tool wants some of it in both; and who
   * the caller is, which a call that was held is asked again.
   */
  readonly arrival: Pick<Arrival, 'hasHeaders' | 'header' | 'identify'>;
}

/** The name by which records, metrics and sentences know the subject. */
export function subjectName(subject: Subject): string {
  return subject.kind === 'resource' ? subject.uri : subject.name;
}
