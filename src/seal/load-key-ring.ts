import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { newId } from '../kernel/index.ts';
import { KeyRing, SealError } from './key-ring.ts';

export interface KeySource {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The data folder, where `secret.key` is when the environment names no key. */
  readonly folder: string;
  /** Whether to make a key when there is none; otherwise that is an error. */
  readonly create: boolean;
}

/** The key file of a data folder. */
export const keyFileName = 'secret.key';

/**
 * Finds the secret keys: `TOOLGATE_SECRET_KEY`, or the file that `TOOLGATE_SECRET_KEY_FILE` names, or `secret.key` in
 * the data folder. Several keys are separated by white space or commas, the current one first.
 *
 * @throws SealError with a sentence that says what to do
 */
export function loadKeyRing({ env, folder, create }: KeySource): KeyRing {
  const inline = env.TOOLGATE_SECRET_KEY;
  const file = env.TOOLGATE_SECRET_KEY_FILE;
  if (inline && file) throw new SealError('set TOOLGATE_SECRET_KEY or TOOLGATE_SECRET_KEY_FILE, not both');
  if (inline) return parseKeys(inline, 'TOOLGATE_SECRET_KEY');
  if (file) return parseKeys(read(file) ?? missing(file), file);
  const path = join(folder, keyFileName);
  const text = readOwn(path);
  if (text !== undefined) return parseKeys(text, path);
  if (!create) return env.TOOLGATE_DATABASE_URL ? notShared(path) : missing(path);
  makeKey(path);
  return parseKeys(readOwn(path) ?? missing(path), path);
}

function parseKeys(text: string, where: string): KeyRing {
  const keys = text.split(/[\s,]+/).filter((word) => word !== '');
  if (keys.length === 0) throw new SealError(`${where} holds no key`);
  return new KeyRing(
    keys.map((word) => {
      const key = Buffer.from(word, 'base64');
      if (key.length !== 32 || !/^[A-Za-z0-9+/_-]{43}=?$/.test(word)) {
        throw new SealError(
          `${where} must hold 32 random bytes in base64; \`openssl rand -base64 32\` makes such a key`,
        );
      }
      return key;
    }),
  );
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new SealError(`the secret key file ${path} cannot be read`);
  }
}

/** Our own file must be ours alone. One that the environment names may be a mounted secret, readable by design. */
function readOwn(path: string): string | undefined {
  const text = read(path);
  if (text === undefined || process.platform === 'win32') return text;
  if ((statSync(path).mode & 0o077) !== 0) {
    throw new SealError(`${path} can be read by other users of this machine; run \`chmod 600 ${path}\``);
  }
  return text;
}

/** Whole or not at all, and never over another one: of two processes that start at once, both use the first one's. */
function makeKey(path: string): void {
  const draft = `${path}.${newId()}`;
  const fd = openSync(draft, 'wx', 0o600);
  try {
    writeSync(fd, `${randomBytes(32).toString('base64')}\n`);
    fsyncSync(fd);
    linkSync(draft, path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    closeSync(fd);
    rmSync(draft);
  }
}

function missing(path: string): never {
  throw new SealError(
    `there is no secret key at ${path}, and what is stored was sealed under one: put it back, or name it by ` +
      'TOOLGATE_SECRET_KEY or TOOLGATE_SECRET_KEY_FILE (docs/backup.md says what is left when it is lost for good)',
  );
}

/** A key that one gateway made for itself would open nothing of what the others have sealed in the database of all. */
function notShared(path: string): never {
  throw new SealError(
    `there is no secret key at ${path}, and with TOOLGATE_DATABASE_URL none is made: set TOOLGATE_SECRET_KEY or ` +
      'TOOLGATE_SECRET_KEY_FILE to the one that all gateways of this database have (for a new one, ' +
      '`openssl rand -base64 32` makes it)',
  );
}
