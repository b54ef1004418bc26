import { classifierVersion } from '../../catalog/index.ts';
import type { JsonObject, JsonValue } from '../../protocol/index.ts';
import { scanRules } from './rules.table.ts';
import type { ScanReport } from './scan.ts';

/** The report as data: the definitions of tools are their authors' and stay out of it. */
export function reportJson({ files, findings }: ScanReport, version: string): JsonObject {
  return {
    version,
    classifier: classifierVersion,
    files: files.map(({ file, client, servers, problems }) => ({
      file,
      client: client ?? null,
      problems: problems.map(({ line, column, message }) => ({ line, column, message })),
      servers: servers.map(({ tools, recommendation, package: runs, given, ...server }) => ({
        ...server,
        package: runs ?? null,
        given: [...given],
        tools: tools.map(({ name, category, severity, confidence, unclassified, flags }) => ({
          name,
          category,
          severity,
          confidence,
          unclassified,
          flags: [...flags],
        })),
        recommendation: recommendation === undefined ? null : recommended(recommendation),
      })),
    })),
    findings: findings.map(({ server, tool, ...one }) => ({
      ...one,
      server: server ?? null,
      tool: tool ?? null,
      fix: scanRules[one.rule].fix,
    })),
  };
}

function recommended({
  strength,
  title,
  sentence,
  document,
}: {
  readonly strength: string;
  readonly title: string;
  readonly sentence: string;
  readonly document: JsonObject;
}): JsonValue {
  return { strength, title, sentence, policy: document };
}
