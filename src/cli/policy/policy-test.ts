import { dirname, join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { type CaseResult, Coverage, type PolicyTests, readPolicyTests, runPolicyTests } from '../../lab/index.ts';
import { CommandError, type Io } from '../io.ts';
import { readTextFile, sayErrors, validPolicy } from './policy-file.ts';
import { type TestedFile, type TestedPolicy, testReport } from './policy-test-report.ts';

const formats = ['text', 'json', 'junit'] as const;
type Format = (typeof formats)[number];

interface TestOptions {
  readonly policy?: string;
  readonly format: Format;
  readonly json?: true;
  readonly coverage?: true;
  readonly minCoverage?: number;
}

/** `toolgate policy test`: calls and how they must end. */
export function testCommand(io: Io, done: (exitCode: number) => void): Command {
  return new Command('test')
    .description(
      'Judges the calls of test files and compares how they end with how they must; exit 1 where one does not.',
    )
    .argument('<file...>', 'test files, .yaml, .yml or .json')
    .option('--policy <file>', 'the policy, instead of the one that the files name')
    .addOption(new Option('--format <format>', 'what to write').choices(formats).default('text'))
    .option('--json', 'the same as --format json')
    .option('--coverage', 'list the rules that decided no call')
    .option('--min-coverage <percent>', 'exit 1 where fewer of the rules decided a call', percent)
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  toolgate policy test policies/netdiag.test.yaml --coverage\n' +
        '  toolgate policy test policies/*.test.yaml --format junit > report.xml\n\n' +
        'A test file:\n' +
        '  policy: netdiag.json\n' +
        '  cases:\n' +
        '    - name: ten a minute\n' +
        '      call: { tool: tcp_connect, arguments: { host: example.com } }\n' +
        '      steps:\n' +
        '        - { times: 10, expect: allow }\n' +
        '        - { expect: { outcome: deny, code: rate_limited } }\n' +
        '        - { after: 61s, expect: allow }',
    )
    .action(async (files: string[], options: TestOptions) => done(await runTests(io, files, options)));
}

function percent(text: string): number {
  const value = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && value <= 100) return value;
  throw new InvalidArgumentError('expected a number from 0 to 100.');
}

/** @returns the exit status */
async function runTests(io: Io, files: readonly string[], options: TestOptions): Promise<number> {
  const policies = new Map<string, TestedPolicy>();
  const tested: TestedFile[] = [];
  let invalid = false;
  for (const file of files) {
    const source = await readTextFile(io, file);
    const read = readPolicyTests(source, /\.ya?ml$/i.test(file) ? 'yaml' : 'json');
    if (!read.ok) {
      sayErrors(io, file, read.errors);
      invalid = true;
      continue;
    }
    const policy = await policyFor(io, file, read.tests, options, policies);
    if (policy === undefined) invalid = true;
    else tested.push({ file, policy, positionAt: read.positionAt, results: results(policy, read.tests) });
  }
  const format = options.json ? 'json' : options.format;
  const coverage = options.coverage === true || options.minCoverage !== undefined;
  const report = testReport(tested, [...policies.values()], { format, coverage });
  io.stdout.write(report.text);
  const { minCoverage = 0 } = options;
  if (report.coverage < minCoverage) {
    io.stderr.write(
      `toolgate: the tests reach ${report.coverage} % of the rules, fewer than the ${minCoverage} % asked for\n`,
    );
  }
  return invalid || report.failed > 0 || report.coverage < minCoverage ? 1 : 0;
}

function results({ policy, coverage }: TestedPolicy, tests: PolicyTests): readonly CaseResult[] {
  return runPolicyTests(policy, tests, coverage);
}

async function policyFor(
  io: Io,
  file: string,
  tests: PolicyTests,
  options: TestOptions,
  known: Map<string, TestedPolicy>,
): Promise<TestedPolicy | undefined> {
  if (options.policy === undefined && tests.policy === undefined) {
    throw new CommandError(`${file} names no policy: add "policy: FILE" to it, or say --policy FILE`, 2);
  }
  const path = options.policy ?? join(dirname(file), tests.policy ?? '');
  const before = known.get(path);
  if (before !== undefined) return before;
  const policy = await validPolicy(io, path);
  if (policy === undefined) return undefined;
  const made = { file: path, policy, coverage: new Coverage(policy) };
  known.set(path, made);
  return made;
}
