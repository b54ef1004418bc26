import { Command } from 'commander';
import type { Io } from '../io.ts';
import { formatHead } from './audit-heads.ts';
import { type DataOptions, readingAnywhere, withHeads } from './audit-options.ts';

/** `toolgate audit head`: the end of every chain, to be kept where the gateway's administrator cannot reach it. */
export function headCommand(io: Io): Command {
  return withHeads(new Command('head'))
    .summary('Prints the last record of every chain, to keep elsewhere.')
    .description('Prints writer:number:mac of the last record of every chain. Kept elsewhere, it proves a cut tail.')
    .addHelpText('after', '\nExample:\n  toolgate audit head > /mnt/elsewhere/toolgate.head')
    .action((options: DataOptions) =>
      readingAnywhere(io, options, async (reader) => {
        for (const head of await reader.heads()) {
          const { writer, seq, mac } = head;
          const json = { writer, seq, mac: Buffer.from(mac).toString('hex') };
          io.stdout.write(`${options.json ? JSON.stringify(json) : formatHead(head)}\n`);
        }
      }),
    );
}
