import type { Policy } from '../../policy/index.ts';
import { shownName, toolPrefix } from '../import/claude-code/tool-name.ts';
import { clientRules } from './client-rules.ts';

/** A part of a client's configuration, and what it cannot say. */
export interface Exported {
  readonly text: string;
  readonly notExpressible: readonly string[];
}

/**
 * Permission rules for Claude Code's `settings.json`: `deny` for what the policy hides or refuses whatever the call is,
 * `ask` for what a human must agree to. Nothing is allowed here: that is the gateway's to say, and a rule that allows
 * would keep Claude Code from asking.
 *
 * @param server the server's name in Claude Code
 * @param tools all tools of the server, if they are known
 */
export function exportClaudeCode(policy: Policy, server: string, tools?: readonly string[]): Exported {
  const { denied, asked, refusesOthers, notExpressible } = clientRules(policy, tools);
  const ruleFor = (pattern: string): string => toolPrefix(server) + pattern.split('*').map(shownName).join('*');
  const rules = (patterns: readonly string[]): string[] => [...new Set(patterns.map(ruleFor))].toSorted();
  const deny = rules(denied);
  const ask = rules(asked).filter((rule) => !deny.includes(rule));
  const permissions = { ...(deny.length > 0 && { deny }), ...(ask.length > 0 && { ask }) };
  const dotted = [...denied, ...asked].filter((pattern) => pattern.includes('.'));
  return {
    text: `${JSON.stringify({ permissions }, null, 2)}\n`,
    notExpressible: [
      ...(refusesOthers ? ['default: deny, for tools that no entry names (name the server’s tools with --tools)'] : []),
      ...dotted.map(
        (name) =>
          `tools ${name}: shown as ${name.split('*').map(shownName).join('*')}, and so the rule stands for that name, too`,
      ),
      ...notExpressible,
    ],
  };
}
