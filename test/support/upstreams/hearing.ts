import type { Message } from '../../../src/protocol/index.ts';
import type {
  Listener,
  Pending,
  RequestHeaders,
  UpstreamFailure,
  UpstreamSession,
} from '../../../src/upstream/index.ts';

/** Everything that one request heard. */
export interface Heard {
  readonly pending: Pending;
  /** The texts of the messages, in order. */
  readonly messages: readonly string[];
  /** The answer as JSON, or the failure. Rejects never. */
  readonly end: Promise<{ readonly answer: unknown } | { readonly failure: UpstreamFailure }>;
  /** How often `answer` or `failure` was called. */
  ends(): number;
}

/** Issues a request and listens to it. */
export function ask(
  session: UpstreamSession,
  method: string,
  params: unknown = {},
  headers: RequestHeaders = {},
  onMessage: (message: Message) => void = () => {},
): Heard {
  const messages: string[] = [];
  let ends = 0;
  const { promise, resolve } = Promise.withResolvers<Awaited<Heard['end']>>();
  const heard = (message: Message): void => {
    messages.push(message.bytes.toString('utf8'));
    onMessage(message);
  };
  const listener: Listener = {
    notification: heard,
    request: heard,
    answer: (message) => {
      ends += 1;
      resolve({ answer: JSON.parse(message.bytes.toString('utf8')) });
    },
    failure: (failure) => {
      ends += 1;
      resolve({ failure });
    },
  };
  const render = (id: number): Buffer => Buffer.from(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
  const pending = session.request(render, headers, listener);
  return { pending, messages, end: promise, ends: () => ends };
}

/** Calls a tool. */
export function call(session: UpstreamSession, name: string, args: unknown = {}): Heard {
  return ask(session, 'tools/call', { name, arguments: args });
}

/** The text of a tool's answer. Throws what came instead. */
export async function textOf(heard: Heard): Promise<string> {
  const end = await heard.end;
  if ('failure' in end) throw new Error(`${end.failure.code}: ${end.failure.message}`, { cause: end.failure.cause });
  const { result } = end.answer as { result?: { content?: { text?: string }[] } };
  const text = result?.content?.[0]?.text;
  if (text === undefined) throw new Error(`no text in ${JSON.stringify(end.answer)}`);
  return text;
}

/** The failure of a request. Throws when it was answered. */
export async function failureOf(heard: Heard): Promise<UpstreamFailure> {
  const end = await heard.end;
  if ('answer' in end) throw new Error(`answered: ${JSON.stringify(end.answer)}`);
  return end.failure;
}
