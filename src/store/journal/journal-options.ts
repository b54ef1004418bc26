import type { Clock } from '../../kernel/index.ts';
import type { FileLayer } from './files.ts';
import type { JournalPosition, Reserve } from './segment.ts';

export interface JournalOptions {
  /** The writer's own folder; it exists, and nobody else writes in it. */
  readonly folder: string;
  readonly writer: string;
  /** Number of the segment to begin with; no file of that number exists. */
  readonly segment: number;
  readonly clock: Clock;
  readonly files?: FileLayer;
  /** Everything up to here survives power loss and may be drained. Called after each sync. */
  readonly onSynced?: (position: JournalPosition) => void;
  /** The journal has begun to fail (with the cause, for the log) or keeps records again. */
  readonly onHealth?: (healthy: boolean, cause?: unknown) => void;
  /** A segment this long is followed by a new one. */
  readonly segmentBytes?: number;
  /** For tests: what is reserved, and from which length on. */
  readonly reserve?: Reserve;
  /** How long a sync may take before nobody waits for it any more, in ms. */
  readonly stallMs?: number;
  /** How often a failing journal tries whether it can keep records again. */
  readonly probeMs?: number;
}
