import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import type { CallRecord, EventRecord } from '../../../src/audit/index.ts';
import { openPlane } from '../../../src/cli/up/open-plane.ts';
import { type Config, loadConfig } from '../../../src/config/index.ts';
import type { Ports } from '../../../src/gateway/index.ts';
import { startGateway } from '../../../src/main.ts';
import type { Applied } from '../../../src/snapshot/index.ts';
import { openAuditReader } from '../../../src/store/index.ts';
import { newLogger } from '../../../src/telemetry/index.ts';
import type { GatewaySetup } from '../../support/gateway/start-gateway.ts';

/** The whole gateway, composed as `toolgate up` composes it, in the process of the test. */
export interface OpenGateway {
  readonly port: number;
  readonly dataFolder: string;
  url(slug: string): string;
  /** What the way of a call needs of the world, to be broken by a test. */
  readonly ports: { -readonly [P in keyof Ports]: Ports[P] };
  /** The token of a grant; without a label, of the first. */
  token(label?: string): string;
  /** Puts another configuration in force, as a changed file does. Tokens of the same labels stay. */
  apply(setup: GatewaySetup): Promise<Applied>;
  /** What was logged so far. */
  log(): string;
  /** Ends it. What it kept can still be read. */
  stop(): Promise<void>;
  /** The calls on the record, oldest first. Whole once the gateway has ended. */
  calls(): Promise<readonly CallRecord[]>;
  events(): Promise<readonly EventRecord[]>;
  /** Ends it if need be, and removes its folder. */
  close(): Promise<void>;
}

/** Opens a gateway on a free port of 127.0.0.1. Without grants, the one called `agent` reaches every server. */
export async function openGateway(setup: GatewaySetup): Promise<OpenGateway> {
  const folder = mkdtempSync(join(tmpdir(), 'toolgate-inside-'));
  const dataFolder = join(folder, 'data');
  const tokens = new Map<string, string>();
  const read = (next: GatewaySetup): Config => configOf(next, tokens, join(folder, 'toolgate.yaml'));
  const lines = new PassThrough();
  const logged: Buffer[] = [];
  lines.on('data', (chunk: Buffer) => logged.push(chunk));
  const config = read(setup);
  const log = newLogger(lines, 'debug');
  const gateway = await startGateway({
    config,
    dataFolder,
    ignored: false,
    warm: false,
    metrics: true,
    env: {},
    log,
    version: '0.0.0',
  });
  const origin = (): string => `http://127.0.0.1:${door.address.port}`;
  const plane = await openPlane({ gateway, dataFolder, config, log, origin, dashboard: origin });
  const door = await gateway.openHttp(config, plane);
  let stopped = false;
  const stop = async (): Promise<void> => {
    if (stopped) return;
    stopped = true;
    await door.close(1_000);
    await plane.close();
    await gateway.close();
  };
  const query = async <T>(kind: 'call' | 'event'): Promise<readonly T[]> => {
    const reader = openAuditReader(dataFolder);
    const stored = await reader.query({ kind, order: 'oldest', limit: 1_000_000 });
    await reader.close();
    return stored.map(({ text }) => JSON.parse(text) as T);
  };
  return {
    port: door.address.port,
    dataFolder,
    ports: gateway.ports,
    url: (slug) => `http://127.0.0.1:${door.address.port}/mcp/${slug}`,
    token: (label) => tokens.get(label ?? tokens.keys().next().value ?? '') ?? '',
    apply: (next) => gateway.apply(read(next)),
    log: () => Buffer.concat(logged).toString(),
    stop,
    calls: () => query<CallRecord>('call'),
    events: () => query<EventRecord>('event'),
    close: async () => {
      await stop();
      rmSync(folder, { recursive: true, maxRetries: 5 });
    },
  };
}

function configOf(
  { servers, policies, grants, more }: GatewaySetup,
  tokens: Map<string, string>,
  file: string,
): Config {
  const everything = Object.fromEntries(Object.keys(servers).map((slug) => [slug, slug in policies ? slug : 'open']));
  const text = JSON.stringify({
    ...more,
    servers,
    policies,
    grants: Object.entries(grants ?? { agent: everything }).map(([label, reach]) => {
      const token = tokens.get(label) ?? `tg_${randomBytes(32).toString('base64url')}`;
      tokens.set(label, token);
      return { label, servers: reach, token };
    }),
  });
  writeFileSync(file, text, { mode: 0o600 });
  const loaded = loadConfig(file, {}, { port: 0 });
  if (!loaded.ok) throw new Error(loaded.errors.map(({ message }) => message).join('\n'));
  return loaded.config;
}
