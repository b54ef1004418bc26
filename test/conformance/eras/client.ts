import type { Client as ModernClient } from '@modelcontextprotocol/client';
import type { Client as LegacyClient } from '@modelcontextprotocol/sdk/client/index.js';
import {
  CreateMessageRequestSchema,
  ElicitRequestSchema,
  ListRootsRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { legacyClient, modernClient } from '../../support/gateway/clients.ts';
import { modernHeaders, modernMeta } from '../../support/gateway/listen.ts';
import { openSession, post } from '../../support/gateway/raw-session.ts';

/** A client of one era at one server: the official SDK of the era, and bytes where the SDK would keep them back. */
export interface EraClient {
  readonly era: 'legacy' | 'modern';
  readonly url: string;
  readonly token: string;
  readonly sdk: LegacyClient | ModernClient;
  /** What the client was asked, in order. */
  readonly asked: { readonly method: string; readonly params: Record<string, unknown> }[];
  /** Methods of the notifications that came outside any request of the client's. */
  readonly told: string[];
  call(name: string, args?: Record<string, unknown>, options?: { onprogress(each: unknown): void }): Promise<unknown>;
  /** @returns the result; throws {@link Refused} */
  send(method: string, params?: object): Promise<Record<string, unknown>>;
  close(): Promise<void>;
}

/** The gateway or the server said no, in the words of the client's era. */
export class Refused extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

const reply = {
  'sampling/createMessage': { model: 'm', role: 'assistant', content: { type: 'text', text: 'sampled' } },
  'elicitation/create': { action: 'accept', content: { name: 'Ada', color: 'blue' } },
  'roots/list': { roots: [{ uri: 'file:///here' }] },
} as const;
const capabilities = { sampling: {}, roots: { listChanged: true }, elicitation: { form: {}, url: {} } };

export async function connectLegacy(url: string, token: string): Promise<EraClient> {
  const sdk = await legacyClient(url, token, capabilities);
  const asked: EraClient['asked'] = [];
  const told: string[] = [];
  const note = <M extends keyof typeof reply>(method: M, params: unknown): (typeof reply)[M] => {
    asked.push({ method, params: (params ?? {}) as Record<string, unknown> });
    return reply[method];
  };
  sdk.setRequestHandler(CreateMessageRequestSchema, ({ params }) => note('sampling/createMessage', params));
  sdk.setRequestHandler(ElicitRequestSchema, ({ params }) => {
    const { action, content } = note('elicitation/create', params);
    return params.mode === 'url' ? { action } : { action, content };
  });
  sdk.setRequestHandler(ListRootsRequestSchema, ({ params }) => ({ roots: [...note('roots/list', params).roots] }));
  sdk.fallbackNotificationHandler = async ({ method }) => void told.push(method);
  const raw = await openSession(url, token, capabilities);
  return {
    era: 'legacy',
    url,
    token,
    sdk,
    asked,
    told,
    call: (name, args = {}, options) => sdk.callTool({ name, arguments: args }, undefined, options),
    send: async (method, params = {}) => resultOf((await raw.send({ id: 1, method, params })).text),
    close: async () => {
      await raw.end();
      await sdk.close();
    },
  };
}

export async function connectModern(url: string, token: string): Promise<EraClient> {
  const { listChanged: _listChanged, ...roots } = capabilities.roots;
  const declared = { ...capabilities, roots };
  const sdk = await modernClient(url, token, 'pinned', declared);
  const asked: EraClient['asked'] = [];
  const note = <M extends keyof typeof reply>(method: M, params: unknown): (typeof reply)[M] => {
    asked.push({ method, params: (params ?? {}) as Record<string, unknown> });
    return reply[method];
  };
  sdk.setRequestHandler('sampling/createMessage', ({ params }) => note('sampling/createMessage', params));
  sdk.setRequestHandler('elicitation/create', ({ params }) => {
    const { action, content } = note('elicitation/create', params);
    return params.mode === 'url' ? { action } : { action, content };
  });
  sdk.setRequestHandler('roots/list', ({ params }) => ({ roots: [...note('roots/list', params).roots] }));
  const _meta = { ...modernMeta, 'io.modelcontextprotocol/clientCapabilities': declared };
  return {
    era: 'modern',
    url,
    token,
    sdk,
    asked,
    told: [],
    call: (name, args = {}, options) => sdk.callTool({ name, arguments: args }, options),
    send: async (method, params = {}) => {
      const { name, uri, taskId } = params as { name?: string; uri?: string; taskId?: string };
      const named = /^(tools\/call|prompts\/get|resources\/read|tasks\/)/.test(method)
        ? (name ?? uri ?? taskId)
        : undefined;
      const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: { _meta, ...params } });
      return resultOf((await post(url, token, body, modernHeaders(method, named))).text);
    },
    close: () => sdk.close(),
  };
}

/** The answer of a response that may be a stream: its last event. */
function resultOf(text: string): Record<string, unknown> {
  const events = text.startsWith('{') ? [text] : [...text.matchAll(/^data: (.*)$/gm)].map(([, data = '']) => data);
  const answer = JSON.parse(events.at(-1) ?? 'null') as {
    readonly result?: Record<string, unknown>;
    readonly error?: { readonly code: number; readonly message: string };
  };
  if (answer.error !== undefined) throw new Refused(answer.error.code, answer.error.message);
  if (answer.result === undefined) throw new Error(`no answer: ${text}`);
  return answer.result;
}
