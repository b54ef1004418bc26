import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { main } from '../main.ts';

it.each(['create', 'update'])(
  'grant %s: who names a server or a policy alone is told how both are named',
  async (command) => {
    for (const option of ['--server', '--policy']) {
      const [stdout, stderr] = [new PassThrough(), new PassThrough()];
      const io = { stdin: new PassThrough(), stdout, stderr, env: {}, cwd: '/' };
      expect(await main(['grant', command, 'ci', option, 'x', '--open', 'a=b'], io)).toBe(2);
      expect(String(stderr.read())).toContain(`--open server=policy, not ${option}`);
    }
  },
);
