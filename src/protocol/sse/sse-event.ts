/** One event of a stream, as the WHATWG HTML standard dispatches it (section 9.2.6). */
export interface SseEvent {
  /** The event's type; `message` when none was given. */
  readonly event: string;
  /** The data lines, joined by line feeds. Not copied where one chunk held them: it must not be changed. */
  readonly data: Buffer;
  /** The last `id` of the stream so far; `undefined` when there was none. */
  readonly id: string | undefined;
  /** The last `retry` of the stream so far: milliseconds to wait before connecting again. */
  readonly retry: number | undefined;
}
