import { Command } from 'commander';
import { policySchema } from '../../policy/index.ts';
import type { CommandModule } from '../command-module.ts';
import { checkPolicies } from './policy-check.ts';
import { diffCommand } from './policy-diff.ts';
import { explainCall } from './policy-explain.ts';
import { exportRulesCommand } from './policy-export.ts';
import { importCommand } from './policy-import.ts';
import { judgeLines } from './policy-judge.ts';
import { policyRegistry } from './policy-registry.ts';
import { replayCommand } from './policy-replay.ts';
import { suggestCommand } from './policy-suggest.ts';
import { testCommand } from './policy-test.ts';

const judgeHelp = `A line: {"policy": {…} | "policyText": "…", "format"?: "json" | "yaml", "call"?: {…}, "counters"?: "a name"}
  call      "tool" with "arguments" or "argumentsText" (kept to the letter), or "resource", or "prompt"; and of
            "grant" (a label, or {label, tags}), "user" (an e-mail address, or {email, groups}), "session", "server",
            "facts" ({category, severity, annotations}), "now" (RFC 3339) what is said
  counters  lines of one name take from the same budgets, with "now" never decreasing
An answer: {"valid", "errors", "warnings", "decision": {"outcome", "code", "rule", "reason"} | null}, one for each line that
is not empty, in order; a line that cannot be read has "valid": false and what is wrong with it. Exit 0 once all are read.`;

/** `toolgate policy …`: tools around a policy document, and the policies of a gateway. */
export const build: CommandModule['build'] = (io, done) => {
  const command = new Command('policy')
    .description(
      'Check, explain, test and compare policies, try them on recorded calls, make them from calls or other rules, and ' +
        'put versions of them in force.',
    )
    .addHelpText(
      'after',
      '\nExample:\n  toolgate policy check policy.json\n  toolgate policy apply github policy.json',
    );
  command
    .command('check')
    .description('Reads policies strictly and looks for what is valid but probably not meant.')
    .argument('<file...>', 'policy documents, .json, .yaml or .yml; - is standard input (JSON)')
    .option('--json', 'one JSON object a file')
    .addHelpText('after', '\nExample:\n  toolgate policy check policies/netdiag.json')
    .action(async (files: string[], options: { json?: boolean }) =>
      done(await checkPolicies(io, files, options.json ?? false)),
    );
  command
    .command('explain')
    .description('Judges one call and shows what every entry and condition said.')
    .requiredOption('--policy <file>', 'the policy document')
    .requiredOption('--call <json>', 'the call, as for `policy judge`: {"tool": "x", "arguments": {…}}')
    .option('--json', 'the decision and the trace as JSON')
    .addHelpText(
      'after',
      `\nExample:\n  toolgate policy explain --policy p.json --call '{"tool":"tcp_connect","arguments":{"host":"example.com"}}'`,
    )
    .action(async (options: { policy: string; call: string; json?: boolean }) => done(await explainCall(io, options)));
  command
    .command('judge')
    .description('Judges calls from JSON lines on standard input, one decision a line: for tests in any language.')
    .addHelpText(
      'after',
      `\n${judgeHelp}\n\nExample:\n  echo '{"policy":{"version":"1","default":"deny"},"call":{"tool":"x"}}' | toolgate policy judge`,
    )
    .action(async () => judgeLines(io));
  command
    .command('schema')
    .description('Prints the JSON Schema of policy documents, for editors.')
    .addHelpText('after', '\nExample:\n  toolgate policy schema > policy.schema.json')
    .action(() => void io.stdout.write(`${JSON.stringify(policySchema(), null, 2)}\n`));
  command.addCommand(replayCommand(io, done)).addCommand(suggestCommand(io));
  command.addCommand(testCommand(io, done)).addCommand(diffCommand(io, done));
  command.addCommand(importCommand(io)).addCommand(exportRulesCommand(io, done));
  for (const stored of policyRegistry(io)) command.addCommand(stored);
  return command;
};
