import type { JsonObject } from '../../../protocol/index.ts';
import { compact, ImportError, type Imported, member, members, Notes, texts } from '../imported.ts';
import { theServer } from '../the-server.ts';
import { readRule, serverNamed } from './permission-rule.ts';

/** As Claude Code asks them: the first list with a rule for a call decides. */
const lists = ['deny', 'ask', 'allow'] as const;
type List = (typeof lists)[number];

const rulesOf = { deny: { action: 'deny' }, ask: { action: 'require_approval' }, allow: {} } as const;

/**
 * The permission rules of Claude Code's `settings.json` about the tools of one MCP server, as a policy. Where Claude
 * Code asks whoever sits before it, the policy asks an approver for `ask`, and refuses what no rule names.
 *
 * @param server its name in Claude Code; may be left out where the rules name one only
 * @throws ImportError where the text is no such file, or the server cannot be told
 */
export async function importClaudeCode(text: string, server?: string): Promise<Imported> {
  const settings = parse(text);
  const permissions = member(settings, 'permissions') ?? {};
  const notes = new Notes();
  const rules = lists.flatMap((list) => rulesIn(permissions, list));
  const named = new Set(rules.flatMap(({ rule }) => serverNamed(rule) ?? []));
  const one = theServer(named, server, 'the rules');
  const patterns = new Map<string, List>();
  for (const { rule, list, place } of rules) {
    for (const pattern of patternsOf(rule, list, place, one, notes)) {
      // The lists come in the order in which they are asked.
      if (!patterns.has(pattern)) patterns.set(pattern, list);
    }
  }
  noteModes(permissions, notes);
  notes.narrower('permissions', 'tools that no rule names are denied: Claude Code would ask');
  notes.besides('deny');
  const document = compact({
    hide: isSwitchedOff(settings, one, notes) ? ['*'] : [],
    all_tools: dotted(patterns),
    tools: Object.fromEntries([...patterns].map(([pattern, list]) => [pattern, rulesOf[list]])),
  });
  return { document: { version: '1', default: 'deny', ...document }, notes: notes.all };
}

function parse(text: string): unknown {
  let settings: unknown;
  try {
    settings = JSON.parse(text);
  } catch {
    throw new ImportError('expected the JSON of a settings.json of Claude Code');
  }
  if (members(settings) === undefined) throw new ImportError('expected an object with permissions');
  return settings;
}

function rulesIn(permissions: unknown, list: List): { rule: string; list: List; place: string }[] {
  const rules = texts(member(permissions, list) ?? []);
  if (rules === undefined) throw new ImportError(`expected a list of texts at permissions.${list}`);
  return rules.map((rule, index) => ({ rule, list, place: `permissions.${list}[${index}]` }));
}

function patternsOf(rule: string, list: List, place: string, server: string, notes: Notes): readonly string[] {
  const reading = readRule(rule, list, server);
  const said = JSON.stringify(rule);
  switch (reading.kind) {
    case 'own-tools':
      notes.leftOut(place, `${said} is about Claude Code’s own tools, which no gateway sees`);
      return [];
    case 'other-server':
      notes.leftOut(place, `${said} is about another server`);
      return [];
    case 'skipped':
      notes.leftOut(place, `${said}: ${reading.why}`);
      return [];
    case 'tools': {
      if (reading.hasArguments) notes.narrower(place, `${said} stands for every call of the tool here`);
      // Names of tools are shown with `_` for all else, and so a pattern of other characters stands for no tool.
      return reading.patterns.filter((pattern) => /^(?:\**[A-Za-z0-9_-]){0,128}\**$/.test(pattern) && pattern !== '');
    }
  }
}

/**
 * A name such as `repo.delete` is shown, and ruled, as `repo_delete`. What is denied or asked for must not come through
 * a glob of `allow` by its dots.
 */
function dotted(patterns: ReadonlyMap<string, List>): JsonObject {
  const globs = [...patterns].filter(([pattern, list]) => list !== 'deny' && pattern.includes('*'));
  const mayLetIn = (pattern: string): boolean =>
    globs.some(([glob]) => {
      const [a, b] = [fixedStart(glob), fixedStart(pattern)];
      return glob !== pattern && (a.startsWith(b) || b.startsWith(a));
    });
  const rule = (list: List): JsonObject[] =>
    [...patterns]
      .filter(([pattern, of]) => of === list && pattern.includes('_') && mayLetIn(pattern))
      .map(([pattern]) => pattern.replaceAll('*', '.*').replaceAll('_', '[._]'))
      .map((value) => ({ conditions: [{ path: 'tool.name', op: 'fullmatch', value }] }));
  return compact({ deny_if: rule('deny'), approve_if: rule('ask') });
}

/** What a name that matches begins with. */
function fixedStart(pattern: string): string {
  return pattern.slice(0, pattern.indexOf('*') < 0 ? undefined : pattern.indexOf('*'));
}

function noteModes(permissions: unknown, notes: Notes): void {
  const mode = member(permissions, 'defaultMode');
  if (mode === 'bypassPermissions') {
    notes.narrower(
      'permissions.defaultMode',
      'bypassPermissions lets through what no rule denies; the policy does not',
    );
  }
}

/** Whether the settings keep the server from being loaded at all. */
function isSwitchedOff(settings: unknown, server: string, notes: Notes): boolean {
  const disabled = texts(member(settings, 'disabledMcpjsonServers')) ?? [];
  const listed = (key: string): readonly unknown[] | undefined => {
    const list = member(settings, key);
    return Array.isArray(list) ? list : undefined;
  };
  const names = (list: readonly unknown[]): boolean => list.some((entry) => member(entry, 'serverName') === server);
  const allowed = listed('allowedMcpServers');
  const isLeftOut = allowed !== undefined && !names(allowed);
  if (isLeftOut)
    notes.narrower('allowedMcpServers', 'does not name this server, which may mean it by its address or command');
  return disabled.includes(server) || names(listed('deniedMcpServers') ?? []) || isLeftOut;
}
