import type { JsonObject } from '../../../protocol/index.ts';
import { isCallableName } from '../../../protocol/index.ts';
import { compact, ImportError, type Imported, member, members, Notes, texts } from '../imported.ts';
import { theServer } from '../the-server.ts';
import { type ApprovalMode, approvalModes, askingConditions } from './approval-mode.ts';

/**
 * What Codex's `config.toml` says of one MCP server (`enabled`, `enabled_tools`, `disabled_tools`,
 * `default_tools_approval_mode`, `tools.<name>.approval_mode`) as a policy. Where Codex asks whoever sits before it,
 * the policy asks an approver; where Codex may never ask, it refuses.
 *
 * @param server its name in the file; may be left out where there is one only
 * @throws ImportError where the text is no such file, or the server cannot be told
 */
export async function importCodex(text: string, server?: string): Promise<Imported> {
  const config = await parse(text);
  const servers = new Map(members(member(config, 'mcp_servers') ?? {}) ?? []);
  const name = theServer(new Set(servers.keys()), server, 'the tables [mcp_servers.…]');
  const table = servers.get(name);
  if (members(table) === undefined) throw new ImportError(`there is no table [mcp_servers.${name}]`);
  const notes = new Notes();
  const place = `mcp_servers.${name}`;
  const names = (key: string): readonly string[] | undefined => namesAt(table, key, place, notes);
  const [enabled, disabled = []] = [names('enabled_tools'), names('disabled_tools')];
  const asking = askingIn(config, table, place, notes);
  const own = new Map([...asking.modes.keys(), ...(enabled ?? [])].map((tool) => [tool, asking.entry(tool)] as const));
  const fallback = enabled === undefined ? 'allow' : 'deny';
  const isNamed = (tool: string): boolean => enabled === undefined || enabled.includes(tool);
  notes.besides(fallback);
  const document = compact({
    hide: member(table, 'enabled') === false ? ['*'] : [...disabled],
    all_tools: enabled === undefined ? asking.others([...own.keys()]) : {},
    tools: Object.fromEntries([...own].filter(([tool]) => isNamed(tool))),
  });
  return { document: { version: '1', default: fallback, ...document }, notes: notes.all };
}

async function parse(text: string): Promise<unknown> {
  const { parse: parseToml } = await import('smol-toml');
  try {
    return parseToml(text);
  } catch (error) {
    throw new ImportError(`no TOML: ${error instanceof Error ? error.message.split('\n')[0] : 'unreadable'}`);
  }
}

/** A list of tools; each entry is one name, whatever is in it. */
function namesAt(table: unknown, key: string, place: string, notes: Notes): readonly string[] | undefined {
  const value = member(table, key);
  if (value === undefined) return undefined;
  const names = texts(value);
  if (names === undefined) throw new ImportError(`expected a list of texts at ${place}.${key}`);
  return names.filter((name) => {
    if (isCallableName(name)) return true;
    notes.leftOut(`${place}.${key}`, `${JSON.stringify(name)} is no name that a tool can be called by`);
    return false;
  });
}

interface Asking {
  /** Tools with a mode of their own. */
  readonly modes: ReadonlyMap<string, ApprovalMode>;
  /** The rules of one tool. */
  entry(tool: string): JsonObject;
  /** Rules of all tools but these. */
  others(named: readonly string[]): JsonObject;
}

function askingIn(config: unknown, table: unknown, place: string, notes: Notes): Asking {
  const never = member(config, 'approval_policy') === 'never';
  const hasAccess = member(config, 'sandbox_mode') === 'danger-full-access';
  if (never && hasAccess) {
    notes.narrower(
      'approval_policy',
      'Codex never asks and has full access, so that it lets all through; the policy asks',
    );
  } else if (never) notes.narrower('approval_policy', 'Codex may never ask: what it would have to ask for is refused');
  const refuses = never && !hasAccess;
  const fallback = modeOf(member(table, 'default_tools_approval_mode'), `${place}.default_tools_approval_mode`, notes);
  const modes = new Map<string, ApprovalMode>();
  for (const [tool, settings] of members(member(table, 'tools') ?? {}) ?? []) {
    const at = `${place}.tools.${tool}.approval_mode`;
    const mode = member(settings, 'approval_mode');
    if (!isCallableName(tool)) notes.leftOut(at, 'no tool can be called by this name');
    else if (mode !== undefined) modes.set(tool, modeOf(mode, at, notes));
  }
  return {
    modes,
    entry(tool) {
      const mode = modes.get(tool) ?? fallback;
      if (mode === 'prompt') return { action: refuses ? 'deny' : 'require_approval' };
      return rules(askingConditions(mode), refuses);
    },
    others(named) {
      const notNamed = named.length > 0 ? [{ path: 'tool.name', op: 'not_in', value: named }] : [];
      const conditions = askingConditions(fallback).map((of) => [...notNamed, ...of]);
      return rules(conditions, refuses);
    },
  };
}

function rules(asking: readonly (readonly JsonObject[])[], refuses: boolean): JsonObject {
  return compact({ [refuses ? 'deny_if' : 'approve_if']: asking.map((conditions) => ({ conditions })) });
}

function modeOf(value: unknown, place: string, notes: Notes): ApprovalMode {
  if (value === undefined) return 'auto';
  const mode = approvalModes.find((known) => known === value);
  if (mode === undefined)
    notes.narrower(place, `${JSON.stringify(value)} is no mode that is known here: the policy asks`);
  return mode ?? 'prompt';
}
