import type { Delivery } from '../deliver.ts';
import type { PostResponse } from '../post.ts';

interface Rejected {
  readonly rejectedLogRecords?: unknown;
  readonly rejectedSpans?: unknown;
}

/** By the table of the specification ("Retryable Response Codes"); what else is refused must not be sent again. */
const retryable = new Set([429, 502, 503, 504]);

/**
 * What a collector's answer comes to. A part that it refused must not be sent again: it is noted.
 *
 * @param sent how many records
 */
export function readAnswer({ status, body }: PostResponse, sent: number): Delivery {
  if (status < 200 || status > 299) {
    return { ok: false, reason: `the collector answered with status ${status}`, final: !retryable.has(status) };
  }
  const refused = Math.min(sent, refusedIn(body));
  return refused === 0 ? { ok: true } : { ok: true, note: `the collector refused ${refused} of ${sent} records` };
}

/** `partialSuccess.rejectedLogRecords` or `rejectedSpans`: 64 bits, which may come as a number or as a string. */
function refusedIn(body: string): number {
  let answer: unknown;
  try {
    answer = JSON.parse(body);
  } catch {
    // Collectors that answer with nothing, or in the other encoding, have taken all of it.
    return 0;
  }
  const { partialSuccess } = (answer ?? {}) as { readonly partialSuccess?: Rejected };
  const count = Number(partialSuccess?.rejectedLogRecords ?? partialSuccess?.rejectedSpans ?? 0);
  return Number.isSafeInteger(count) && count > 0 ? count : 0;
}
