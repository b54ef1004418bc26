import { resolve } from 'node:path';
import { whyNoFile } from '../kernel/index.ts';
import { readWhole } from './read-whole.ts';
import type { Reading } from './reading.ts';

/** `$${` stands for `${`; `${env:NAME}` and `${file:PATH}` are references; any other `${` is a mistake. */
const reference = /\$(\$?)\{(?:(env|file):([^}]*)\})?/g;

const variableName = /^[A-Za-z_][A-Za-z0-9_]*$/;

export type ResolvedText =
  | { readonly ok: true; readonly text: string; readonly literal: boolean }
  | { readonly ok: false; readonly message: string };

/**
 * Puts in what the references in a string name. What comes in is never looked at again: a value cannot refer.
 *
 * @returns `literal`: whether the string had no reference, so that its value stands in the file itself
 */
export function resolveReferences(text: string, reading: Reading): ResolvedText {
  if (!text.includes('${')) return { ok: true, text, literal: true };
  let message: string | undefined;
  let literal = true;
  const resolved = text.replace(reference, (_all, escaped: string, kind: string | undefined, name: string) => {
    if (escaped !== '' && kind === undefined) return '${';
    if (escaped !== '') return `\${${kind}:${name}}`;
    literal = false;
    const value =
      kind === 'env'
        ? environment(name, reading)
        : kind === 'file'
          ? secretFile(name, reading)
          : { fault: unknownReference };
    if (typeof value === 'string') return value;
    message ??= value.fault;
    return '';
  });
  return message === undefined ? { ok: true, text: resolved, literal } : { ok: false, message };
}

const unknownReference = 'only ${env:NAME} and ${file:PATH} are references; write $${ where ${ itself is meant';

function environment(name: string, reading: Reading): string | { fault: string } {
  if (!variableName.test(name)) return { fault: 'a reference names no environment variable' };
  const value = Object.hasOwn(reading.env, name) ? reading.env[name] : undefined;
  if (value === undefined) return { fault: `the environment variable ${name} is not set` };
  return value === '' ? { fault: `the environment variable ${name} is empty` } : value;
}

/** A file's content without the line break at its end, as `docker secret` and `echo` leave them. */
function secretFile(name: string, reading: Reading): string | { fault: string } {
  const file = resolve(reading.folder, name);
  reading.files.add(file);
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(readWhole(file)).replace(/\r?\n$/, '');
    return text === '' ? { fault: `the file ${name} is empty` } : text;
  } catch (error) {
    return { fault: `the file ${name} cannot be read: ${reasonOf(error)}` };
  }
}

/** Why a file cannot be read, without what is in it. */
export function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return 'it is not valid UTF-8';
  return whyNoFile(error);
}
