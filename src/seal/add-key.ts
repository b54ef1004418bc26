import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { newId } from '../kernel/index.ts';
import { SealError } from './key-ring.ts';
import { keyFileName, loadKeyRing } from './load-key-ring.ts';

/**
 * Puts a new secret key in front of those in a data folder's own key file. It seals from now on; the others go on opening
 * what was sealed under them and verifying what was recorded. The file is replaced whole, or not at all.
 *
 * @throws SealError when the keys come from the environment: then whoever set them there puts another one in front
 */
export function addKey(folder: string, env: Readonly<Record<string, string | undefined>>): void {
  if (env.TOOLGATE_SECRET_KEY || env.TOOLGATE_SECRET_KEY_FILE) {
    throw new SealError(
      'the secret key comes from the environment: put a new one in front of it there, separated by a comma ' +
        '(`openssl rand -base64 32` makes one), and run `toolgate keys reseal`',
    );
  }
  // Whatever is wrong with the file is found before it is replaced.
  loadKeyRing({ env: {}, folder, create: false });
  const path = join(folder, keyFileName);
  const draft = `${path}.${newId()}`;
  const fd = openSync(draft, 'wx', 0o600);
  try {
    writeSync(fd, `${randomBytes(32).toString('base64')}\n${readFileSync(path, 'utf8')}`);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(draft, path);
}
