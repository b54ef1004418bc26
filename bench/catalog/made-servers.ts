import type { ServerRecord } from '../../src/catalog/index.ts';
import { seeded } from '../../test/support/seeded.ts';

const verbs =
  'get list search read fetch create update delete send run execute set add remove query export import post publish start stop grant revoke pay transfer check validate convert render upload'.split(
    ' ',
  );
const nouns =
  'issue user file record invoice message page database table project ticket order customer event calendar document image branch commit pull_request comment task secret role policy account payment query job container pod cluster bucket object key metric alert dashboard channel thread mail contact lead deal note tag label report'.split(
    ' ',
  );
const parameters =
  'id name query path url limit cursor owner repo body title text amount email host port command filter format language since until force tags'.split(
    ' ',
  );
const licences = ['MIT', 'Apache-2.0', 'MIT', 'BSD-3-Clause'];
const sources = ['registry', 'docker', 'toolhive', 'metorial', 'live'];

/** A catalogue of the size that is asked for: most servers list few tools, some list many. */
export function* madeServers(servers: number, tools: number): Generator<ServerRecord> {
  const random = seeded(7);
  const next = (below: number): number => Math.floor(random() * below);
  const pick = (list: readonly string[]): string => list[next(list.length)] ?? '';
  let left = tools;
  for (let number = 0; number < servers; number++) {
    const fair = left / (servers - number);
    const count =
      number === servers - 1
        ? left
        : Math.min(left, next(100) === 0 ? Math.ceil(fair * 20) : next(Math.ceil(fair * 1.7)));
    left -= count;
    const company = `${pick(nouns)}${pick(verbs)}${number % 5_000}`;
    yield {
      name: `io.example.${company}/server-${number}`,
      title: `${company} ${number}`,
      summary: `Makes ${pick(nouns)} and ${pick(nouns)} of ${company} available to agents.`,
      version: `1.${next(20)}.${next(50)}`,
      repository: `https://github.com/${company}/mcp-${number}`,
      provenance: { source: pick(sources), key: `server-${number}`, licence: pick(licences), fetchedAt: 1_000 },
      tools: [...uniqueNames(count, pick)].map((name) => ({ name, definition: definition(name, pick, next) })),
    };
  }
}

function uniqueNames(count: number, pick: (list: readonly string[]) => string): Set<string> {
  const names = new Set<string>();
  for (let tries = 0; names.size < count; tries++) {
    const name = `${pick(verbs)}_${pick(nouns)}`;
    names.add(names.has(name) ? `${name}_${tries}` : name);
  }
  return names;
}

function definition(name: string, pick: (list: readonly string[]) => string, next: (below: number) => number) {
  const names = new Set(Array.from({ length: 1 + next(6) }, () => pick(parameters)));
  return {
    name,
    description: `${name.replaceAll('_', ' ')} for the given ${[...names].join(', ')}. Returns the ${pick(nouns)} as JSON, with its ${pick(nouns)} and ${pick(nouns)} where they are known, and an error otherwise.`,
    inputSchema: {
      type: 'object',
      properties: Object.fromEntries(
        [...names].map((key) => [key, { type: 'string', description: `The ${key} of the ${pick(nouns)}` }]),
      ),
      required: [...names].slice(0, 1),
    },
  };
}
