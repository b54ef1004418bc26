import { randomBytes } from 'node:crypto';
import { expect, inject } from 'vitest';
import type { CallRecord } from '../../../../src/audit/index.ts';
import { FaultProxy } from '../../../support/fault-proxy.ts';
import { openSession } from '../../../support/gateway/raw-session.ts';
import { open as openPolicy } from '../../../support/gateway/servers.ts';
import { startGateway } from '../../../support/gateway/start-gateway.ts';
import { startByteCounter } from '../../../support/upstreams/byte-counter.ts';
import { newDatabase } from '../../support/new-database.ts';
import { noPostgres } from '../../support/start-postgres.ts';
import { noRedis, startRedis } from '../../support/start-redis.ts';
import type { Cell, Row, Standing } from '../row.ts';
import { behind, postgresError, usualCells, valkeyError } from './servers.ts';

const limited = { limits: [{ counter: 'c', window: 'hour', max: 1_000_000, scope: 'grant' }] };
const tools = { free: {}, quick: limited, money: { limits: [{ ...limited.limits[0], counter: 'd', durable: true }] } };
const inputSchema = { type: 'object' } as const;

/** A real `toolgate up` with proxies on its ways to both servers. @param tool what is called @param breaks which way */
function wholeGateway(tool: keyof typeof tools, breaks: 'PostgreSQL' | 'Valkey') {
  return async (): Promise<Standing> => {
    // What has been started ends also where something after it does not start.
    await using started = new AsyncDisposableStack();
    const redis = await startRedis();
    started.defer(async () => redis?.remove());
    const database = await newDatabase(inject('postgres') ?? '');
    started.defer(() => database.remove());
    const url = new URL(database.url);
    const proxy = await FaultProxy.open(breaks === 'Valkey' ? (redis?.port ?? 0) : Number(url.port));
    started.defer(() => proxy.close());
    if (breaks === 'PostgreSQL') url.port = String(proxy.port);
    const upstream = await startByteCounter(Object.keys(tools).map((name) => ({ name, inputSchema })));
    started.defer(() => upstream.close());
    const gateway = await startGateway({
      servers: { counted: { url: upstream.url, allowPrivate: true } },
      // Each call is known by its argument, to its server and on the record.
      policies: { counted: { ...openPolicy, audit: { arguments: 'paths', paths: ['args.n'] }, tools } },
      env: {
        TOOLGATE_SECRET_KEY: randomBytes(32).toString('base64'),
        TOOLGATE_DATABASE_URL: url.href,
        TOOLGATE_VALKEY_URL: `redis://127.0.0.1:${breaks === 'Valkey' ? proxy.port : redis?.port}`,
      },
    });
    // Killed, which is said to be no way to end.
    started.defer(async () => void (await gateway.stop('SIGKILL').catch(() => undefined)));
    const session = await openSession(gateway.url('counted'), gateway.token());
    let [id, allowed] = [0, 0];
    const all = started.move();
    return {
      ...behind(proxy, breaks === 'Valkey' ? valkeyError : postgresError),
      ask: async () => {
        id += 1;
        const { text } = await session.call(id, tool, { n: id });
        if (text.includes(`called ${tool}`)) allowed += 1;
        return text.includes(`called ${tool}`) ? 'allow' : (/"code":"([a-z_]+)"/.exec(text)?.[1] ?? text);
      },
      // Nothing that was refused has reached the server, and nothing reached it twice.
      check: () => {
        const made = upstream.toolCalls();
        if (made !== allowed) throw new Error(`${allowed} calls were let through, and ${made} were made`);
      },
      calls: async () => {
        const forwarded = upstream.bodies().flatMap((body) => /"arguments":\{"n":(\d+)\}/.exec(body)?.[1] ?? []);
        expect(forwarded).toHaveLength(upstream.toolCalls());
        const rows = await database.run("SELECT text FROM call_record WHERE outcome IN ('allow', 'error')");
        const texts = rows.map(({ text }) => JSON.parse(String(text)) as CallRecord);
        const named = texts.map(({ argumentValues }) => String(Object.values(argumentValues ?? {})[0]));
        return { forwarded, recorded: new Set(named) };
      },
      close: () => all.disposeAsync(),
    };
  };
}

const missing = inject('postgres') === undefined ? noPostgres : undefined;
const both = missing ?? (inject('redis') === undefined ? noRedis : undefined);
const above: Cell = { none: 'as for limits, above; a whole gateway would be waited for five seconds once more' };

export const gatewayRows: readonly Row[] = [
  {
    what: 'Valkey, of a whole gateway, for a call with a limit',
    refused: /^limits_unavailable$/,
    cells: usualCells,
    missing: both,
    makesCalls: true,
    open: wholeGateway('quick', 'Valkey'),
  },
  {
    what: 'PostgreSQL, of a whole gateway, for a call with a durable limit',
    // After five seconds it is not known any more what is in force.
    refused: /^(limits_unavailable|snapshot_stale)$/,
    cells: usualCells,
    missing: both,
    makesCalls: true,
    open: wholeGateway('money', 'PostgreSQL'),
  },
  {
    what: 'PostgreSQL, of a whole gateway, for a call without limits',
    refused: /^snapshot_stale$/,
    cells: {
      down: { how: 'nobody listens, for more than five seconds' },
      stalled: { how: 'nothing comes back, for more than five seconds' },
      error: above,
      garbage: above,
      flapping: { none: 'between two cuts it is found out again and again what is in force' },
    },
    missing: both,
    makesCalls: true,
    open: wholeGateway('free', 'PostgreSQL'),
  },
];
