import { residualsOf } from './residuals.ts';
import { toolPrefix } from './tool-name.ts';

/** What a rule says of the tools of one server. */
export type RuleReading =
  /** Patterns of tool names, as Claude Code shows them. */
  | { readonly kind: 'tools'; readonly patterns: readonly string[]; readonly hasArguments: boolean }
  /** It speaks of another server. */
  | { readonly kind: 'other-server' }
  /** It speaks of the client's own tools. */
  | { readonly kind: 'own-tools' }
  /** Claude Code skips it. */
  | { readonly kind: 'skipped'; readonly why: string };

/**
 * Reads one permission rule: `mcp__server`, `mcp__server__tool`, and globs. In `allow` a star may stand behind the
 * whole name of a server only; in `deny` and `ask` anywhere.
 *
 * @see https://code.claude.com/docs/en/permissions
 */
export function readRule(rule: string, list: 'allow' | 'ask' | 'deny', server: string): RuleReading {
  const [, text = rule, inside] = /^([^(]*)(\(.*\))?$/s.exec(rule) ?? [];
  const hasArguments = inside !== undefined;
  const prefix = toolPrefix(server);
  if (list === 'allow') {
    if (!text.startsWith('mcp__')) return { kind: 'own-tools' };
    if (hasArguments) return { kind: 'skipped', why: 'Claude Code skips rules for MCP tools with parentheses' };
    const isServer = text === prefix.slice(0, -2);
    if (!isServer && !text.startsWith(prefix)) {
      const why = 'in allow, a star may stand behind the whole name of a server only';
      return residualsOf(text, prefix).length > 0 ? { kind: 'skipped', why } : { kind: 'other-server' };
    }
    return { kind: 'tools', patterns: [isServer ? '*' : text.slice(prefix.length)], hasArguments };
  }
  const patterns = new Set(residualsOf(text, prefix).filter((pattern) => pattern !== ''));
  if (residualsOf(text, prefix.slice(0, -2)).includes('')) patterns.add('*');
  if (patterns.size > 0) return { kind: 'tools', patterns: patterns.has('*') ? ['*'] : [...patterns], hasArguments };
  return { kind: text.startsWith('mcp__') ? 'other-server' : 'own-tools' };
}

/** The server that a rule names in full, if it does. */
export function serverNamed(rule: string): string | undefined {
  const [, server] = /^mcp__([A-Za-z0-9_-]+?)(?:__.*)?$/s.exec(rule.replace(/\(.*$/s, '')) ?? [];
  return server;
}
