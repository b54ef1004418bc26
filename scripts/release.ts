// `npm run release`: what is published, into `release/`. Wants a clean checkout; asks the registry that the packages which are
// installed are the ones that were signed; builds; checks the package, built twice; and leaves the archive beside its bill
// of materials and the digests of both. It publishes nothing.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const run = (command: string, ...args: readonly string[]): void => {
  console.log(`== ${command} ${args.join(' ')}`);
  execFileSync(command, args, { stdio: 'inherit' });
};

const changed = execFileSync('git', ['status', '--porcelain'], { encoding: 'utf8' });
if (changed !== '') throw new Error(`what is released stands in the repository; this does not:\n${changed}`);

const folder = 'release';
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
run('npm', 'ci', '--no-audit', '--no-fund');
run('npm', 'audit', 'signatures');
run('npm', 'audit', '--omit=dev');
run('npm', 'run', 'build', '--silent');
run(process.execPath, 'scripts/check-package.ts');
run('npm', 'pack', '--ignore-scripts', '--silent', '--pack-destination', folder);

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const archive = `toolgate-${version}.tgz`;
const bill = `toolgate-${version}.cdx.json`;
cpSync('dist/sbom.cdx.json', join(folder, bill));
const sums = [archive, bill].map((name) => {
  const digest = createHash('sha256')
    .update(readFileSync(join(folder, name)))
    .digest('hex');
  return `${digest}  ${name}\n`;
});
writeFileSync(join(folder, 'SHA256SUMS'), sums.join(''));
console.log(sums.join(''));
