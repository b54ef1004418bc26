/**
 * The largest body that each route takes, of the worst forms that there are, and for how long the thread that forwards calls
 * does nothing else meanwhile. Measured in processor time, against what this machine takes to read a text of a megabyte.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operator } from '../../src/accounts/index.ts';
import { type ApiRoute, allRoutes } from '../../src/control/api/index.ts';
import { actorOf, openTestControl, type TestControl } from '../support/control.ts';

let plane: TestControl;
beforeAll(async () => {
  plane = await openTestControl();
});
afterAll(() => plane.close());

const msOf = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / 1_000;

/** The longest time, in ms of processor, that the event loop was held in one piece while something was done. */
async function longestTurn(work: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let done = false;
  let from = process.threadCpuUsage();
  const watch = async (): Promise<void> => {
    while (!done) {
      await new Promise<void>((resolve) => setImmediate(resolve));
      longest = Math.max(longest, msOf(process.threadCpuUsage(from)));
      from = process.threadCpuUsage();
    }
  };
  const watched = watch();
  await work();
  done = true;
  await watched;
  return longest;
}

/** So many members, or as many as there is room for, in a pair of brackets. */
function filled([open = '', close = '']: string, bytes: number, count: number, member: (i: number) => string): string {
  const members: string[] = [];
  let length = 2;
  for (let i = 0; i < count; i += 1) {
    const next = member(i);
    length += next.length + 1;
    if (length > bytes) break;
    members.push(next);
  }
  return open + members.join(',') + close;
}

interface Room {
  readonly bytes: number;
  readonly nodes: number;
  readonly members: number;
}

const name = (i: number): string => `"s${i.toString(36)}"`;
const tenNames = (i: number): string => filled('{}', 1_000, 10, (j) => `${name(i * 10 + j)}:1`);

/** What one value can be, at its worst. */
const forms: Readonly<Record<string, (room: Room) => string>> = {
  'names without end': ({ bytes, nodes }) => filled('{}', bytes, nodes, (i) => `${name(i)}:1`),
  'as many names as may be': ({ bytes, members }) => filled('{}', bytes, members, (i) => `${name(i)}:{}`),
  'as many members as may be': ({ bytes, members }) => filled('[]', bytes, members, () => '1'),
  'values without end': ({ bytes, nodes }) => filled('[]', bytes, nodes, () => '1'),
  'objects of names': ({ bytes, nodes }) => filled('[]', bytes, nodes / 11, tenNames),
  'one long text': ({ bytes }) => `"${'\\u00e9'.repeat((bytes - 2) / 6)}"`,
};

/** The ways to the places in a body that hold the most: each member of the verb's input, and what is below it in a document. */
function placesOf({ verb, path }: ApiRoute): string[][] {
  const below = path.startsWith('/configuration/')
    ? [
        ['document', 'servers'],
        ['document', 'policies'],
        ['document', 'grants'],
        ['document', 'grants', 'g', 'servers'],
      ]
    : [];
  return [[], ...Object.keys(verb.input.shape).map((member) => [member]), ...below];
}

const made = new Map<string, string>();

function bodyOf(route: ApiRoute, form: string, place: readonly string[]): Buffer {
  const { bodyCap = 256 * 1024, bodyNodes = 100_000, bodyMembers = 2_000 } = route.options;
  const room = { bytes: bodyCap - 100, nodes: bodyNodes - 10, members: bodyMembers };
  const key = `${form} ${JSON.stringify(room)}`;
  const value = made.get(key) ?? forms[form]?.(room) ?? '';
  made.set(key, value);
  return Buffer.from(place.map((member) => `{${JSON.stringify(member)}:`).join('') + value + '}'.repeat(place.length));
}

/** What this machine takes for a text of a megabyte of names, at its best. */
function yardstick(): number {
  const text = filled('{}', 1_048_576, 1e6, (i) => `${name(i)}:1`);
  const times = Array.from({ length: 5 }, () => {
    const from = process.threadCpuUsage();
    JSON.parse(text);
    return msOf(process.threadCpuUsage(from));
  });
  return Math.min(...times);
}

describe('the largest body', () => {
  const routes = allRoutes.filter(({ method }) => method !== 'GET' && method !== 'DELETE');

  async function turnOf(route: ApiRoute, bytes: Buffer): Promise<number> {
    const { method, path, verb } = route;
    const init = { method, headers: { 'content-type': 'application/json' } };
    const at = `http://localhost/api/v1${path.replaceAll(/:[A-Za-z]+/g, '0'.repeat(32))}`;
    const actor = verb.permission === 'self' ? actorOf('admin') : operator;
    const who = verb.permission === 'public' ? { address: '192.0.2.7' } : { actor };
    return longestTurn(async () => {
      const answer = await plane.api.fetch(new Request(at, init), { ...who, body: async () => bytes });
      // What a small request costs whoever answers it is bounded as well.
      const { length } = await answer.text();
      expect(answer.status, `${method} ${path}`).toBeLessThan(500);
      expect(length, `${method} ${path}`).toBeLessThan(100_000);
    });
  }

  it('of each route leaves calls their turns', { timeout: 60_000 }, async () => {
    expect(routes.length).toBeGreaterThan(50);
    const may = 4 * yardstick();
    const slow: string[] = [];
    for (const route of routes) {
      for (const place of placesOf(route)) {
        for (const form of Object.keys(forms)) {
          // At every place what costs the most there, and at the root everything.
          if (place.length > 0 && !form.startsWith('as many')) continue;
          const bytes = bodyOf(route, form, place);
          let took = await turnOf(route, bytes);
          // Whatever else this machine does, and what is compiled and collected just now, is no turn of the gateway's.
          for (let again = 0; again < 2 && took > may; again += 1) took = Math.min(took, await turnOf(route, bytes));
          if (took > may) slow.push(`${route.method} ${route.path} /${place.join('/')} ${form}: ${took} of ${may} ms`);
        }
      }
    }
    expect(slow).toEqual([]);
  });
});
