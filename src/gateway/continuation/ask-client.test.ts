import { describe, expect, it } from 'vitest';
import { manualClock } from '../../kernel/index.ts';
import type { ServerRequests } from '../../policy/index.ts';
import { defaultCaps, metaKeys, type RequestMessage, readMessage, readUpstreamMessage } from '../../protocol/index.ts';
import type { GovernedCall } from '../governed-call.ts';
import { isEnded } from '../refusals/ended.ts';
import { askClient } from './ask-client.ts';
import { callIdentity } from './call-identity.ts';
import { type Continuation, RequestStates } from './request-states.ts';

const everything: ServerRequests = { sampling: 'allow', roots: 'allow', elicitation: 'all' };
const states = new RequestStates(manualClock(1_000_000));

/** As much of a call as asking its client needs. */
function call(method: string, capabilities: object, serverRequests: ServerRequests | undefined): GovernedCall {
  const params = { name: 'x', arguments: { b: 1, a: 2 }, _meta: { [metaKeys.clientCapabilities]: capabilities } };
  const message = readMessage(Buffer.from(JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })), defaultCaps);
  return {
    requestId: 'first',
    message: message as RequestMessage,
    subject: { kind: 'tool', name: 'x' },
    grant: { principal: { organization: 'default', grant: { id: 'file:a', label: 'a', tags: new Map() } } },
    access: { policy: serverRequests === undefined ? undefined : { policy: { serverRequests } } },
    session: { slug: 'mail', revision: { stateless: true } },
  } as unknown as GovernedCall;
}

const form = { method: 'elicitation/create', params: { message: '?', requestedSchema: { type: 'object' } } };
const link = {
  method: 'elicitation/create',
  params: { mode: 'url', url: 'https://user@evil.example/a', message: 'Go' },
};
const sampling = { method: 'sampling/createMessage', params: { messages: [], maxTokens: 1 } };
const withTools = { method: 'sampling/createMessage', params: { messages: [], maxTokens: 1, tools: [] } };

interface Asking {
  readonly result: object;
  readonly capabilities?: object;
  readonly rules?: ServerRequests | undefined;
  readonly method?: string;
  readonly continues?: Continuation;
}

function asked({ result, capabilities = {}, rules = everything, method = 'tools/call', continues }: Asking) {
  const text = JSON.stringify({ jsonrpc: '2.0', id: 9, result: { resultType: 'input_required', ...result } });
  const message = readUpstreamMessage(Buffer.from(text), defaultCaps);
  if (message.kind !== 'result') throw new Error(message.kind);
  const from = call(method, capabilities, rules);
  const told = askClient(from, message, continues, true, states);
  if (isEnded(told)) return { refused: told.message };
  const { result: said } = JSON.parse(told.bytes.toString('utf8')) as { result: { requestState: string } };
  return { said, open: () => states.open(callIdentity(from), said.requestState) };
}

const declared = { elicitation: { form: {}, url: {} }, sampling: {}, roots: {} };

describe('what a client is asked', () => {
  it('goes on as it came, with a state of ours around the server’s own', async () => {
    const result = { inputRequests: { a: form }, requestState: 'é"\n', 'x-y': [1] };
    const { said, open } = asked({ result, capabilities: declared });
    expect(said).toMatchObject({ ...result, requestState: expect.stringMatching(/^tgs1\./) });
    expect(await open?.()).toEqual({ requestId: 'first', inner: JSON.stringify('é"\n'), round: 1, held: true });
  });

  it('in a later round bears the id of the first request', async () => {
    const continues = { requestId: 'long ago', inner: undefined, round: 7, held: false };
    const { open } = asked({ result: { requestState: 's' }, continues });
    expect(await open?.()).toMatchObject({ requestId: 'long ago', round: 8 });
  });

  it('is shown a link with who asks and where it really leads', () => {
    const { said } = asked({ result: { inputRequests: { a: link, b: form } }, capabilities: declared });
    expect(said).toMatchObject({
      inputRequests: {
        a: { params: { message: '[mail asks you to open evil.example] Go', url: link.params.url } },
        b: form,
      },
    });
  });

  it.each<[string, Asking]>([
    [
      'what policy denies',
      {
        result: { inputRequests: { a: sampling } },
        capabilities: declared,
        rules: { ...everything, sampling: 'deny' },
      },
    ],
    [
      'a link where forms are allowed',
      { result: { inputRequests: { a: link } }, capabilities: declared, rules: { ...everything, elicitation: 'form' } },
    ],
    [
      'anything without a policy',
      {
        result: { inputRequests: { a: form } },
        capabilities: declared,
        rules: { sampling: 'deny', roots: 'deny', elicitation: 'deny' },
      },
    ],
    ['what the client has not declared', { result: { inputRequests: { a: form } } }],
    ['a link of a client for forms', { result: { inputRequests: { a: link } }, capabilities: { elicitation: {} } }],
    ['tools of a client that samples without', { result: { inputRequests: { a: withTools } }, capabilities: declared }],
    [
      'a link that opens no page',
      {
        result: { inputRequests: { a: { ...link, params: { ...link.params, url: 'javascript:alert(1)' } } } },
        capabilities: declared,
      },
    ],
    [
      'a link that leads nowhere',
      {
        result: { inputRequests: { a: { ...link, params: { ...link.params, url: 'nowhere' } } } },
        capabilities: declared,
      },
    ],
    [
      'one allowed thing and one that is not',
      { result: { inputRequests: { a: form, b: withTools } }, capabilities: declared },
    ],
    ['nothing', { result: {} }],
    ['a list', { result: { inputRequests: [form] }, capabilities: declared }],
    ['another method', { result: { inputRequests: { a: { method: 'tools/call' } } }, capabilities: declared }],
    ['with a state that is no text', { result: { requestState: 1 } }],
    ['in answer to what cannot ask', { result: { requestState: 's' }, method: 'completion/complete' }],
    [
      'a ninth time',
      { result: { requestState: 's' }, continues: { requestId: 'r', inner: undefined, round: 8, held: false } },
    ],
  ])('is never %s', (_what, asking) => {
    expect(asked(asking)).toEqual({ refused: expect.stringMatching(/^The server /) });
  });
});
