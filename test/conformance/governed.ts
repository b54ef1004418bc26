import { modernClient } from '../support/gateway/clients.ts';
import { startGateway } from '../support/gateway/start-gateway.ts';
import { type Eras, startDualEra } from '../support/upstreams/dual-era-server.ts';
import { startTokenProxy } from './token-proxy.ts';

/** A gateway with everything on, in front of the fixture. */
export interface Governed extends AsyncDisposable {
  /** Where the suite finds it. */
  readonly url: string;
}

interface Listed {
  readonly name: string;
  readonly inputSchema: { readonly properties?: Readonly<Record<string, unknown>>; readonly required?: unknown };
}

/**
 * Every tool is named, its arguments are closed, and each has a limit; nothing else is allowed. All of it is recorded,
 * and synced before it goes out.
 *
 * @param eras the eras that the server behind the gateway speaks
 */
export async function startGoverned(eras: Eras): Promise<Governed> {
  const upstream = await startDualEra(eras);
  const policy = policyFor(await toolsOf());
  const gateway = await startGateway({
    servers: { fixture: { url: upstream.url, allowPrivate: true } },
    policies: { fixture: policy },
    more: {
      audit: { writeAhead: ['read', 'write', 'access', 'execute', 'destructive', 'financial'] },
      admission: { requestsPerSecond: 1_000 },
    },
  });
  const proxy = await startTokenProxy(gateway.url('fixture'), gateway.token());
  return {
    url: proxy.url,
    [Symbol.asyncDispose]: async () => {
      await proxy.close();
      await gateway.stop();
      await upstream.close();
    },
  };
}

async function toolsOf(): Promise<readonly Listed[]> {
  const server = await startDualEra('modern');
  const client = await modernClient(server.url, '', 'pinned');
  try {
    return (await client.listTools()).tools as readonly Listed[];
  } finally {
    await client.close();
    await server.close();
  }
}

function policyFor(tools: readonly Listed[]): object {
  const limit = (counter: string) => ({ counter, window: 'minute', max: 1_000, scope: 'grant' });
  return {
    version: '1',
    default: 'deny',
    tools: Object.fromEntries(
      tools.map(({ name, inputSchema }) => {
        const properties = Object.fromEntries(Object.keys(inputSchema.properties ?? {}).map((key) => [key, {}]));
        const required = Array.isArray(inputSchema.required) ? { required: inputSchema.required } : {};
        const schema = { type: 'object', properties, ...required, additionalProperties: false };
        return [name, { arguments: schema, limits: [limit(name)] }];
      }),
    ),
    resources: { 'test://*': { limits: [limit('resources')] } },
    prompts: { 'test_*': { limits: [limit('prompts')] } },
    server_requests: { sampling: 'allow', roots: 'allow', elicitation: 'all' },
  };
}
