// Checks what would be published, after a build: that the tarball holds what it must and nothing else, that it comes out the
// same where the sources lie at another place, and that it works where nothing but its own dependencies are installed.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const npm = (args: readonly string[], cwd: string): string =>
  execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const failures: string[] = [];
const expect = (holds: boolean, what: string): void => {
  console.log(`${holds ? 'ok  ' : 'FAIL'} ${what}`);
  if (!holds) failures.push(what);
};

/** Everything in the package begins with one of these. */
const allowed = /^(bin|data|dist|migrations|docs|examples)\/|^(README\.md|LICENSE|package\.json)$/;

/** What must be there; each stands for the folder it is in. */
const required = [
  'bin/toolgate.js',
  'dist/cli/main.js',
  'dist/THIRD-PARTY-NOTICES.txt',
  'dist/policy/index.js',
  'dist/policy/index.d.ts',
  'dist/sbom.cdx.json',
  'dist/web/index.html',
  'dist/web/THIRD-PARTY-NOTICES.txt',
  'data/starter/servers.jsonl',
  'dist/catalog/catalog.db',
  'examples/netdiag/server.js',
  'docs/performance.md',
  'README.md',
  'LICENSE',
];

/** What has no business in there. Tests are ours; those of an example policy are part of the example. */
const unwanted = /\.test\.(?!ya?ml$)|\.tsbuildinfo$|(^|\/)\.|\.pem$|^dist\/.*(?<!\.d)\.ts$|\.db-(shm|wal)$/;

function checkContents(packed: readonly PackedFile[]): void {
  const files = packed.map((file) => file.path);
  expect(
    files.every((file) => allowed.test(file)),
    'holds only bin, data, dist, migrations, docs, examples and the notices',
  );
  const odd = files.filter((file) => unwanted.test(file));
  expect(odd.length === 0, `holds no tests, keys or leftovers${odd.length === 0 ? '' : `: ${odd.join(', ')}`}`);
  for (const file of required) expect(files.includes(file), `holds ${file}`);
  expect(
    files.some((file) => /^migrations\/sqlite\/\d+_.*\.sql$/.test(file)),
    'holds the migrations',
  );
  // npm makes a command of a package executable where it installs it; an image that only unpacks the package does not.
  const command = packed.find(({ path }) => path === 'bin/toolgate.js');
  expect(((command?.mode ?? 0) & 0o111) === 0o111, 'holds the command as something that anybody may execute');
}

/** Starts the installed netdiag and lists its tools as a client would. */
async function listTools(program: string, cwd: string): Promise<string[]> {
  const child = spawn(process.execPath, [program, 'netdiag'], { cwd, stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  child.stdin.end('{"jsonrpc":"2.0","id":1,"method":"tools/list"}\n');
  try {
    const [line] = (await Promise.race([once(lines, 'line'), once(lines, 'close')])) as [string?];
    const answer = JSON.parse(line ?? '{}') as { result?: { tools?: { name: string }[] } };
    return answer.result?.tools?.map((tool) => tool.name) ?? [];
  } finally {
    if (child.exitCode === null) await once(child, 'exit');
  }
}

interface PackedFile {
  readonly path: string;
  /** Its permissions. */
  readonly mode: number;
}

interface Packed {
  readonly filename: string;
  /** Over the archive, names and times of its files included. */
  readonly integrity: string;
  readonly files: readonly PackedFile[];
}

function pack(cwd: string): Packed {
  const packed = npm(['pack', '--json', '--ignore-scripts', '--pack-destination', folder], cwd);
  const [tarball] = JSON.parse(packed) as Packed[];
  if (tarball === undefined) throw new Error('npm pack made no tarball');
  return tarball;
}

/** The sources, at another place: of what is here, what belongs to the repository, with the packages that are installed. */
function copySources(to: string): void {
  const listed = execFileSync('git', ['ls-files', '-coz', '--exclude-standard'], { encoding: 'utf8' });
  for (const file of listed.split('\0')) {
    if (file !== '' && existsSync(file)) cpSync(file, join(to, file), { recursive: true });
  }
  for (const packages of ['node_modules', 'web/node_modules']) {
    if (existsSync(packages)) symlinkSync(realpathSync(packages), join(to, packages));
  }
}

const folder = mkdtempSync(join(tmpdir(), 'toolgate-package-'));
try {
  const elsewhere = join(folder, 'built elsewhere');
  copySources(elsewhere);
  npm(['run', 'build', '--silent'], elsewhere);
  const other = pack(elsewhere);
  const tarball = pack(process.cwd());
  expect(other.integrity === tarball.integrity, `is the same built elsewhere: ${tarball.integrity}`);
  checkContents(tarball.files);

  const place = join(folder, 'installed');
  mkdirSync(place);
  writeFileSync(join(place, 'package.json'), '{ "private": true }');
  npm(['install', '--no-audit', '--no-fund', '--prefer-offline', join(folder, tarball.filename)], place);
  const program = join(place, 'node_modules/toolgate/bin/toolgate.js');
  const shown = execFileSync(process.execPath, [program, '--version'], { cwd: place, encoding: 'utf8' }).trim();
  expect(shown === version, `toolgate --version says ${version}`);
  expect((await listTools(program, place)).includes('tcp_connect'), 'toolgate netdiag lists its tools');
} finally {
  rmSync(folder, { recursive: true, force: true });
}
if (failures.length > 0) process.exitCode = 1;
