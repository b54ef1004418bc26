import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type ByteCounter, startByteCounter } from '../../support/upstreams/byte-counter.ts';
import { type OpenGateway, openGateway } from './open-gateway.ts';
import { codeOf, type RawAgent, rawAgent } from './raw-agent.ts';

/** Resources and prompts are judged by every request that names them, and a URI that could be read twice is not read. */
let upstream: ByteCounter;
let gateway: OpenGateway;
let agent: RawAgent;

beforeAll(async () => {
  upstream = await startByteCounter();
  gateway = await openGateway({
    servers: { counted: { url: upstream.url, allowPrivate: true } },
    policies: {
      counted: {
        version: '1',
        default: 'deny',
        resources: { 'files://host/public/*': {}, 'files://host/public/secret*': { action: 'deny' } },
        prompts: { greet: {}, 'secret_*': { action: 'deny' } },
      },
    },
  });
  agent = await rawAgent(gateway, 'counted');
});
afterAll(async () => {
  await gateway.close();
  await upstream.close();
});
beforeEach(() => upstream.reset());

const ask = (method: string, params: object) => agent.post(JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }));

test('what is allowed goes through', async () => {
  expect((await ask('resources/read', { uri: 'files://host/public/a' })).body).toContain('contents');
  expect((await ask('prompts/get', { name: 'greet' })).body).toContain('hello');
  expect(upstream.bodies()).toHaveLength(2);
});

describe.each(['resources/read', 'resources/subscribe', 'resources/unsubscribe', 'completion/complete'])(
  '%s',
  (method) => {
    const of = (uri: string): object =>
      method === 'completion/complete'
        ? { ref: { type: 'ref/resource', uri }, argument: { name: 'a', value: '' } }
        : { uri };
    test.each([
      ['files://host/private/a', 'default_deny'],
      ['files://host/publicly', 'default_deny'],
      ['files://other/public/a', 'default_deny'],
      ['files://host/public/secret.txt', 'denied'],
      ['files://host/public/../private/a', 'bad_request'],
      ['files://host/public/./a', 'bad_request'],
      ['files://host/public/..', 'bad_request'],
      ['files://host/public/%2e%2e/private/a', 'bad_request'],
      ['files://host/public/%2E./private/a', 'bad_request'],
      ['files://host/public/..%2fprivate/a', 'bad_request'],
      ['files://host/public/%5c..%5cprivate', 'bad_request'],
      ['files://u:p@host/public/a', 'bad_request'],
      ['FILES://host/public/a', 'bad_request'],
      ['files://HOST/public/a', 'bad_request'],
    ])('%s', async (uri, code) => {
      const answer = await ask(method, of(uri));
      expect(upstream.bytes()).toBe(0);
      expect(JSON.parse(answer.body)).toHaveProperty('error');
      // Denied by default is told as what does not exist; the record says why.
      if (code === 'default_deny') expect(answer.body).toMatch(/not found/i);
      else expect(codeOf(answer)).toBe(code);
    });
  },
);

test.each([
  ['prompts/get', { name: 'secret_one' }, 'denied'],
  ['prompts/get', { name: 'Greet' }, undefined],
  ['prompts/get', { name: 'greet ' }, undefined],
  ['completion/complete', { ref: { type: 'ref/prompt', name: 'secret_one' }, argument: {} }, 'denied'],
  ['completion/complete', { ref: { type: 'ref/tool', name: 'greet' }, argument: {} }, 'bad_request'],
  ['completion/complete', { ref: { type: 'ref/prompt', uri: 'files://host/public/a' }, argument: {} }, 'bad_request'],
  ['completion/complete', { ref: { name: 'greet' } }, 'bad_request'],
  ['completion/complete', {}, 'bad_request'],
])('%s %j', async (method, params, code) => {
  const answer = await ask(method, params);
  expect(upstream.bytes()).toBe(0);
  expect(JSON.parse(answer.body)).toHaveProperty('error');
  expect(codeOf(answer)).toBe(code);
});
