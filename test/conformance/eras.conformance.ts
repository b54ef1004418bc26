/**
 * Every feature over every way between the eras, with real clients and servers that are pinned to one: what comes of it
 * is the table in `docs/protocol.md`, which this run checks (`UPDATE_DOCS=1` writes it).
 */
import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBothWays } from '../support/gateway/servers.ts';
import { startGateway, type TestGateway } from '../support/gateway/start-gateway.ts';
import { type DualEraHttp, startDualEra } from '../support/upstreams/dual-era-server.ts';
import { type LegacyHttp, startLegacyHttp } from '../support/upstreams/legacy-server.ts';
import { legacyTaskServer, newTaskParts } from '../support/upstreams/legacy-task-server.ts';
import { connectLegacy, connectModern, type EraClient, Refused } from './eras/client.ts';
import { features } from './eras/features.ts';

const page = new URL('../../docs/protocol.md', import.meta.url);
const begin = '<!-- eras: written by test/conformance/eras.conformance.ts -->';
const end = '<!-- eras: end -->';
const ways = [
  ['legacy', 'legacy'],
  ['modern', 'modern'],
  ['legacy', 'modern'],
  ['modern', 'legacy'],
] as const;

let gateway: TestGateway;
let legacyTasks: LegacyHttp;
let servers: Readonly<Record<'legacy' | 'modern', DualEraHttp>>;
const outcomes = new Map<string, string>();
beforeAll(async () => {
  const parts = newTaskParts();
  legacyTasks = await startLegacyHttp(() => legacyTaskServer(parts));
  servers = { legacy: await startDualEra('legacy'), modern: await startDualEra('modern') };
  gateway = await startGateway({
    servers: {
      legacy: { url: servers.legacy.url, allowPrivate: true },
      modern: { url: servers.modern.url, allowPrivate: true },
      'legacy-tasks': { url: legacyTasks.url, allowPrivate: true },
    },
    policies: { open: openBothWays },
    more: { admission: { requestsPerSecond: 1_000 } },
  });
}, 60_000);
afterAll(async () => {
  await gateway?.stop();
  await Promise.all([servers?.legacy.close(), servers?.modern.close(), legacyTasks?.close()]);
}, 60_000);

describe.each(ways)('a %s client and a %s server', (from, to) => {
  let client: EraClient;
  beforeAll(async () => {
    client = await (from === 'legacy' ? connectLegacy : connectModern)(gateway.url(to), gateway.token());
  }, 60_000);
  afterAll(() => client?.close());

  it.each(features)('$name', async (feature) => {
    let outcome: string;
    try {
      await feature[from](client);
      outcome = feature.own === true || (from !== to && feature.across === 'synthesised') ? 'synthesised' : 'carried';
    } catch (error) {
      // Any other error is a fault: of the gateway, or of this test.
      if (!(error instanceof Refused)) throw error;
      outcome = `refused (\`${error.code}\`)`;
    }
    outcomes.set(`${feature.name} ${from} ${to}`, outcome);
  });
});

it('the table in the documentation says so', async () => {
  const head = ['| | legacy → legacy | modern → modern | legacy → modern | modern → legacy |', '|---|---|---|---|---|'];
  const rows = features.map(
    ({ name }) =>
      `| ${name} | ${ways.map(([from, to]) => outcomes.get(`${name} ${from} ${to}`) ?? 'failed').join(' | ')} |`,
  );
  const table = [begin, ...head, ...rows, end].join('\n');
  const text = await readFile(page, 'utf8').catch(() => '');
  const from = text.indexOf(begin);
  const to = text.indexOf(end) + end.length;
  if (process.env.UPDATE_DOCS === '1') {
    const heading = '# The protocol\n\n## Between the eras\n\n';
    await writeFile(
      page,
      from < 0 ? `${text}${text === '' ? heading : '\n'}${table}\n` : text.slice(0, from) + table + text.slice(to),
    );
    return;
  }
  expect(text.slice(from, to)).toBe(table);
});
