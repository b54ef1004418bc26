import type { listDefinitions } from '../control/verbs/definition/index.ts';
import type { showGrant } from '../control/verbs/grant/index.ts';
import type { showPolicy } from '../control/verbs/policy/index.ts';
import type { showServer } from '../control/verbs/server/index.ts';
import { type ApiClient, ApiProblem, type RemoteOptions } from './api-client.ts';
import { CommandError, type Io } from './io.ts';
import { say } from './say.ts';

/** What a command was asked about, by names that people type. */
export interface KnownNames {
  readonly grant?: string | undefined;
  readonly server?: string | undefined;
  readonly policy?: string | undefined;
}

/**
 * An answer without anything in it looks the same whether nothing happened or a name was misspelled: commands ask this
 * when they have found nothing.
 *
 * @throws CommandError naming what there is
 */
export async function refuseUnknownNames(api: ApiClient, names: KnownNames): Promise<void> {
  const unknown = await unknownNames(api, names);
  if (unknown.length > 0) throw new CommandError(unknown.join('\n'));
}

/** The same for what may be named though it is not there: of the past, or of times to come. It only says so. */
export async function tellUnknownNames(io: Io, api: ApiClient, names: KnownNames): Promise<void> {
  const sentences = await unknownNames(api, names);
  for (const line of sentences.flatMap((sentence) => sentence.split('\n'))) say(io.stderr, `toolgate: ${line}`);
}

/**
 * The same, of the installation whose records were read. Those are there without the installation being whole, and what
 * was found has been told: where it cannot be asked, nothing more is said.
 */
export async function tellUnknownNamesOf(io: Io, options: RemoteOptions, { grant, server }: KnownNames): Promise<void> {
  if (grant === undefined && server === undefined) return;
  const { withGateway } = await import('./with-gateway.ts');
  await withGateway(io, options, (api) => tellUnknownNames(io, api, { grant, server })).catch(() => undefined);
}

/** Of records that are those of a folder, whichever gateway the environment names. */
export const inTheFolder = (io: Io): Io => ({ ...io, env: { ...io.env, TOOLGATE_GATEWAY: undefined } });

async function unknownNames(api: ApiClient, { grant, server, policy }: KnownNames): Promise<readonly string[]> {
  const said = await Promise.all([
    grant !== undefined && missing(api.call<typeof showGrant>('GET', '/grants/:grant', { grant })),
    server !== undefined && missing(api.call<typeof showServer>('GET', '/servers/:slug', { slug: server })),
    policy !== undefined && missing(api.call<typeof showPolicy>('GET', '/policies/:name', { name: policy })),
  ]);
  return said.filter((sentence) => typeof sentence === 'string');
}

/** A tool that is stopped may be one to come; of servers that are not pinned nobody has kept what they have. It only says so. */
export async function tellUnknownTool(io: Io, api: ApiClient, tool: string, server: string | undefined): Promise<void> {
  try {
    const asked = { tool, server, state: 'any', limit: 1 } as const;
    const { items } = await api.call<typeof listDefinitions>('GET', '/definitions', asked);
    if (items.length > 0) return;
  } catch (error) {
    // Whoever may stop it need not be one who sees what there is.
    if (error instanceof ApiProblem) return;
    throw error;
  }
  say(io.stderr, `toolgate: no tool ${tool} is known of ${server ?? 'any pinned server'}`);
}

/** Whoever may not see what there is is not told either, and what he asked for has been answered. */
async function missing(shown: Promise<unknown>): Promise<string | undefined> {
  try {
    await shown;
    return undefined;
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    return error.code === 'not_found' || error.code === 'invalid' ? error.message : undefined;
  }
}
