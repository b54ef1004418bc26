/**
 * What JSON's grammar allows and RFC 8785 has no form for: numbers beyond every double, and halves of surrogate pairs.
 * Whoever hashes or stores what came from outside is given them here, in every place of what it reads: a refusal with a
 * reason, or a hash; never an exception.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  Catalog,
  CatalogWriter,
  checkoutFormats,
  checkoutRecords,
  readBundle,
  type ServerRecord,
} from '../../../src/catalog/index.ts';
import { allRoutes } from '../../../src/control/api/index.ts';
import { readTools } from '../../../src/definitions/index.ts';
import { readPolicyTests } from '../../../src/lab/index.ts';
import { readPolicy } from '../../../src/policy/index.ts';
import { actorOf, openTestControl } from '../../support/control.ts';

vi.setConfig({ testTimeout: 60_000 });

/** JSON texts of such values; the first is a legal number of JSON Schema's and stands in real definitions. */
const values = ['1e400', '-1e400', '"\\ud800"', '"a\\udfff"', '{"\\udc00":1}'];
/** What only YAML can say. */
const inYaml = ['.inf', '-.inf', '.nan'];

/** The text with a value in place of each of its own, one at a time: keys, too. */
function* hostile(text: string, of: readonly string[]): Generator<string> {
  for (const { 0: whole, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|\b\d+\b/g)) {
    for (const value of of) yield text.slice(0, index) + value + text.slice(index + whole.length);
  }
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const rules = {
  require: [
    { path: 'args.n', op: 'eq', value: 7 },
    { path: 'args.l', op: 'in', value: [1, 'a'] },
  ],
  deny_if: [{ conditions: [{ path: 'args.s', op: 'starts_with', value: 'a' }] }],
  approve_if: [{ conditions: [{ path: 'args.n', op: 'gt', value: 3 }], reason: 'r' }],
  limits: [{ counter: 'c', window: 'minute', max: 3, scope: 'grant', cost: 2 }],
  arguments: { type: 'object', properties: { n: { enum: [1, 'x'], maximum: 5, const: 1 }, l: { default: 'q' } } },
};
const policy = { version: '1', default: 'deny', hide: ['x'], timezone: 'UTC', tools: { a: rules } };

describe('a policy document', () => {
  it('is understood as it is', () => {
    expect(readPolicy(JSON.stringify(policy), 'json')).toMatchObject({ ok: true });
  });

  it.each([
    ['json', values],
    ['yaml', ['1e400', '"\\ud800"', '{"\\udc00":1}', '.nan']],
  ] as const)('as %s, is refused wherever one stands', (format, of) => {
    let refused = 0;
    for (const text of hostile(JSON.stringify(policy), of)) {
      const read = readPolicy(text, format);
      expect(read.ok, text).toBe(false);
      if (!read.ok) expect(read.errors.length, text).toBeGreaterThan(0);
      refused += 1;
    }
    expect(refused).toBeGreaterThan(200);
  });

  it('and so are the tests of one', () => {
    const tests = {
      policy: 'p.json',
      tests: [{ name: 'n', call: { tool: 'a', arguments: { n: 1 } }, expect: 'deny' }],
    };
    for (const format of ['json', 'yaml'] as const) {
      for (const text of hostile(JSON.stringify(tests), format === 'yaml' ? [...values, ...inYaml] : values)) {
        expect(readPolicyTests(text, format).ok, text).toBe(false);
      }
    }
  });
});

describe('the body of a request', () => {
  it('is refused by every route that takes one, before its verb sees it', async () => {
    const plane = await openTestControl();
    try {
      const taking = allRoutes.filter(({ method }) => method !== 'GET' && method !== 'DELETE');
      expect(taking.length).toBeGreaterThan(30);
      const texts = [
        '{"a":1e400}',
        '{"id":"\\ud800"}',
        '{"a":{"\\ud800":1}}',
        '{"a":1,"\\u0061":2}',
        '{"__proto__":1}',
      ];
      for (const { method, path } of taking) {
        for (const body of [...texts, '{"a":9007199254740993}']) {
          const address = `http://localhost/api/v1${path.replaceAll(/:[A-Za-z]+/g, '0'.repeat(32))}`;
          const init = { method, headers: { 'content-type': 'application/json' }, body };
          const response = await plane.api.fetch(new Request(address, init), { actor: actorOf('admin') });
          const said = (await response.json()) as { code: string; title: string };
          // Whoever may not ask is told that first.
          if (response.status !== 403)
            expect([response.status, said.code], `${path} ${body}`).toEqual([400, 'bad_request']);
        }
      }
      expect(plane.errors).toEqual([]);
    } finally {
      await plane.close();
    }
  });
});

describe('a definition of a tool', () => {
  const definition = {
    name: 'a',
    description: 'd',
    inputSchema: { type: 'object', properties: { n: { maximum: 5, enum: [1, 'x'] } } },
    annotations: { readOnlyHint: 'true' },
  };
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'no-form-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('costs that tool, or has a hash of its own, in a list that is read live', async () => {
    const hashes = new Set<string>();
    for (const text of hostile(JSON.stringify(definition), values)) {
      const bytes = Buffer.from(`[${text},{"name":"other"}]`);
      const { tools, unusable } = await readTools([{ bytes, span: { start: 0, end: bytes.length } }]);
      expect(tools.has('other'), text).toBe(true);
      expect(tools.size + unusable.length, text).toBe(2);
      const hash = tools.get('a')?.hash;
      if (hash === undefined) continue;
      expect(hashes.has(hash), text).toBe(false);
      hashes.add(hash);
    }
    expect(hashes.size).toBeGreaterThan(5);
  });

  it('ends no import into the catalogue, wherever it comes from', async () => {
    const records: ServerRecord[] = [];
    for (const [i, text] of [...hostile(JSON.stringify(definition), [...values, ...inYaml])].entries()) {
      const isJson = parses(text);
      if (isJson) {
        const server = join(folder, 'checkout', 'servers', `s${i}`);
        mkdirSync(server, { recursive: true });
        writeFileSync(join(server, 'server.yaml'), `name: s${i}\nabout: { description: "${'x'.repeat(3_999)}😀" }\n`);
        writeFileSync(join(server, 'tools.json'), `[${text},{"name":"other"}]`);
      } else {
        const server = join(folder, 'checkout', 'registry', `y${i}`);
        mkdirSync(server, { recursive: true });
        writeFileSync(join(server, 'spec.yaml'), `{"name":"y${i}","tools":[${text}]}`);
      }
      // A record that somebody made in another way.
      const provenance = { source: 'docker', key: `k${i}`, fetchedAt: 1 };
      const value = isJson ? JSON.parse(text) : {};
      records.push({ name: `r${i}`, provenance, tools: [{ name: 'a', definition: { ...value, name: 'a' } }] });
    }
    for (const format of checkoutFormats.slice(0, 2))
      records.push(...checkoutRecords(join(folder, 'checkout'), format, 1));
    const writer = new CatalogWriter(folder);
    const importer = writer.importer();
    for (const record of records) importer.add(record);
    const { servers, tools } = importer.finish();
    writer.close();
    expect(servers.added).toBe(records.length);
    expect(tools.added).toBeGreaterThan(records.length / 2);
    Catalog.open(folder).close();
  });

  it('of a bundle is refused with its line, or taken', async () => {
    const head = '{"toolgate":"catalog","version":1}\n';
    const provenance = '"provenance":{"source":"docker","key":"k","fetchedAt":1}';
    for (const text of hostile(JSON.stringify(definition), values)) {
      const line = `{"kind":"server","name":"s",${provenance},"tools":[{"definition":${text}}]}\n`;
      try {
        for await (const item of readBundle(Readable.from([Buffer.from(head + line)]))) {
          expect(item).toMatchObject({ kind: 'server' });
        }
      } catch (error) {
        expect(error).toMatchObject({ name: 'BundleFault', line: 2 });
      }
    }
  });
});
