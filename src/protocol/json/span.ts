/** A stretch of a byte buffer: `start` inclusive, `end` exclusive, both in bytes. */
export interface Span {
  readonly start: number;
  readonly end: number;
}
