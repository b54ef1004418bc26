import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig, watchConfig } from '../../../../src/config/index.ts';
import type { Row, Standing } from '../row.ts';

const noText = (): Buffer => Buffer.concat([Buffer.from([0xff]), randomBytes(200)]);
const good = JSON.stringify({ version: '1', default: 'deny' });

/** What is asked for is that the file, as it is now, comes into force. The old one stays so otherwise. */
async function open(): Promise<Standing> {
  const folder = mkdtempSync(join(tmpdir(), 'toolgate-policy-file-'));
  const [config, policy] = [join(folder, 'toolgate.yaml'), join(folder, 'policy.json')];
  const remove = (): void => rmSync(policy, { recursive: true, force: true });
  const write = (content: string | Buffer): void => {
    remove();
    writeFileSync(policy, content);
  };
  write(good);
  writeFileSync(config, JSON.stringify({ policies: { p: { file: 'policy.json' } } }), { mode: 0o600 });
  const load = () => loadConfig(config, {});
  let told: (said: string) => void = () => undefined;
  let changed: (() => void) | undefined;
  const world = {
    watchFolder: () => ({ close: () => undefined }),
    later: (_ms: number, run: () => void) => once(run),
    onHangup: (run: () => void) => {
      changed = run;
      return () => undefined;
    },
  };
  const handlers = {
    onChange: () => told('allow'),
    onFault: (errors: readonly { message: string }[]) =>
      told(errors.map(({ message }) => message.replaceAll(`${folder}/`, '')).join()),
  };
  const watcher = watchConfig([config, policy], load, handlers, world);
  let turn = 0;
  let flapping = false;
  return {
    ask: () => {
      if (flapping) write((turn++ & 1) === 0 ? noText() : good);
      const said = new Promise<string>((resolve) => {
        told = resolve;
      });
      changed?.();
      return said;
    },
    break: async (way) => {
      flapping = way === 'flapping';
      if (way === 'down') remove();
      else if (way === 'garbage') write(noText());
      else if (way === 'error') {
        remove();
        mkdirSync(policy);
      } else if (way === 'stalled') {
        remove();
        execFileSync('mkfifo', [policy]);
      }
    },
    mend: async () => {
      flapping = false;
      write(good);
    },
    close: async () => {
      watcher.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function once(run: () => void): { stop(): void } {
  const soon = setImmediate(run);
  return { stop: () => clearImmediate(soon) };
}

export const policyFile: Row = {
  what: 'policy file (the change is refused, the old one stays in force)',
  refused: /cannot be read|not valid|expected|JSON/,
  cells: {
    down: { how: 'the file is removed' },
    stalled: { how: 'a pipe into which nobody writes stands in its place' },
    error: { how: 'a folder stands in its place' },
    garbage: { how: 'bytes that are no text' },
    flapping: { how: 'bytes that are no text and a whole file by turns', mixed: true },
  },
  open,
};
