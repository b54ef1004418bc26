import { hash } from 'node:crypto';

/** A request as one reader of a connection's bytes sees it. */
export interface SeenRequest {
  readonly method: string;
  readonly target: string;
  readonly body: Buffer;
}

/** What a reader made of a connection: requests in order, and whether it could read to the end. */
export interface Reading {
  readonly requests: readonly SeenRequest[];
  /** `broken`: what follows the last request is none to this reader. */
  readonly end: 'whole' | 'cut short' | 'broken';
  /** Bytes that belong to the requests. */
  readonly taken: number;
}

/**
 * A call's own word, put into its arguments as a key, by which it is known wherever it turns up. Bytes are changed on
 * their way at random: what is left of a mark must not be another's.
 */
export function markOf(seed: number, call: number): string {
  return `m${seed}_${call}_${hash('sha256', `${seed}_${call}`, 'hex').slice(0, 8)}`;
}

export function isMark(key: string): boolean {
  const [, seed, call] = /^m([0-9]+)_([0-9]+)_/.exec(key) ?? [];
  return seed !== undefined && key === markOf(Number(seed), Number(call));
}

/** A call among requests: its mark and its arguments as this reader's bytes have them; `undefined` for what is none. */
export function callIn({ body }: Pick<SeenRequest, 'body'>): { mark: string; args: string } | undefined {
  let message: { method?: unknown; params?: { arguments?: Readonly<Record<string, unknown>> } };
  try {
    message = JSON.parse(body.toString('latin1')) as typeof message;
  } catch {
    return undefined;
  }
  const args = message?.method === 'tools/call' ? message.params?.arguments : undefined;
  const own = Object.keys(args ?? {}).find(isMark);
  return own === undefined ? undefined : { mark: own, args: JSON.stringify(args) };
}
