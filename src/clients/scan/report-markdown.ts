import { severities } from '../../catalog/index.ts';
import { escapeUnsafe } from '../../kernel/index.ts';
import type { ScanFinding } from './finding.ts';
import { jsonLines } from './json-lines.ts';
import { scanRules } from './rules.table.ts';
import type { ScannedServer, ScanReport } from './scan.ts';

/** Rows of a table that somebody reads; the rest is counted. */
const mostRows = 100;

/**
 * The report as Markdown, for a comment on a pull request. Whatever stands in it is text: names from definitions and
 * files cannot become links, mentions or markup.
 */
export function reportMarkdown({ files, findings }: ScanReport): string {
  const servers = files.flatMap(({ file, servers: own }) => own.map((server) => ({ file, server })));
  const problems = files.flatMap(({ file, problems: own }) => own.map((problem) => ({ file, ...problem })));
  const counts = severities
    .toReversed()
    .map((severity) => [findings.filter((one) => one.severity === severity).length, severity] as const)
    .filter(([count]) => count > 0)
    .map(([count, severity]) => `${count} ${severity}`);
  const parts = [
    '## MCP servers in this repository',
    `${servers.length} ${servers.length === 1 ? 'server' : 'servers'} in ${files.length} ${files.length === 1 ? 'file' : 'files'}; findings: ${counts.length === 0 ? 'none' : counts.join(', ')}.`,
    ...(problems.length === 0
      ? []
      : [
          '### What could not be read',
          ...problems.map(
            ({ file, line, column, message }) => `- ${code(`${file}:${line}:${column}`)} ${text(message)}`,
          ),
        ]),
    ...(findings.length === 0 ? [] : ['### Findings', findingTable(findings), rulesOf(findings)]),
    ...(servers.length === 0 ? [] : ['### Servers', serverTable(servers.map(({ server }) => server))]),
    ...servers.flatMap(({ server }) => policyOf(server)),
  ];
  return `${parts.join('\n\n')}\n`;
}

function findingTable(findings: readonly ScanFinding[]): string {
  const rows = findings
    .slice(0, mostRows)
    .map(({ severity, file, line, server, message, rule }) =>
      row([severity, code(`${file}:${line}`), server === undefined ? '' : code(server), text(message), code(rule)]),
    );
  const more = findings.length > mostRows ? `\n\n… and ${findings.length - mostRows} more.` : '';
  return (
    ['| severity | where | server | finding | rule |', '| --- | --- | --- | --- | --- |', ...rows].join('\n') + more
  );
}

function rulesOf(findings: readonly ScanFinding[]): string {
  return [...new Set(findings.map(({ rule }) => rule))]
    .map((rule) => `- ${code(rule)}: ${scanRules[rule].fix.replaceAll('|', '\\|')}`)
    .join('\n');
}

function serverTable(servers: readonly ScannedServer[]): string {
  const rows = servers.map(({ name, where, package: runs, governed, disabled, toolsFrom, tools }) => {
    const worst = severities.findLast((severity) => tools.some((tool) => tool.severity === severity)) ?? '';
    const known = toolsFrom === 'nowhere' ? 'unknown' : String(tools.length);
    return row([code(name), code(runs ?? where), known, worst, governed ? 'yes' : 'no', disabled ? 'off' : 'on']);
  });
  return ['| server | runs | tools | worst | policy | state |', '| --- | --- | --- | --- | --- | --- |', ...rows].join(
    '\n',
  );
}

function policyOf({ name, recommendation, tools }: ScannedServer): string[] {
  if (recommendation === undefined || tools.length === 0) return [];
  return [
    `<details><summary>Recommended policy for ${html(name)}</summary>\n\n${text(recommendation.sentence)}\n\n${fenced(
      jsonLines(recommendation.document),
    )}\n\n</details>`,
  ];
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** Text as code: no markup in it counts, and no backtick ends it. */
function code(value: string): string {
  const plain = escapeUnsafe(value).replaceAll('|', '\\|');
  const longest = Math.max(0, ...[...plain.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = plain.startsWith('`') || plain.endsWith('`') ? ' ' : '';
  return plain === '' ? '' : `${fence}${pad}${plain}${pad}${fence}`;
}

const entities = new Map([
  ['<', '&lt;'],
  ['&', '&amp;'],
  ['`', '&#96;'],
]);

/** Text as text. A zero-width space keeps a name from being a mention. */
function text(value: string): string {
  return escapeUnsafe(value)
    .replace(/[\\`*_[\]#|~<>&]/g, (char) => entities.get(char) ?? `\\${char}`)
    .replace(/@(?=[A-Za-z0-9])/g, '@\u200b')
    .replace(/\bwww\./gi, (word) => `${word.slice(0, 3)}\u200b.`)
    .replace(/:\/\//g, ':\u200b//');
}

function html(value: string): string {
  return escapeUnsafe(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('@', '@\u200b');
}

function fenced(value: string): string {
  const longest = Math.max(2, ...[...value.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}json\n${value}\n${fence}`;
}
