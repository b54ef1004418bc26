import type { JsonObject, JsonValue } from '../protocol/index.ts';
import type { ConfiguredServer } from './configured-server.ts';
import { isPrivateUrl } from './is-private-url.ts';

/** What is put in front of a server. */
export interface Guard {
  /** Program and arguments that stand for `toolgate`. */
  readonly toolgate: readonly string[];
  /** The policy's file. */
  readonly policy: string;
  /** How records and the agent know the server. */
  readonly slug: string;
}

/** Members that say how a server is reached; all others of an entry stay as they are. */
const reaching = new Set([
  'command',
  'args',
  'env',
  'type',
  'transport',
  'url',
  'httpUrl',
  'serverUrl',
  'headers',
  'http_headers',
  'bearer_token_env_var',
  'source',
]);

/**
 * The entry with `toolgate run` in front of its server: the same program with the same variables, or the same URL with
 * the same headers, behind a policy. Values of headers move into variables of the entry, where the client replaces
 * references as before; none of them stands in an argument.
 */
export function governEntry(server: ConfiguredServer, { toolgate, policy, slug }: Guard): JsonObject {
  const [command = 'toolgate', ...before] = toolgate;
  const kept = Object.entries(server.entry).filter(([key]) => !reaching.has(key));
  const run = [...before, 'run', '--policy', policy, '--name', slug];
  const type = typeof server.entry.type === 'string' ? { type: 'stdio' } : {};
  const whole = (args: readonly string[], env: readonly (readonly [string, string])[]): JsonObject => ({
    ...type,
    command,
    args: [...args],
    ...(env.length > 0 && { env: Object.fromEntries(env) }),
    ...Object.fromEntries<JsonValue>(kept),
  });
  if (server.url === undefined) {
    const env = [...server.env].map(([name, { value }]) => [name, value] as const);
    const names = env.flatMap(([name]) => ['--env', name]);
    return whole([...run, ...names, '--', ...server.command.map(({ value }) => value)], env);
  }
  const headers = [...server.headers].map(([name, { value }]) => [name, variableOf(name), value] as const);
  const bearer = server.tokenVariable === undefined ? [] : [`Authorization: Bearer ${server.tokenVariable}`];
  const sent = [...headers.map(([name, variable]) => `${name}: ${variable}`), ...bearer];
  return whole(
    [
      ...run,
      '--url',
      server.url.value,
      ...(isPrivateUrl(server.url.value) ? ['--allow-private'] : []),
      ...sent.flatMap((header) => ['--header-env', header]),
    ],
    headers.map(([, variable, value]) => [variable, value] as const),
  );
}

function variableOf(header: string): string {
  return `TOOLGATE_HEADER_${header.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}`;
}
