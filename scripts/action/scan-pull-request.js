// The step of action.yml: scans, writes what was asked for, comments once, and ends as the scan did.
import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commentOnce } from './comment-once.js';

const env = process.env;
const files = (env.SCAN_FILES ?? '')
  .split('\n')
  .map((line) => line.trim())
  .filter((line) => line !== '');
const found = files.length > 0 ? files : inRepository();
if (files.length === 0 && found.length === 0) {
  console.log('The repository has no configuration of an MCP client.');
  finish(0);
}

/** Without the token: nothing that is installed or scanned needs it. */
const { GITHUB_TOKEN: _token, ...untrusted } = env;
const command = env.TOOLGATE_COMMAND ? JSON.parse(env.TOOLGATE_COMMAND) : installed(env.SCAN_PACKAGE ?? 'toolgate');
const failOn = env.SCAN_FAIL_ON ? ['--fail-on', env.SCAN_FAIL_ON] : [];
const markdown = scan('markdown', failOn);
process.stdout.write(markdown.stdout);
process.stderr.write(markdown.stderr);
if (env.SCAN_SARIF) {
  const { stdout } = scan('sarif', []);
  // A link of that name, which a pull request may bring, would have it written elsewhere.
  rmSync(env.SCAN_SARIF, { force: true });
  writeFileSync(env.SCAN_SARIF, stdout);
}
if (env.GITHUB_STEP_SUMMARY) appendFileSync(env.GITHUB_STEP_SUMMARY, markdown.stdout);
if (env.SCAN_COMMENT !== 'false' && env.PULL_REQUEST && markdown.stdout !== '') await comment(markdown.stdout);
finish(markdown.status);

/** What clients read in a repository, as far as it is under version control. */
function inRepository() {
  const known =
    /(^|\/)(\.mcp\.json|\.cursor\/mcp\.json|\.vscode\/mcp\.json|\.codex\/config\.toml|\.gemini\/settings\.json|\.zed\/settings\.json)$/;
  const listed = execFileSync('git', ['ls-files', '-z'], { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 });
  return listed.split('\0').filter((file) => known.test(file));
}

/**
 * Installs the package in a folder of its own, where nothing is the repository's: from within it npm would take its registry from
 * a file, or the package itself from a folder, that a pull request brings along.
 */
function installed(wanted) {
  const folder = mkdtempSync(join(env.RUNNER_TEMP ?? tmpdir(), 'toolgate-'));
  writeFileSync(join(folder, 'package.json'), '{"private": true}');
  const quiet = ['--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
  const args = ['install', '--ignore-scripts', '--install-links', ...quiet, '--', wanted];
  execFileSync('npm', args, { cwd: folder, env: untrusted, stdio: ['ignore', 'inherit', 'inherit'] });
  return [process.execPath, join(folder, 'node_modules/toolgate/bin/toolgate.js')];
}

function scan(format, more) {
  const ended = spawnSync(command[0], [...command.slice(1), 'scan', '--format', format, ...more, '--', ...found], {
    encoding: 'utf8',
    env: untrusted,
    maxBuffer: 64 * 1024 * 1024,
  });
  if (ended.error) throw ended.error;
  return { stdout: ended.stdout, stderr: ended.stderr, status: ended.status ?? 2 };
}

/** A pull request of a fork may not write; the log and the summary have the report then. */
async function comment(report) {
  const where = {
    api: env.GITHUB_API_URL ?? 'https://api.github.com',
    repository: env.GITHUB_REPOSITORY ?? '',
    number: env.PULL_REQUEST ?? '',
    token: env.GITHUB_TOKEN ?? '',
  };
  try {
    console.log(`The comment was ${await commentOnce(where, report)}.`);
  } catch (error) {
    const fork = env.HEAD_REPOSITORY && env.HEAD_REPOSITORY !== env.GITHUB_REPOSITORY;
    console.log(`::warning::No comment was written${fork ? ' (a fork may not)' : ''}: ${error.message}`);
  }
}

function finish(status) {
  if (env.GITHUB_OUTPUT) appendFileSync(env.GITHUB_OUTPUT, `status=${status}\n`);
  process.exit(status);
}
