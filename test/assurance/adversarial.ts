import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { classes } from './classes.table.ts';

/**
 * `npm run test:adversarial`: every test file that tries a class of attack, and nothing else. Those that need a server from
 * elsewhere run with `npm run test:services`.
 */
const root = join(import.meta.dirname, '../..');
const files = new Set(
  classes.flatMap(({ tried }) => tried.map(({ file }) => file)).filter((file) => file.endsWith('.test.ts')),
);
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
const { status } = spawnSync(process.execPath, [vitest, 'run', ...files, ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
