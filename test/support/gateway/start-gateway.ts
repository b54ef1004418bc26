import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CallRecord, EventRecord } from '../../../src/audit/index.ts';
import { openAuditReader } from '../../../src/store/index.ts';
import { type Child, cleanEnvironment, type End, startChild } from './child.ts';

/** What a test's `toolgate.yaml` says; JSON is YAML. */
export interface GatewaySetup {
  readonly servers: Readonly<Record<string, object>>;
  readonly policies: Readonly<Record<string, object>>;
  /**
   * Label → server → policy; each gets a token of its own. When absent, the one grant `agent` reaches every server under
   * the policy of the server's name, or the one called `open`.
   */
  readonly grants?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Further keys at the top. */
  readonly more?: object;
  /** Further arguments of `toolgate up`. */
  readonly args?: readonly string[];
  /** Further variables of the gateway's own environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A running `toolgate up`. */
export interface TestGateway extends AsyncDisposable {
  readonly child: Child;
  readonly origin: string;
  url(slug: string): string;
  /** The token of a grant; without a label, of the first. */
  token(label?: string): string;
  readonly configFile: string;
  readonly dataFolder: string;
  /** Writes another configuration into the file that the gateway watches. Tokens of the same labels stay. */
  rewrite(setup: GatewaySetup): Promise<void>;
  /** The calls on the record so far, oldest first. */
  calls(): Promise<readonly CallRecord[]>;
  events(): Promise<readonly EventRecord[]>;
  stop(signal?: NodeJS.Signals): Promise<End>;
}

/** Starts `toolgate up` on a free port, with a folder of its own for everything. */
export async function startGateway(setup: GatewaySetup): Promise<TestGateway> {
  const folder = await mkdtemp(join(tmpdir(), 'toolgate-e2e-'));
  const configFile = join(folder, 'toolgate.yaml');
  const dataFolder = join(folder, 'data');
  const tokens = new Map<string, string>();
  const write = (next: GatewaySetup): Promise<void> => writeFile(configFile, document(next, tokens), { mode: 0o600 });
  await write(setup);
  const env = { ...cleanEnvironment(folder), ...setup.env };
  const args = ['up', '--config', configFile, '--port', '0', '--data', dataFolder, ...(setup.args ?? [])];
  const child = startChild(args, { cwd: folder, env });
  const clean = (): Promise<void> => rm(folder, { recursive: true, force: true, maxRetries: 3 });

  let origin: string;
  try {
    const [, ready = ''] = await child.until('stdout', /^Toolgate \S+ is ready on (\S+)$/m);
    origin = ready;
  } catch (error) {
    await child.stop('SIGKILL').catch(() => undefined);
    await clean();
    throw error;
  }
  // As `audit query` reads them, without the start of a process each time that somebody waits for a record.
  const query = async <T>(kind: 'call' | 'event'): Promise<readonly T[]> => {
    const reader = openAuditReader(dataFolder);
    try {
      const records = await reader.query({ kind, order: 'oldest', limit: 1_000 });
      return records.map(({ text }) => JSON.parse(text) as T);
    } finally {
      await reader.close();
    }
  };
  const stop = async (signal?: NodeJS.Signals): Promise<End> => {
    try {
      return await child.stop(signal);
    } finally {
      await clean();
    }
  };
  return {
    child,
    origin,
    url: (slug) => `${origin}/mcp/${slug}`,
    token: (label) => tokens.get(label ?? tokens.keys().next().value ?? '') ?? '',
    configFile,
    dataFolder,
    rewrite: write,
    calls: () => query<CallRecord>('call'),
    events: () => query<EventRecord>('event'),
    stop,
    [Symbol.asyncDispose]: async () => {
      await stop();
    },
  };
}

/** The configuration as the file has it. Every label keeps the token that it once got. */
function document(setup: GatewaySetup, tokens: Map<string, string>): string {
  const { servers, policies, more } = setup;
  const everything = Object.keys(servers).map((slug) => [slug, slug in policies ? slug : 'open']);
  const grants = Object.entries(setup.grants ?? { agent: Object.fromEntries(everything) }).map(([label, reach]) => {
    const token = tokens.get(label) ?? `tg_${randomBytes(32).toString('base64url')}`;
    tokens.set(label, token);
    return { label, servers: reach, token };
  });
  return JSON.stringify({ ...more, servers, policies, grants }, null, 2);
}
