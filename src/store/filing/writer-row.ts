import type { Position } from '../journal/segment.ts';

/** A writer as the database knows it. */
export interface WriterRow {
  readonly id: number;
  readonly name: string;
  /** Id of the secret key that its chain is kept under. */
  readonly key: string;
  readonly seq: number;
  readonly mac: Uint8Array;
  readonly position: Position;
  readonly lastTime: number;
}
