import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { joined } from './added-up.ts';
import { type Campaign, mostFailures } from './campaign.ts';

const folder = join(import.meta.dirname, '../../reports/assurance');

/**
 * Runs a long campaign piece by piece, and keeps what is known after each in `reports/assurance`, under its kind and its first
 * seed: a run that is broken off counts for what it has done, and runs of other seeds stay beside it.
 *
 * @param run makes so many inputs from a seed on
 * @param slice inputs of one piece
 */
export async function inSlices(
  run: (seed: number, inputs: number) => Campaign | Promise<Campaign>,
  { seed, inputs, slice }: { readonly seed: number; readonly inputs: number; readonly slice: number },
): Promise<Campaign> {
  mkdirSync(folder, { recursive: true });
  let sum: Campaign | undefined;
  do {
    const wanted = Math.min(slice, inputs - (sum?.inputs ?? 0));
    const piece = await run(seed + (sum === undefined ? 0 : (sum.seeds ?? sum.inputs)), wanted);
    sum = sum === undefined ? piece : joined(sum, piece);
    writeFileSync(join(folder, `fuzz-${sum.what}-${seed}.json`), `${JSON.stringify(sum, null, 2)}\n`);
    if (piece.inputs < wanted) break;
  } while (sum.inputs < inputs && sum.failures.length < mostFailures);
  return sum;
}
