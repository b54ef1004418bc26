import type { Severity } from '../../catalog/index.ts';
import type { TextPlace } from '../configured-server.ts';
import { type RuleId, scanRules } from './rules.table.ts';

/** What a scan found. No text of it holds a value of the file that could be a secret. */
export interface ScanFinding extends TextPlace {
  readonly rule: RuleId;
  readonly severity: Severity;
  /** One sentence. Names in it are those of servers, tools, packages, variables, headers and options. */
  readonly message: string;
  readonly file: string;
  readonly server: string | undefined;
  readonly tool: string | undefined;
}

/** A finding of a rule, as grave as the rule says unless told otherwise. */
export function finding(
  rule: RuleId,
  message: string,
  where: TextPlace & { readonly file: string },
  more: { readonly server?: string; readonly tool?: string; readonly severity?: Severity } = {},
): ScanFinding {
  return {
    rule,
    severity: more.severity ?? scanRules[rule].severity,
    message,
    file: where.file,
    line: where.line,
    column: where.column,
    server: more.server,
    tool: more.tool,
  };
}
