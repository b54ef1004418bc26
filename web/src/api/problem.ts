import { asSentence } from '../kernel/as-sentence.ts';

/** An answer that is no success: RFC 9457, with Toolgate’s stable code. */
export class Problem extends Error {
  /** HTTP status; 0 when there was no answer at all. */
  readonly status: number;
  readonly code: string;
  /** The whole document, for who knows more of its code. */
  readonly body: Readonly<Record<string, unknown>>;

  constructor(status: number, code: string, message: string, body: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.body = body;
  }
}

/** Reads a problem document; what is none is named by its status. */
export async function problemOf(response: Response): Promise<Problem> {
  let body: Readonly<Record<string, unknown>> = {};
  try {
    const read: unknown = await response.json();
    if (typeof read === 'object' && read !== null) body = read as Readonly<Record<string, unknown>>;
  } catch {
    // The status says enough.
  }
  const text = [body.detail, body.title].find((part) => typeof part === 'string');
  const code = typeof body.code === 'string' ? body.code : `status_${response.status}`;
  return new Problem(
    response.status,
    code,
    asSentence(String(text ?? `The gateway answered ${response.status}.`)),
    body,
  );
}

/** There was no answer at all. */
export function unreachable(error: unknown): never {
  if (error instanceof DOMException && error.name === 'AbortError') throw error;
  throw new Problem(0, 'unreachable', 'The gateway does not answer. What you typed is still here.');
}
