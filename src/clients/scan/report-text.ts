import type { RecommendedPlan } from '../../catalog/index.ts';
import { scanRules } from './rules.table.ts';
import type { ScannedServer, ScanReport } from './scan.ts';

/** The report for a terminal. Names are their authors': the caller escapes each line. */
export function reportText({ files, findings }: ScanReport): string[] {
  const lines = files.flatMap(({ file, client, servers, problems }) => [
    `${file}${client === undefined ? '' : ` (${client})`}`,
    ...(servers.length === 0 && problems.length === 0 ? ['  no servers'] : []),
    ...problems.map(({ line, column, message }) => `  cannot be read at ${line}:${column}: ${message}`),
    ...servers.flatMap((server) => serverLines(server)),
    '',
  ]);
  const found = findings.map(
    ({ severity, rule, file, line, column, server, message }) =>
      `${severity.padEnd(8)}  ${file}:${line}:${column}  ${server === undefined ? '' : `${server}: `}${message}  [${rule}]`,
  );
  const rules = [...new Set(findings.map(({ rule }) => rule))].map((rule) => `  ${rule}: ${scanRules[rule].fix}`);
  return [
    ...lines,
    ...(found.length === 0
      ? [files.length === 0 ? 'nothing was read' : 'no findings']
      : [...found, '', 'What to do:', ...rules]),
  ];
}

function serverLines(server: ScannedServer): string[] {
  const { name, where, package: runs, toolsFrom, tools, governed, disabled, recommendation } = server;
  const notes = [
    ...(disabled ? ['switched off'] : []),
    governed ? 'behind a policy' : 'no policy',
    toolsFrom === 'nowhere' ? 'tools unknown' : `${tools.length} tools, from the ${toolsFrom}`,
  ];
  const plans = new Map(recommendation?.plans.map((plan) => [plan.tool, plan]));
  const width = Math.max(0, ...tools.map((tool) => tool.name.length));
  return [
    `  ${name}  ${where}${runs === undefined ? '' : `  ${runs}`}  (${notes.join(', ')})`,
    ...tools.map(({ name: tool, category, severity, unclassified }) => {
      const kind = (unclassified ? 'unclassified' : category).padEnd(12);
      return `    ${severity.padEnd(8)}  ${kind}  ${tool.padEnd(width)}  ${planned(plans.get(tool))}`.trimEnd();
    }),
    ...(recommendation === undefined ? [] : [`    recommended: ${recommendation.sentence}`]),
  ];
}

/** What the recommended policy makes of a tool's calls. */
function planned(plan: RecommendedPlan | undefined): string {
  if (plan === undefined) return '';
  if (plan.effect === 'deny') return 'deny';
  return `${plan.effect === 'ask' ? 'ask a person' : 'allow'}, ${plan.perMinute} a minute`;
}
