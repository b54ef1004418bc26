import { z } from 'zod';
import { allRoutes } from '../../src/control/api/index.ts';

/** A value for each filter that a list has, by its name: one that is in the data that was made. */
const samples: Readonly<Record<string, readonly string[]>> = {
  q: ['999', 'nothing at all'],
  server: ['server-0', 'server-7', 'server-999'],
  policy: ['policy-3'],
  grant: ['g0', 'grant-5000'],
  owner: ['u7'],
  tool: ['tool_0', 'tool_150', 'no_such_tool'],
  code: ['rate_limited', 'no_such_code'],
  event: ['policy.save', 'no.such'],
  channel: ['channel-1'],
  since: ['first', 'middle', 'last'],
  until: ['first', 'middle', 'last'],
  after: ['1'],
  unused: ['true'],
  open: ['true', 'false'],
};

/** Of each filter of calls something that is frequent and something that is rare: each two of them are asked for together. */
const ofCalls: Readonly<Record<string, readonly string[]>> = {
  grant: ['grant-0', 'grant-9999'],
  server: ['server-0', 'server-999'],
  tool: ['tool_0', 'tool_199'],
  outcome: ['allow', 'hidden'],
  code: ['default_deny', 'hidden'],
  since: ['first', 'middle', 'last'],
  until: ['middle', 'last'],
};

/** More of them at once. */
const together = [
  { server: 'server-0', tool: 'tool_199', outcome: 'hold' },
  { tool: 'tool_0', since: 'first', until: 'last' },
] as const;

export interface ListRequest {
  readonly path: string;
  readonly query: URLSearchParams;
}

/**
 * Every list that the API has, bare and with each of its filters, found in the verbs' own schemas: a new list or a new
 * filter is in here by itself, or the benchmark says that it knows no value for it.
 *
 * @param span first and last time of the records, ms since the epoch
 */
export function listRequests(span: { readonly first: number; readonly last: number }): readonly ListRequest[] {
  const times = new Map([
    ['first', span.first],
    ['middle', Math.floor((span.first + span.last) / 2)],
    ['last', span.last],
  ]);
  const time = (text: string): string => String(times.get(text) ?? text);
  const requests: ListRequest[] = [];
  for (const { verb, method, path } of allRoutes) {
    if (method !== 'GET' || !('cursor' in verb.input.shape) || path.includes(':')) continue;
    const add = (query: Readonly<Record<string, string>>): void => {
      const filled = Object.entries(query).map(([name, value]): [string, string] => [name, time(value)]);
      requests.push({ path, query: new URLSearchParams([...filled, ['limit', '200']]) });
    };
    add({});
    for (const [name, field] of Object.entries(verb.input.shape)) {
      if (name === 'cursor' || name === 'limit') continue;
      for (const value of valuesOf(name, field as z.ZodType)) add({ [name]: value });
    }
    if (path === '/calls') for (const filters of [...pairsOf(ofCalls), ...together]) add(filters);
  }
  return requests;
}

function pairsOf(filters: Readonly<Record<string, readonly string[]>>): readonly Readonly<Record<string, string>>[] {
  const all = Object.entries(filters);
  return all.flatMap(([one, values], at) =>
    all
      .slice(at + 1)
      .flatMap(([other, others]) => values.flatMap((a) => others.map((b) => ({ [one]: a, [other]: b })))),
  );
}

function valuesOf(name: string, field: z.ZodType): readonly string[] {
  const { enum: options } = z.toJSONSchema(field, { io: 'input', unrepresentable: 'any' });
  if (options !== undefined) return options.map(String);
  const known = samples[name];
  if (known !== undefined) return known;
  throw new Error(`a list has the filter ${name}, of which the benchmark knows no value`);
}
