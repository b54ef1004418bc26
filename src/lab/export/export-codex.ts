import type { Policy } from '../../policy/index.ts';
import { clientRules } from './client-rules.ts';
import type { Exported } from './export-claude-code.ts';

/**
 * A part of Codex's `config.toml`: the server's `enabled_tools` where the policy lists what it lets through,
 * `disabled_tools` for what it hides or refuses whatever the call is, `approval_mode = "prompt"` for what a human must
 * agree to. Codex knows names only; a glob needs the server's tools to stand for.
 *
 * @param server the server's name in Codex
 * @param tools all tools of the server, if they are known
 */
export async function exportCodex(policy: Policy, server: string, tools?: readonly string[]): Promise<Exported> {
  const { stringify } = await import('smol-toml');
  const { denied, asked, offered, refusesOthers, notExpressible } = clientRules(policy, tools);
  const isName = (pattern: string): boolean => !pattern.includes('*');
  const everything = denied.includes('*');
  const globs = [...denied, ...asked].filter((pattern) => !isName(pattern) && pattern !== '*');
  const disabled = denied.filter(isName);
  const prompted = asked.filter((pattern) => isName(pattern) && !disabled.includes(pattern));
  const table = {
    ...(everything && { enabled: false }),
    ...(offered !== undefined && !everything && { enabled_tools: [...offered].toSorted() }),
    ...(disabled.length > 0 && { disabled_tools: disabled.toSorted() }),
    ...(asked.includes('*') && { default_tools_approval_mode: 'prompt' }),
    ...(prompted.length > 0 && {
      tools: Object.fromEntries(prompted.toSorted().map((name) => [name, { approval_mode: 'prompt' }])),
    }),
  };
  const unnamed = refusesOthers && offered === undefined;
  return {
    text: stringify({ mcp_servers: { [server]: table } }),
    notExpressible: [
      ...(unnamed ? ['default: deny, for tools that no entry names (name the server’s tools with --tools)'] : []),
      ...globs.map((glob) => `tools ${glob}: Codex knows names only (name them with --tools)`),
      ...notExpressible,
    ],
  };
}
