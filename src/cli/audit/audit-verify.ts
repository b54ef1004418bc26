import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command } from 'commander';
import type { Head } from '../../audit/index.ts';
import { escapeUnsafe } from '../../kernel/index.ts';
import { loadKeyRing, SealError } from '../../seal/index.ts';
import type { Verification } from '../../store/index.ts';
import { dataFolder } from '../data-folder.ts';
import { CommandError, type Io } from '../io.ts';
import { collected } from '../option-values.ts';
import { parseHeads } from './audit-heads.ts';
import { type DataOptions, elsewhere, reading, readingThere, withHeads } from './audit-options.ts';

/** `toolgate audit verify`: whether every record is as it was written. Exit status 1 when one is not. */
export function verifyCommand(io: Io, done: (exitCode: number) => void): Command {
  return withHeads(new Command('verify'))
    .summary('Checks that no record was edited, removed, moved or slipped in.')
    .description(
      'Walks every chain and names each record that is not as the gateway wrote it; exits with 1 if there is one.\n' +
        'A tail that was cut off is found against a head kept elsewhere. Needs the secret key; with --gateway, that\n' +
        'gateway walks them, and its word is taken for it.',
    )
    .option(
      '--head <head or file>',
      'what `toolgate audit head` printed, or a file of it; may be repeated',
      collected,
      [],
    )
    .addHelpText('after', '\nExample:\n  toolgate audit verify --head /mnt/elsewhere/toolgate.head')
    .action(async (options: DataOptions & { readonly head: readonly string[] }) => {
      const heads = options.head.flatMap((given) => parseHeads(headText(given, io.cwd)));
      const gateway = elsewhere(io, options);
      const result = await (gateway === undefined
        ? here(io, options, heads)
        : readingThere(io, { ...options, gateway }, (records) => records.verify(heads)));
      io.stdout.write(options.json ? jsonReport(result) : report(result));
      if (result.findings.length > 0) done(1);
    });
}

/** Reads the records in the folder, or in the database of the environment, beside whatever runs on it. */
function here(io: Io, options: DataOptions, heads: readonly Head[]): Promise<Verification> {
  return reading(io, options, (reader) =>
    verify(() => {
      const folder = dataFolder(io, options.data).path;
      return reader.verify(loadKeyRing({ env: io.env, folder, create: false }), heads);
    }),
  );
}

function headText(given: string, cwd: string): string {
  const path = resolve(cwd, given);
  return existsSync(path) ? readFileSync(path, 'utf8') : given;
}

async function verify(work: () => Promise<Verification>): Promise<Verification> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SealError) throw new CommandError(error.message);
    throw error;
  }
}

function report({ writers, findings }: Verification): string {
  let text = '';
  for (const { writer, seq, problem, detail } of findings) {
    text += escapeUnsafe(`${problem}  ${writer}:${seq}  ${detail}`).concat('\n');
  }
  const records = writers.reduce((sum, writer) => sum + writer.records, 0);
  const verdict = findings.length === 0 ? 'all as written' : `${findings.length} findings`;
  return `${text}${records} records in ${writers.length} chains: ${verdict}\n`;
}

function jsonReport({ writers, findings }: Verification): string {
  let text = '';
  for (const finding of findings) text += `${escapeUnsafe(JSON.stringify(finding))}\n`;
  for (const { writer, records, head } of writers) {
    text += `${JSON.stringify({ writer, records, seq: head.seq, mac: Buffer.from(head.mac).toString('hex') })}\n`;
  }
  return text;
}
