import type { replayPolicy, suggestPolicy } from '../../control/verbs/policy-lab/index.ts';
import { escapeUnsafe } from '../../kernel/index.ts';
import type { ReplayReport } from '../../lab/index.ts';
import type { RemoteOptions } from '../api-client.ts';
import { counted } from '../counted.ts';
import { CommandError, type Io } from '../io.ts';
import { tellUnknownNames } from '../unknown-names.ts';
import { withGateway } from '../with-gateway.ts';
import { readTextFile } from './policy-file.ts';

interface Span extends RemoteOptions {
  readonly grant?: string;
  readonly server?: string;
  readonly since?: number;
  readonly until?: number;
}

interface ReplayAsk extends Span {
  readonly of: string;
  readonly version?: number;
  readonly policy?: string;
  readonly json?: true;
}

/** A replay by the gateway itself, over its record and its capture. @returns the report */
export async function replayLive(io: Io, options: ReplayAsk): Promise<ReplayReport> {
  const { of: name, version, policy, grant, server, since, until } = options;
  if (policy !== undefined && version !== undefined)
    throw new CommandError('either --policy or --version, not both', 2);
  const draft = policy === undefined ? {} : await draftOf(io, policy);
  const answer = await withGateway(io, options, (api) =>
    api.call<typeof replayPolicy>('POST', '/policies/:name/replay', {
      name,
      ...draft,
      version,
      grant,
      server,
      since,
      until,
    }),
  );
  if (options.json) io.stdout.write(`${JSON.stringify(answer)}\n`);
  else told(io, answer);
  return answer.report as ReplayReport;
}

/** A suggestion by the gateway itself. */
export async function suggestLive(
  io: Io,
  options: Span & {
    readonly grant: string;
    readonly server: string;
    readonly strictness: 'strict' | 'normal' | 'loose';
  },
): Promise<{ document: string; calls: number; leftOut: number; wider: readonly string[] }> {
  const { grant, server, since, until, strictness } = options;
  const answer = await withGateway(io, options, async (api) => {
    const made = await api.call<typeof suggestPolicy>('POST', '/grants/:grant/suggest-policy', {
      grant,
      server,
      strictness,
      since,
      until,
    });
    // Calls of the past may be those of a grant that is gone: only where there are none is the name in doubt.
    if (made.document === null) await tellUnknownNames(io, api, { grant, server });
    return made;
  });
  told(io, answer);
  const { document, made: calls, leftOut, wider } = answer;
  if (document === null) throw new CommandError('no call went through, and so there is nothing to allow');
  return { document, calls, leftOut, wider };
}

async function draftOf(io: Io, file: string): Promise<{ text: string; format: 'json' | 'yaml' }> {
  return { text: await readTextFile(io, file), format: /\.ya?ml$/i.test(file) ? 'yaml' : 'json' };
}

/** What whoever reads the answer has to know of the calls that it comes from. */
function told(
  io: Io,
  { complete, values, captured }: { readonly complete: boolean; readonly values: boolean; readonly captured: number },
): void {
  if (!complete) io.stderr.write('There were more calls than are looked at: these are the newest.\n');
  if (!values) io.stderr.write('Captured values were left out: auditors alone read them.\n');
  else if (captured > 0)
    io.stderr.write(escapeUnsafe(`The capture has the arguments of ${counted(captured, 'call')}.`).concat('\n'));
}
