import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { configSchema } from './config-schema.ts';
import { loadConfig } from './load-config.ts';

/** A document with every key that there is, read without an error; the tests below spoil it in one place each. */
const whole = {
  listen: '127.0.0.1:7070',
  adminListen: '127.0.0.1:7073',
  adminUrl: 'https://admin.example',
  tls: { cert: 'c.pem', key: 'k.pem' },
  publicUrl: 'https://gw.example',
  securityContact: ['mailto:security@example.com'],
  allowedHosts: ['gw.internal'],
  allowedOrigins: ['https://app.example'],
  trustedProxies: ['10.0.0.0/8'],
  decisionMeta: 'full',
  admission: { requestsPerSecond: 1, inFlight: 1, sessions: 1, streams: 1, processes: 1, tasks: 1 },
  catalog: { public: true, listen: '127.0.0.1:7072', publicUrl: 'https://catalog.example.com' },
  audit: { writeAhead: ['write'], retention: '90d', maxBytes: '20GiB' },
  capture: { level: 'off', retention: '7d', rules: [{ server: 'remote', grant: 'many', level: 'full' }] },
  webhooks: [
    {
      name: 'ops',
      url: 'https://h/',
      secret: `whsec_${'A'.repeat(32)}`,
      format: 'standard',
      types: ['kill.set'],
      values: true,
      allowPrivate: true,
    },
    { name: 'otlp', url: 'https://c/', format: 'otlp', headers: { A: 'b' }, types: ['records.calls'] },
  ],
  smtp: {
    host: 'mail.example',
    port: 587,
    tls: 'starttls',
    user: 'u',
    password: 'p',
    from: 'a@b',
    to: ['c@d'],
    types: ['kill.set'],
    ca: 'ca.pem',
    allowPrivate: true,
  },
  servers: {
    local: {
      command: ['node'],
      env: { A: 'b' },
      cwd: '.',
      shared: true,
      pinned: false,
      trusted: true,
      runAs: { uid: 1, gid: 1 },
      sandbox: { read: ['/r'], write: ['w'], network: true },
      timeouts: { connect: '5s', firstByte: '5s', idle: '5s' },
      caps: { body: '4MiB', response: 65536, depth: 64, nodes: 1000 },
    },
    remote: { url: 'https://a.example/mcp', headers: { A: 'b' }, allowPrivate: true, ca: 'ca.pem', maxConcurrency: 8 },
  },
  policies: { inline: { version: '1', default: 'deny' }, other: { version: '1', default: 'allow' } },
  grants: [
    { label: 'one', server: 'local', policy: 'inline', token: `tg_${'1'.repeat(43)}`, tags: { a: 'b' } },
    { label: 'many', servers: { local: 'inline', remote: 'other' }, token: `tg_${'2'.repeat(43)}` },
  ],
};

const validate = new Ajv2020({ strict: false }).compile(configSchema());

let file: string;
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'toolgate-schema-'));
  file = join(folder, 'toolgate.json');
  copyFileSync(new URL('../../test/support/tls/certificate.pem', import.meta.url), join(folder, 'ca.pem'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function errorsIn(document: unknown) {
  writeFileSync(file, JSON.stringify(document), { mode: 0o600 });
  const loaded = loadConfig(file, {});
  return loaded.ok ? [] : loaded.errors;
}

type Path = readonly (string | number)[];

/** Every place in `value` for which `wanted` holds. */
function* places(value: unknown, wanted: (value: unknown) => boolean, path: Path = []): Generator<Path> {
  if (wanted(value)) yield path;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, child] of Object.entries(value)) yield* places(child, wanted, [...path, key]);
}

function spoilt(path: Path, change: (value: unknown) => unknown): unknown {
  const copy = structuredClone({ root: whole as unknown });
  let at = copy as Record<string, unknown>;
  const steps = ['root', ...path.map(String)];
  for (const step of steps.slice(0, -1)) at = at[step] as Record<string, unknown>;
  const last = steps.at(-1) ?? '';
  at[last] = change(at[last]);
  return copy.root;
}

const isMapping = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);
/** Where the operator chooses the keys, or another room reads the document. */
const free = /^\/(servers|policies)$|\/(env|headers|tags)$|^\/policies\/|^\/grants\/1\/servers$/;
const pointer = (path: Path) => path.map((step) => `/${step}`).join('');

test('the whole document is read, and the schema agrees', () => {
  expect(errorsIn(whole)).toEqual([]);
  expect(validate(whole), JSON.stringify(validate.errors)).toBe(true);
});

const mappings = [...places(whole, isMapping)].filter((path) => !free.test(pointer(path)));

test('there are mappings to spoil', () => {
  expect(mappings.length).toBeGreaterThan(10);
});

describe('a key that is not known, at every place where keys are fixed', () => {
  test.each(mappings.map((path) => [pointer(path), path] as const))('%s', (_pointer, path) => {
    const document = spoilt(path, (value) => ({ ...(value as object), unheardOf: 1 }));
    expect(errorsIn(document).map((error) => error.pointer)).toContain(`${pointer(path)}/unheardOf`);
    expect(validate(document)).toBe(false);
  });
});

const inReach = [...places(whole, () => true)].filter((path) => !/^\/policies\/[^/]+\//.test(pointer(path)));
const wrong: readonly unknown[] = [null, true, 1.5, -1, 'x\0', [], [[]], {}, { unheardOf: {} }, [1]];

describe('a value of a wrong kind, at every place', () => {
  test.each(inReach.map((path) => [pointer(path), path] as const))('%s', (_pointer, path) => {
    let refused = 0;
    for (const value of wrong) {
      const document = spoilt(path, () => value);
      const errors = errorsIn(document);
      if (errors.length === 0) continue;
      refused++;
      // Told at the place, above it, or where something refers to what is missing now.
      for (const error of errors) expect(error.line).toBeGreaterThan(0);
    }
    // An empty mapping or list, or a boolean, is right in some places; most of these are right in none.
    expect(refused).toBeGreaterThanOrEqual(wrong.length - 3);
  });

  test('whatever the schema refuses the reader refuses', () => {
    for (const path of inReach) {
      for (const value of wrong) {
        const document = spoilt(path, () => value);
        if (!validate(document))
          expect(errorsIn(document), `${pointer(path)} ${JSON.stringify(value)}`).not.toEqual([]);
      }
    }
  });
});

test('every key of the schema is described, and in the whole document', () => {
  const seen = new Set<string>();
  for (const path of places(whole, isMapping)) {
    let value: unknown = whole;
    for (const step of path) value = (value as Record<string, unknown>)[String(step)];
    for (const key of Object.keys(value as object)) seen.add(key);
  }
  for (const path of places(configSchema(), isMapping)) {
    if (path.at(-1) !== 'properties') continue;
    let value: unknown = configSchema();
    for (const step of path) value = (value as Record<string, unknown>)[String(step)];
    for (const [key, schema] of Object.entries(value as Record<string, { description?: string }>)) {
      expect(schema.description, key).toMatch(/\.$/);
      if (key !== 'file') expect(seen, key).toContain(key);
    }
  }
});
