import { agree, baseOf } from '../compile/budget-plan.ts';
import { compileDocument, limitsOf, type Policy } from '../compile/policy.ts';
import { parsingJson } from '../source/json.ts';
import { positionsIn } from '../source/positions.ts';
import type { ParsedSource } from '../source/tree.ts';
import { parseYaml } from '../source/yaml.ts';
import { type InJson, positionsThrough } from '../source/yaml-in-json.ts';
import { type PolicyDocument, policyDocument } from './document.ts';
import type { Limit } from './limit.ts';
import { type PolicyError, type PolicyWarning, Report, TooManyErrors } from './report.ts';

export interface ReadOptions {
  /** The policy's name: part of the identity of its budgets. Empty when absent. */
  readonly name?: string;
  /** Lines to add to every position, for a policy that stands inside another file. */
  readonly lineOffset?: number;
  /** Columns to add to the positions on its first line. */
  readonly columnOffset?: number;
}

export type ReadResult =
  | { readonly ok: true; readonly policy: Policy; readonly warnings: readonly PolicyWarning[] }
  | { readonly ok: false; readonly errors: readonly PolicyError[]; readonly warnings: readonly PolicyWarning[] };

/** Largest document, in bytes. */
const maxBytes = 1024 * 1024;

/**
 * Reads and compiles a policy document. Nothing in it is ignored: what is not understood is an error, with its place.
 *
 * @param text the document; never longer than 1 MiB
 * @returns the compiled policy, or every error (50 at most) in document order
 */
export function readPolicy(text: string, format: 'json' | 'yaml', options: ReadOptions = {}): ReadResult {
  const reading = readingPolicy(text, format, options);
  for (;;) {
    const step = reading.next();
    if (step.done === true) return step.value;
  }
}

/** The same in a few steps, for who has something else to do in between. YAML is composed in one of them. */
export function readingPolicy(
  text: string,
  format: 'json' | 'yaml',
  options: ReadOptions,
): Generator<void, ReadResult, void> {
  const report = new Report(format === 'json' ? text : undefined);
  return reading(
    parsing(text, format, report),
    report,
    positionsIn(text, options.lineOffset, options.columnOffset),
    options,
  );
}

/**
 * The same for a YAML document that somebody else has written as JSON, in short steps throughout.
 *
 * @param text the YAML, where positions point into
 * @param inJson what `yamlInJson` made of it
 */
export function readingInJson(text: string, inJson: InJson, options: ReadOptions): Generator<void, ReadResult, void> {
  const report = new Report(inJson.text);
  const { lineOffset, columnOffset } = options;
  return reading(parsingJson(inJson.text), report, positionsThrough(inJson, text, lineOffset, columnOffset), options);
}

type Parsing = Generator<void, ParsedSource | undefined, void>;

function* reading(
  parsing: Parsing,
  report: Report,
  positionAt: ReturnType<typeof positionsIn>,
  options: ReadOptions,
): Generator<void, ReadResult, void> {
  const document = yield* checked(parsing, report);
  const warnings = report.warnings(positionAt);
  if (document === undefined || report.failed) return { ok: false, errors: report.errors(positionAt), warnings };
  yield;
  return { ok: true, policy: compileDocument(document, options.name ?? '', positionAt), warnings };
}

function* checked(parsing: Parsing, report: Report): Generator<void, PolicyDocument | undefined, void> {
  try {
    const document = yield* read(parsing, report);
    if (document === undefined) return undefined;
    yield;
    checkBudgets(document, report);
    return document;
  } catch (error) {
    if (error instanceof TooManyErrors) return undefined;
    throw error;
  }
}

function* parsing(text: string, format: 'json' | 'yaml', report: Report): Parsing {
  const bytes = Buffer.byteLength(text);
  if (bytes > maxBytes) return report.error({ pointer: '', start: 0 }, `at most ${maxBytes} bytes`, `${bytes}`);
  return format === 'json' ? yield* parsingJson(text) : parseYaml(text);
}

function* read(parsing: Parsing, report: Report): Generator<void, PolicyDocument | undefined, void> {
  const parsed = yield* parsing;
  for (const fault of parsed?.faults ?? []) report.fault(fault);
  yield;
  return parsed?.root && (yield* policyDocument.reading(parsed.root, '', report));
}

/**
 * Entries of one budget must agree in `max`, `cost` and `align` (policy language, section 4). A shorthand's budget is
 * its entry's own: nothing else can name it.
 */
function checkBudgets(document: PolicyDocument, report: Report): void {
  const budgets = new Map<string, Limit>();
  const shared = limitsOf(document).filter(({ shorthand }) => !shorthand);
  for (const limit of shared.toSorted((a, b) => a.place.start - b.place.start)) {
    const base = baseOf(limit, '');
    const first = budgets.get(base);
    if (first === undefined) budgets.set(base, limit);
    else if (!agree(first, limit)) {
      report.error(
        limit.place,
        `the same max, cost and align as ${first.place.pointer}, which names the same budget`,
        'others',
      );
    }
  }
}
