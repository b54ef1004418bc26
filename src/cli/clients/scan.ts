import { existsSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Command, Option } from 'commander';
import { type Severity, severities } from '../../catalog/index.ts';
import {
  type ClientConfiguration,
  clientFiles,
  isAtLeast,
  jsonLines,
  knownClients,
  readConfiguration,
  reportJson,
  reportMarkdown,
  reportSarif,
  reportText,
  type ScanReport,
  scan,
} from '../../clients/index.ts';
import { escapeUnsafe } from '../../kernel/index.ts';
import type { CommandModule } from '../command-module.ts';
import { dataFolder } from '../data-folder.ts';
import { CommandError, type Io } from '../io.ts';
import { readTextFile } from '../policy/policy-file.ts';
import { version } from '../version.ts';
import { clientMachine } from './client-machine.ts';
import { toolsFor } from './tools-for.ts';

const formats = ['text', 'json', 'sarif', 'markdown'] as const;

interface ScanOptions {
  readonly format: (typeof formats)[number];
  readonly json?: true;
  readonly failOn?: string;
  readonly connect?: true;
  readonly data?: string;
}

/** `toolgate scan`: what the configurations of MCP clients let an agent do, and what is wrong with them. */
export const build: CommandModule['build'] = (io, done) =>
  new Command('scan')
    .description(
      'Reads configurations of MCP clients (Claude Code and Desktop, Cursor, VS Code, Windsurf, Codex, Gemini CLI, Zed),\n' +
        'lists their servers and tools with what these can do at worst, names what is wrong, and recommends a policy for\n' +
        'each server. Starts and asks nothing unless told to. Secrets are found and never shown.',
    )
    .argument('[file...]', 'configurations; without one, all that clients on this machine and in this folder read')
    .addOption(new Option('--format <format>', 'what to print').choices([...formats]).default('text'))
    .addOption(new Option('--json', 'the same as --format json').conflicts('format'))
    .option('--fail-on <severity>', `exit with 1 at a finding this grave or graver: ${severities.join(', ')}`)
    .option('--connect', 'start and dial the servers, and ask them for their tools: runs what the files name')
    .option('--data <folder>', 'where the catalogue lies that tools are looked up in')
    .addHelpText(
      'after',
      `
Exit status: 0 when all was read and nothing was found at or above --fail-on; 1 when something was; 2 for wrong usage,
and for a file that cannot be read.

Examples:
  toolgate scan
  toolgate scan .mcp.json .vscode/mcp.json --fail-on high
  toolgate scan --connect --format sarif > toolgate.sarif`,
    )
    .action(async (files: string[], options: ScanOptions) => done(await run(files, options, io)));

async function run(files: readonly string[], options: ScanOptions, io: Io): Promise<number> {
  const failOn = options.failOn === undefined ? undefined : severityNamed(options.failOn);
  const named = files.length > 0 ? files : filesHere(io);
  if (named.length === 0 && (options.format === 'text' || options.format === undefined))
    io.stderr.write('no client of this machine or folder has a configuration\n');
  const read: ClientConfiguration[] = [];
  let failed = false;
  for (const file of named) {
    try {
      read.push(readConfiguration(file, await readTextFile(io, file)));
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      failed = true;
      io.stderr.write(`toolgate: ${escapeUnsafe(error.message)}\n`);
    }
  }
  const { catalogueTools } = await import('./catalogue-tools.ts');
  using catalogue = catalogueTools(dataFolder(io, options.data).path);
  const report = await scan(read, toolsFor(catalogue, options.connect === true, io));
  io.stdout.write(printed(report, options.json === true ? 'json' : options.format, io));
  for (const { file, problems } of report.files) {
    for (const { line, column, message } of problems) {
      failed = true;
      io.stderr.write(`toolgate: ${escapeUnsafe(`${file}:${line}:${column}: ${message}`)}\n`);
    }
  }
  if (failOn !== undefined && isAtLeast(report, failOn)) return 1;
  return failed ? 2 : 0;
}

function printed(report: ScanReport, format: ScanOptions['format'], io: Io): string {
  switch (format) {
    case 'text':
      return reportText(report)
        .map((line) => `${escapeUnsafe(line)}\n`)
        .join('');
    case 'markdown':
      return reportMarkdown(report);
    case 'json':
      return `${jsonLines(reportJson(report, version))}\n`;
    case 'sarif':
      return `${jsonLines(reportSarif(report, version, (file) => uriOf(file, io)))}\n`;
  }
}

/** Relative to the working folder for what lies in it, so that code scanning finds it in the repository. */
function uriOf(file: string, io: Io): string {
  const path = resolve(io.cwd, file);
  const inside = relative(io.cwd, path);
  if (inside.startsWith('..') || isAbsolute(inside)) return pathToFileURL(path).href;
  return inside.split(sep).map(encodeURIComponent).join('/');
}

function filesHere(io: Io): string[] {
  const machine = clientMachine(io);
  const paths = knownClients.flatMap((client) => clientFiles(client, machine).map(({ path }) => path));
  return [...new Set(paths)].filter((path) => existsSync(path));
}

/** @throws CommandError for a word that is no severity */
function severityNamed(word: string): Severity {
  const severity = severities.find((one) => one === word.toLowerCase());
  if (severity === undefined) {
    throw new CommandError(`--fail-on ${JSON.stringify(word)}: expected one of ${severities.join(', ')}`, 2);
  }
  return severity;
}
