import { createInterface } from 'node:readline/promises';
import { Command } from 'commander';
import type { OutputOf } from '../../control/index.ts';
import type { applyConfiguration, planConfiguration } from '../../control/verbs/configuration/index.ts';
import { ApiProblem, type RemoteOptions } from '../api-client.ts';
import type { CommandModule } from '../command-module.ts';
import { CommandError, type Io } from '../io.ts';
import { say } from '../say.ts';
import { gatewayOptions, withGateway } from '../with-gateway.ts';
import { type ApplyFile, readApplyFile } from './apply-file.ts';

interface Options extends RemoteOptions {
  readonly file: string;
  readonly yes: boolean;
  readonly prune: boolean;
  readonly note: string;
  readonly json: boolean;
}

/** `toolgate apply`: servers, policies and grants as code. */
export const build: CommandModule['build'] = (io) =>
  gatewayOptions(new Command('apply'))
    .description(
      'Makes servers, policies and grants of the store what a file says, whole or not at all, after it has shown what\n' +
        'would change. The same file again changes nothing. Secrets stand in it as ${env:NAME}.',
    )
    .requiredOption('-f, --file <file>', 'YAML or JSON; - is standard input')
    .option('--yes', 'do not ask', false)
    .option('--prune', 'take away what is stored and not in the file', false)
    .option('--note <text>', 'why; kept with new versions of policies', '')
    .addHelpText(
      'after',
      '\nExample:\n  toolgate apply -f toolgate/agents.yaml\n  toolgate apply -f agents.yaml --yes --prune',
    )
    .action((options: Options) => apply(io, options));

async function apply(io: Io, options: Options): Promise<void> {
  const { prune, note, json } = options;
  // Its shape is the gateway's to judge; what it says of it names the place.
  const read = await readApplyFile(io, options.file);
  const document = read.document as never;
  await withGateway(io, options, async (api) => {
    const { changes } = await api
      .call<typeof planConfiguration>('POST', '/configuration/plan', { document, prune })
      .catch((error) => {
        throw atItsLine(error, options.file, read);
      });
    if (!json) for (const line of planLines(changes)) say(io.stdout, line);
    if (changes.length === 0) {
      if (json) io.stdout.write(`${JSON.stringify({ changes, tokens: {} })}\n`);
      return;
    }
    if (!options.yes && !(await agreed(io))) {
      if (json) io.stdout.write(`${JSON.stringify({ changes })}\n`);
      throw new CommandError('nothing was changed; --yes applies this without asking');
    }
    const done = await api.call<typeof applyConfiguration>('POST', '/configuration/apply', { document, prune, note });
    if (json) io.stdout.write(`${JSON.stringify(done)}\n`);
    else {
      io.stdout.write('applied\n');
      for (const [label, token] of Object.entries(done.tokens)) io.stdout.write(`token of ${label}: ${token}\n`);
      if (Object.keys(done.tokens).length > 0) io.stderr.write('This is the only time that tokens are shown.\n');
    }
  });
}

/** What is wrong with the document, as with any other file: by line and column. */
function atItsLine(error: unknown, file: string, { placeOf }: ApplyFile): unknown {
  if (!(error instanceof ApiProblem) || error.wrong.length === 0) return error;
  const lines = error.wrong.map(({ pointer, message }) => {
    const [, root, ...path] = pointer.split('/').map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
    if (root !== 'document') return `${pointer.slice(1).replaceAll('/', '.')}: ${message}`;
    const what = path.length === 0 ? '' : `${path.join('.')}: `;
    return `${file}:${placeOf(path)}: ${what}${message}`;
  });
  return new CommandError(lines.join('\n'), error.exitCode);
}

const signs = { create: '+', change: '~', remove: '-' } as const;

function planLines(changes: OutputOf<typeof planConfiguration>['changes']): string[] {
  if (changes.length === 0) return ['nothing to change'];
  return changes.map(({ kind, name, action, fields, policy }) => {
    const what = fields.length === 0 ? '' : `: ${fields.join(', ')}`;
    const reach =
      policy === null
        ? ''
        : policy.widening
          ? policy.narrowing
            ? ' (allows more, and less)'
            : ' (allows more)'
          : policy.narrowing
            ? ' (allows less)'
            : ' (allows the same)';
    return `${signs[action]} ${kind} ${name}${what}${reach}`;
  });
}

async function agreed(io: Io): Promise<boolean> {
  if (io.stdin.isTTY !== true) return false;
  const ask = createInterface({ input: io.stdin, output: io.stderr });
  try {
    return /^y(es)?$/i.test((await ask.question('Apply this? [y/N] ')).trim());
  } finally {
    ask.close();
  }
}
