import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { main } from '../main.ts';

it('a word that is no id is named as it was typed, and not by its place', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'toolgate-'));
  try {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    const io = { stdin: new PassThrough(), stdout, stderr, env: {}, cwd: '/' };
    const good = '0'.repeat(32);
    expect(await main(['definition', 'approve', good, 'gith\u202eub', '--data', folder], io)).toBe(2);
    expect(String(stderr.read())).toMatch(/^toolgate: "gith\\u202eub": must be an id: 32 hexadecimal digits/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
