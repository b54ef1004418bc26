import { answer, type Incoming } from '../../support/upstreams/answer.ts';
import { callIn, type SeenRequest } from './seen-request.ts';

/** A call as it arrived at a server. */
export interface SeenCall {
  readonly server: string;
  readonly tool: string;
  readonly args: string;
}

/** What a server says to a request, and which way of saying it wrongly the call asks for; below zero, none. */
interface Said {
  readonly status: number;
  readonly body: string;
  readonly wicked: number;
}

const tools = ['echo', 'kill'].map((name) => ({ name, inputSchema: { type: 'object' as const } }));
type Call = Incoming & { readonly params?: { readonly arguments?: Readonly<Record<string, unknown>> } };

/** The least of an MCP server: notes every call by its mark, each as often as it arrives, and has an answer. */
export function noteCalls(): {
  readonly seen: ReadonlyMap<string, readonly SeenCall[]>;
  note(server: string, request: SeenRequest): Said;
} {
  const seen = new Map<string, SeenCall[]>();
  const note = (server: string, request: SeenRequest): Said => {
    if (request.method !== 'POST') return { status: 405, body: '', wicked: -1 };
    const message = JSON.parse(request.body.toString()) as Call;
    const call = callIn(request);
    if (call !== undefined) {
      const arrived = { server, tool: message.params?.name ?? '', args: call.args };
      seen.set(call.mark, [...(seen.get(call.mark) ?? []), arrived]);
    }
    if (message.id === undefined) return { status: 202, body: '', wicked: -1 };
    const known = answer(message, tools);
    const result = call === undefined ? known : { content: [{ type: 'text', text: `mark=${call.mark}` }] };
    const wicked = /wicked ([0-9]+)/.exec(call?.args ?? '')?.[1];
    const body = JSON.stringify({ jsonrpc: '2.0', id: message.id, result });
    return { status: 200, body, wicked: Number(wicked ?? -1) };
  };
  return { seen, note };
}
