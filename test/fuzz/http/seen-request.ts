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

/** A call's own word, put into its arguments as a key, by which it is known wherever it turns up. */
const mark = /^m[0-9]+_[0-9]+$/;

/** A call among requests: its mark and its arguments as this reader's bytes have them; `undefined` for what is none. */
export function callIn({ body }: Pick<SeenRequest, 'body'>): { mark: string; args: string } | undefined {
  let message: { method?: unknown; params?: { arguments?: Readonly<Record<string, unknown>> } };
  try {
    message = JSON.parse(body.toString('latin1')) as typeof message;
  } catch {
    return undefined;
  }
  const args = message?.method === 'tools/call' ? message.params?.arguments : undefined;
  const own = Object.keys(args ?? {}).find((key) => mark.test(key));
  return own === undefined ? undefined : { mark: own, args: JSON.stringify(args) };
}
