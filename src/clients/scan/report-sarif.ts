import { hash } from 'node:crypto';
import type { Severity } from '../../catalog/index.ts';
import type { JsonObject } from '../../protocol/index.ts';
import { ruleIds, scanRules } from './rules.table.ts';
import type { ScanReport } from './scan.ts';

/** How GitHub orders alerts (`security-severity`), and SARIF's own three levels. */
const levels: Readonly<Record<Severity, readonly [level: string, score: string]>> = {
  low: ['note', '3.0'],
  medium: ['warning', '5.5'],
  high: ['error', '8.0'],
  critical: ['error', '9.5'],
};

/**
 * The report as SARIF 2.1.0, for GitHub's code scanning and its like. What could not be read is a notification of the
 * run, whose execution then counts as failed.
 *
 * @param uriOf the file as a URI reference, relative to the repository where it lies in it
 */
export function reportSarif(report: ScanReport, version: string, uriOf: (file: string) => string): JsonObject {
  const location = (file: string, line: number, column: number): JsonObject => ({
    physicalLocation: {
      artifactLocation: { uri: uriOf(file) },
      region: { startLine: line, startColumn: column },
    },
  });
  const problems = report.files.flatMap(({ file, problems: own }) => own.map((problem) => ({ file, ...problem })));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'toolgate scan',
            semanticVersion: version,
            rules: ruleIds.map((id) => {
              const { title, fix, severity } = scanRules[id];
              const [level, score] = levels[severity];
              return {
                id,
                shortDescription: { text: `${title}.` },
                fullDescription: { text: `${title}. ${fix}` },
                help: { text: fix },
                defaultConfiguration: { level },
                properties: { 'security-severity': score, tags: ['security', 'mcp'] },
              };
            }),
          },
        },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: problems.length === 0,
            toolExecutionNotifications: problems.map(({ file, line, column, message }) => ({
              level: 'error',
              message: { text: message },
              locations: [location(file, line, column)],
            })),
          },
        ],
        results: report.findings.map(({ rule, severity, message, file, line, column, server, tool }) => ({
          ruleId: rule,
          ruleIndex: ruleIds.indexOf(rule),
          level: levels[severity][0],
          message: { text: server === undefined ? message : `${server}: ${message}` },
          locations: [location(file, line, column)],
          // Lines move; what was found does not.
          partialFingerprints: {
            'toolgate/v1': hash('sha256', JSON.stringify([rule, uriOf(file), server, tool, message]), 'hex').slice(
              0,
              32,
            ),
          },
          properties: { severity },
        })),
      },
    ],
  };
}
