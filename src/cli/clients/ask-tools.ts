import type { ConfiguredServer, KnownTools } from '../../clients/index.ts';
import { readConfig, type ServerConfig } from '../../config/index.ts';
import { inspectServer } from '../../gateway/index.ts';
import { anchoredClock, Fault } from '../../kernel/index.ts';
import { isJsonObject, type JsonValue } from '../../protocol/index.ts';
import { openUpstream } from '../../upstream/index.ts';
import type { Io } from '../io.ts';
import { version } from '../version.ts';

/**
 * Starts or dials a server as its entry says and asks for its tools; calls none of them. What it prints is not shown.
 * References to variables are replaced from this environment, whichever client's spelling they have.
 */
export async function askTools(server: ConfiguredServer, io: Io): Promise<KnownTools> {
  const config = configOf(server, io);
  if (typeof config === 'string') return { from: 'failed', reason: config };
  try {
    const upstream = await openUpstream(config, { clock: anchoredClock(), log: () => {} });
    try {
      const { tools } = await inspectServer(upstream, version);
      return {
        from: 'server',
        definitions: [...tools.values()].flatMap(({ definition }) => {
          const value = JSON.parse(definition.toString()) as JsonValue;
          return isJsonObject(value) ? [value] : [];
        }),
      };
    } finally {
      await upstream.close();
    }
  } catch (error) {
    // Whatever else went wrong may quote the entry.
    return { from: 'failed', reason: error instanceof Fault ? error.message : 'it could not be started or reached' };
  }
}

/** The entry as the gateway's own configuration, or why it cannot be one. */
function configOf(server: ConfiguredServer, io: Io): ServerConfig | string {
  const missing = new Set<string>();
  const resolve = (text: string): string => resolved(text, io, missing);
  const values = (of: ConfiguredServer['env']): Record<string, string> =>
    Object.fromEntries([...of].map(([name, { value }]) => [name, resolve(value)]));
  const entry =
    server.url === undefined
      ? {
          command: server.command.map(({ value }) => resolve(value)),
          env: values(server.env),
          cwd: server.cwd === undefined ? io.cwd : resolve(server.cwd),
        }
      : { url: resolve(server.url.value), headers: headersOf(server, values), allowPrivate: true };
  const [name] = missing;
  if (name !== undefined) return `the variable ${name} is not set here`;
  if (JSON.stringify(entry).includes('${')) return 'its entry refers to something that only its client knows';
  const read = readConfig({ servers: { scanned: entry } }, `${io.cwd}/toolgate-scan.json`, {});
  if (!read.ok) return read.errors[0]?.message ?? 'its entry cannot be used';
  return read.config.servers.get('scanned') ?? 'its entry cannot be used';
}

function headersOf(
  { headers, tokenVariable }: ConfiguredServer,
  values: (of: ConfiguredServer['env']) => Record<string, string>,
): Record<string, string> {
  if (tokenVariable === undefined) return values(headers);
  const reference = { value: `Bearer \${${tokenVariable}}`, line: 1, column: 1 };
  return values(new Map([...headers, ['Authorization', reference]]));
}

/** `${X}`, `${env:X}`, `${X:-default}` and `$X`. */
function resolved(text: string, io: Io, missing: Set<string>): string {
  return text.replace(
    /\$\{(?:env:)?([A-Za-z_]\w*)(?::-([^}]*))?\}|\$([A-Za-z_]\w*)/g,
    (_whole, braced: string | undefined, fallback: string | undefined, bare: string | undefined) => {
      const name = braced ?? bare ?? '';
      const value = io.env[name] ?? fallback;
      if (value === undefined) missing.add(name);
      return value ?? '';
    },
  );
}
