import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadKeyRing } from '../../../../src/seal/index.ts';
import { keyFileName } from '../../../../src/seal/load-key-ring.ts';
import type { Row, Standing } from '../row.ts';

/** What is asked for is that a gateway starts with the key that it had. */
async function open(): Promise<Standing> {
  const folder = mkdtempSync(join(tmpdir(), 'toolgate-key-'));
  const path = join(folder, keyFileName);
  const remove = (): void => rmSync(path, { recursive: true, force: true });
  const key = `${Buffer.alloc(32, 7).toString('base64')}\n`;
  const write = (text: string): void => {
    remove();
    writeFileSync(path, text, { mode: 0o600 });
  };
  write(key);
  const first = loadKeyRing({ env: {}, folder, create: false }).current;
  let [flapping, turn] = [false, 0];
  return {
    ask: async () => {
      if (flapping) write((turn++ & 1) === 0 ? key.slice(0, 9) : key);
      try {
        return loadKeyRing({ env: {}, folder, create: false }).current === first ? 'allow' : 'another key';
      } catch (error) {
        return String(error).replaceAll(`${folder}/`, '');
      }
    },
    break: async (way) => {
      flapping = way === 'flapping';
      if (way === 'down') remove();
      if (way === 'garbage') write('no key at all, and long enough to be taken for one');
      if (way !== 'error') return;
      remove();
      mkdirSync(path, { mode: 0o700 });
    },
    mend: async () => {
      flapping = false;
      write(key);
    },
    close: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

export const keyProvider: Row = {
  what: 'key provider (the gateway does not start)',
  refused: /SealError: .*(no secret key|must hold 32 random bytes|cannot be read)/,
  cells: {
    down: { how: 'the key file is gone: none is made beside what was sealed under it' },
    stalled: { none: 'the key is read once, before anybody is served: a start that waits for it serves nobody' },
    error: { how: 'a folder stands in its place' },
    garbage: { how: 'text that is no key' },
    flapping: { how: 'half a key and a whole one by turns', mixed: true },
  },
  open,
};
