/**
 * Values that a schema lets through and a database may not take: for every route that the description of the API names a query or
 * a body of. No request is a fault of the gateway's, whatever stands in it and whichever database is behind it.
 */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { may, type Permission } from '../../src/accounts/index.ts';
import { actorOf, openTestControl, type TestControl } from '../support/control.ts';
import { filledWith, type Schema } from '../support/openapi-sample.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

interface Operation {
  readonly 'x-permission': Permission;
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[];
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: Schema } } };
}

let plane: TestControl;
let operations: readonly (Operation & { readonly method: string; readonly path: string })[];
beforeAll(async () => {
  plane = await openTestControl({ origin: () => 'https://gateway.example' });
  const { paths } = (await plane.ask('GET', '/openapi.json', { as: 'nobody' })).body as {
    paths: Record<string, Record<string, Operation>>;
  };
  operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, of]) => ({
      ...of,
      method: method.toUpperCase(),
      path: path.replace('/api/v1', '').replaceAll(/\{[A-Za-z]+\}/g, '0'.repeat(32)),
    })),
  );
});
afterAll(() => plane.close());

const whoMay = (permission: Permission) =>
  (['admin', 'auditor'] as const).map((role) => actorOf(role)).find((one) => may(one, permission));

/** 503: no gateway runs beside it, which could ask a server. */
const isNoFault = (status: number): boolean => status < 500 || status === 503;

it.each([
  ['character 0', 'a\u0000b'],
  ['nothing', ''],
  ['marks of order, of quotation and of patterns', `\ufeffx'"--;%_${'a'.repeat(60)}`],
])('%s in every text', async (_, text) => {
  let asked = 0;
  for (const { method, path, parameters, requestBody, 'x-permission': permission } of operations) {
    const as = whoMay(permission);
    if (as === undefined) continue;
    const query = new URLSearchParams();
    for (const { name, in: place, schema } of parameters) {
      const value = place === 'query' ? filledWith(text, schema) : undefined;
      if (typeof value === 'string' && name !== 'cursor') query.set(name, value);
    }
    const schema = requestBody?.content['application/json'].schema;
    const body = schema === undefined ? {} : { body: filledWith(text, schema) as object };
    const { status } = await plane.ask(method, `${path}${query.size === 0 ? '' : `?${query.toString()}`}`, {
      as,
      ...body,
    });
    expect(isNoFault(status), `${method} ${path}: ${status}`).toBe(true);
    asked += 1;
  }
  expect(asked).toBeGreaterThan(80);
});

const places: readonly unknown[] = [
  [0, ''],
  [1.5, ''],
  [-1, 'x'],
  [1e300, ''],
  [Number.MAX_SAFE_INTEGER, 'x'],
  [0, '\u0000'],
  [0, "x'--"],
  [0, 'a'.repeat(300)],
  [null, ''],
  ['0', 0],
  [],
  {},
  0,
];

it('every list takes a cursor that it gave, and none that somebody made up is a fault', async () => {
  const lists = operations.filter(({ parameters }) => parameters.some(({ name }) => name === 'cursor'));
  expect(lists.length).toBeGreaterThan(14);
  for (const { method, path, 'x-permission': permission } of lists) {
    const as = whoMay(permission);
    for (const place of [...places.map((one) => JSON.stringify(one)), 'x', '']) {
      const cursor = Buffer.from(place).toString('base64url');
      const { status } = await plane.ask(method, `${path}?cursor=${cursor}`, as === undefined ? {} : { as });
      expect(isNoFault(status), `${method} ${path} at ${place}: ${status}`).toBe(true);
    }
  }
});

it('every number in a query may be as large as a number of JavaScript is', async () => {
  for (const { method, path, parameters, 'x-permission': permission } of operations) {
    const as = whoMay(permission);
    for (const { name, in: place, schema } of parameters) {
      const isNumber = [schema.type].flat().some((type) => type === 'integer' || type === 'number');
      if (as === undefined || place !== 'query' || !isNumber) continue;
      for (const value of [-1, 2 ** 31, Number.MAX_SAFE_INTEGER, 1e300]) {
        const query = new URLSearchParams({ [name]: String(value) });
        const { status } = await plane.ask(method, `${path}?${query.toString()}`, { as });
        expect(isNoFault(status), `${method} ${path} ${name}=${value}: ${status}`).toBe(true);
      }
    }
  }
});
