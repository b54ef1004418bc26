/**
 * Workers of one gateway are replaced one after the other, again and again, while agents call all the time: no call that
 * was taken in is lost, none is made twice, and a limit that all share counts each. One round with the tests, 200 by
 * `npm run rolling`; what several runs came to is added up in `reports/rolling.jsonl`.
 *
 * For half of the agents the server takes its time, so that whichever worker is asked to end has calls under way.
 * Each agent keeps to one connection and calls again a moment after its answer: workers that begin have a machine to begin
 * on, and one that is to end gives each connection its last answer at once, where it would wait for one that is idle.
 */
import { randomBytes } from 'node:crypto';
import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { type Child, cleanEnvironment, startChild } from '../support/gateway/child.ts';
import { modernHeaders, modernMeta } from '../support/gateway/listen.ts';
import { open } from '../support/gateway/servers.ts';
import { type ByteCounter, startByteCounter } from '../support/upstreams/byte-counter.ts';
import { newDatabase, type TestDatabase } from './support/new-database.ts';
import { noPostgres } from './support/start-postgres.ts';
import { noRedis, type RedisServer, startRedis } from './support/start-redis.ts';

const rounds = Number(process.env.TOOLGATE_ROLLING_ROUNDS ?? 1);
const callers = 8;
/** Between an answer and the next call. */
const pauseMs = 5;
/** How long the server takes for the calls of every other agent, one after the other. */
const slowMs = [300, 1_000, 2_000] as const;
function serverTakes(body: string): number {
  const [, caller, at] = /"n":"(\d+)-(\d+)"/.exec(body) ?? [];
  return Number(caller) % 2 === 1 ? (slowMs[Number(at) % slowMs.length] ?? 0) : 0;
}
const postgres = inject('postgres');
const redis: RedisServer | undefined = postgres === undefined ? undefined : await startRedis();
const able = postgres !== undefined && redis !== undefined;
const missing = postgres === undefined ? noPostgres : noRedis;
const token = `tg_${'r'.repeat(43)}`;
/** Far more than is called; what an answer says is left tells what was counted. */
const most = 100_000_000;

describe.skipIf(!able)(able ? 'workers that are replaced under load' : missing, () => {
  let folder: string;
  let database: TestDatabase;
  let upstream: ByteCounter;
  let parent: Child;
  let origin: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'toolgate-rolling-'));
    database = await newDatabase(postgres ?? '');
    upstream = await startByteCounter([{ name: 'free', inputSchema: { type: 'object' } }], undefined, serverTakes);
    const config = join(folder, 'toolgate.yaml');
    const limits = [{ counter: 'all', window: 'week', max: most, scope: 'grant' }];
    const file = {
      admission: { requestsPerSecond: 100_000 },
      servers: { counted: { url: upstream.url, allowPrivate: true } },
      policies: { counted: { ...open, tools: { free: { limits } } } },
      grants: [{ label: 'agent', server: 'counted', policy: 'counted', token }],
    };
    await writeFile(config, JSON.stringify(file), { mode: 0o600 });
    const env = {
      ...cleanEnvironment(folder),
      TOOLGATE_SECRET_KEY: randomBytes(32).toString('base64'),
      TOOLGATE_DATABASE_URL: database.url,
      TOOLGATE_VALKEY_URL: redis?.url ?? '',
    };
    const args = ['up', '--config', config, '--port', '0', '--data', join(folder, 'data'), '--workers', '2'];
    parent = startChild(args, { cwd: folder, env });
    [, origin = ''] = await parent.until('stdout', /^Toolgate \S+ is ready on (\S+)$/m, 120_000);
    await parent.until('stdout', /2 workers serve it/, 120_000);
  }, 300_000);
  afterAll(async () => {
    agent.destroy();
    await parent?.stop().catch(() => undefined);
    await upstream?.close();
    await database?.remove();
    await redis?.remove();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }, 120_000);

  const agent = new Agent({ keepAlive: true, maxSockets: callers });
  const headers = {
    'Content-Type': 'application/json',
    Accept: 'application/json, text/event-stream',
    Authorization: `Bearer ${token}`,
    ...modernHeaders('tools/call', 'free'),
  };
  const call = (n: string): Promise<string> => {
    const params = { name: 'free', arguments: { n }, _meta: modernMeta };
    return new Promise((resolve, reject) => {
      const asked = request(`${origin}/mcp/counted`, { agent, method: 'POST', headers }, (answer) => {
        textOf(answer).then(resolve, reject);
      });
      asked.on('error', reject);
      asked.end(JSON.stringify({ jsonrpc: '2.0', id: n, method: 'tools/call', params }));
    });
  };

  it(
    `${rounds} times, and every call is answered, made once, counted once and on the record`,
    async () => {
      const lost: unknown[] = [];
      const allowed: string[] = [];
      let [answered, refused, underWay, interrupted] = [0, 0, 0, 0];
      let done = false;
      const calling = Array.from({ length: callers }, async (_, n) => {
        for (let at = 0; !done; at += 1) {
          const id = `${n}-${at}`;
          underWay += 1;
          const text = await call(id).catch((error: unknown) => `${id}: ${String(error)}`);
          underWay -= 1;
          const [, request] = /"outcome":"allow".*"requestId":"(\w+)"/.exec(text) ?? [];
          if (request !== undefined && text.includes(`"id":"${id}"`)) {
            answered += 1;
            allowed.push(request);
          }
          // On a machine that stands still for seconds a gateway says that it cannot know or count, and is asked again.
          else if (/"code":"(snapshot_stale|limits_unavailable|audit_unavailable)","retryable":true/.test(text))
            refused += 1;
          else lost.push(text);
          await setTimeout(pauseMs);
        }
      });
      const said = (what: RegExp) => parent.stderr().match(what)?.length ?? 0;
      const replaced = () => said(/worker \d+ has been replaced/g);
      const given = () => said(/does not come up; the others are not replaced/g);
      let again = 0;
      try {
        for (let round = 1; round <= rounds; round += 1) {
          const before = replaced();
          interrupted += underWay;
          process.kill(parent.pid, 'SIGUSR2');
          await vi.waitFor(
            () => {
              if (given() > again) {
                // On a machine that stands still a worker may not come up in time. Whoever asked for it asks again.
                again = given();
                process.kill(parent.pid, 'SIGUSR2');
              }
              expect(replaced() - before, parent.stderr()).toBeGreaterThanOrEqual(2);
            },
            { timeout: 300_000, interval: 100 },
          );
          // The signal of the next round is heard once this one is over.
          expect(lost).toEqual([]);
          if (rounds > 1)
            console.info(
              `${round} of ${rounds}: ${answered} calls, ${interrupted} under way, ${refused} refused, ${lost.length} lost, ${again} again`,
            );
        }
      } finally {
        done = true;
        await Promise.all(calling);
      }
      expect(lost).toEqual([]);
      expect(answered).toBeGreaterThan(callers);
      const made = upstream.bodies().flatMap((body) => /"n":"(\d+-\d+)"/.exec(body)?.[1] ?? []);
      expect(made).toHaveLength(answered);
      expect(new Set(made).size).toBe(answered);
      if (again === 0) expect(parent.stderr()).not.toMatch(/has ended \(|is killed/);
      const last = await call('last');
      const left = /"remaining":(\d+)/.exec(last)?.[1];
      // What was refused because a count did not come in time may have been counted all the same.
      expect(most - Number(left)).toBeGreaterThanOrEqual(answered + 1);
      expect(most - Number(left)).toBeLessThanOrEqual(answered + 1 + refused);
      const recorded = async () =>
        (await database.run("SELECT text::json ->> 'requestId' AS id FROM call_record WHERE outcome = 'allow'"))
          .map(({ id }) => String(id))
          .sort();
      const [, lastOne = ''] = /"requestId":"(\w+)"/.exec(last) ?? [];
      await vi.waitFor(async () => expect(await recorded()).toHaveLength(answered + 1), { timeout: 120_000 });
      expect(await recorded()).toEqual([...allowed, lastOne].sort());
      if (rounds > 1) console.info(added({ rounds, answered, interrupted, refused, lost: lost.length, again }));
    },
    Math.max(300_000, rounds * 60_000),
  );
});

/** @returns what this run came to and all before it, which it is added to */
function added(run: Readonly<Record<string, number>>): string {
  const file = 'reports/rolling.jsonl';
  mkdirSync('reports', { recursive: true });
  appendFileSync(file, `${JSON.stringify(run)}\n`);
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  const runs = lines.map((line) => JSON.parse(line) as Record<string, number>);
  const sum = Object.keys(run).map((key) => `${runs.reduce((all, each) => all + (each[key] ?? 0), 0)} ${key}`);
  return `${runs.length} runs: ${sum.join(', ')}`;
}
