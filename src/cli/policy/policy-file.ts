import { resolve } from 'node:path';
import { readWhole } from '../../config/index.ts';
import { whyNoFile } from '../../kernel/index.ts';
import { type Policy, type PolicyError, type ReadResult, readPolicy } from '../../policy/index.ts';
import { CommandError, type Io } from '../io.ts';
import { say } from '../say.ts';

/**
 * Reads a policy file by its extension; `-` is standard input, which is JSON.
 *
 * @throws CommandError where there is no such file, or it is no UTF-8
 */
export async function readPolicyFile(io: Io, file: string): Promise<ReadResult> {
  const format = /\.ya?ml$/i.test(file) ? 'yaml' : 'json';
  return readPolicy(await readTextFile(io, file), format, { name: 'policy' });
}

/** The same for who needs a valid one: where it is none, what is wrong with it is said. */
export async function validPolicy(io: Io, file: string): Promise<Policy | undefined> {
  const read = await readPolicyFile(io, file);
  if (read.ok) return read.policy;
  sayErrors(io, file, read.errors);
  return undefined;
}

/** Says what is wrong with a document, as editors and terminals make links of it. */
export function sayErrors(
  { stderr }: Pick<Io, 'stderr'>,
  file: string,
  errors: readonly Pick<PolicyError, 'line' | 'column' | 'message'>[],
): void {
  for (const { line, column, message } of errors) say(stderr, `${file}:${line}:${column}: ${message}`);
}

/**
 * Reads a file of UTF-8; `-` is standard input.
 *
 * @throws CommandError where there is no such file, or it is no UTF-8
 */
export async function readTextFile(io: Io, file: string): Promise<string> {
  return decoded(file === '-' ? await whole(io) : bytesOf(io, file), file);
}

function bytesOf(io: Io, file: string): Buffer {
  try {
    return readWhole(resolve(io.cwd, file));
  } catch (error) {
    throw new CommandError(`${file} cannot be read: ${whyNoFile(error)}`);
  }
}

async function whole(io: Io): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of io.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

function decoded(bytes: Buffer, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new CommandError(`${file} is not UTF-8`);
  }
}
