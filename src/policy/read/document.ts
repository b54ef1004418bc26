import { nearestWord } from '../../kernel/index.ts';
import type { Path } from '../condition/path.ts';
import { under } from '../source/pointer.ts';
import type { Node, ObjectNode } from '../source/tree.ts';
import { type Zone, zoneOf } from '../time/zone.ts';
import { type ApprovalRule, approval } from './approval.ts';
import { argumentPathReader } from './limit.ts';
import { hidePattern, nameKeys, uriKeys } from './pattern.ts';
import { list, needed, object, optional, placed, type Reader, record, text, word } from './reader.ts';
import { describe, type Place, type Report } from './report.ts';
import { allTools, type ItemRules, itemRules, named, type SharedRules, type ToolRules, toolRules } from './rules.ts';
import { thin } from './written-rules.ts';

/** A policy document, read: every word understood, nothing merged or sorted yet. */
export interface PolicyDocument {
  readonly description: string | undefined;
  readonly mode: 'enforce' | 'observe';
  readonly default: 'allow' | 'deny';
  readonly defaultPlace: Place;
  readonly hide: readonly { readonly pattern: string; readonly place: Place }[];
  readonly allTools: SharedRules | undefined;
  readonly tools: readonly (readonly [pattern: string, rules: ToolRules])[];
  readonly resources: readonly (readonly [pattern: string, rules: ItemRules])[];
  readonly prompts: readonly (readonly [pattern: string, rules: ItemRules])[];
  readonly serverRequests: ServerRequests;
  readonly approval: ApprovalRule | undefined;
  /** Whose values the record may hold; `undefined` for keys only. */
  readonly auditPaths: readonly Path[] | undefined;
  readonly zone: Zone | undefined;
  /** The zone's name as it was written. */
  readonly timezone: string | undefined;
}

/** What the server may ask of the client. */
export interface ServerRequests {
  readonly sampling: 'allow' | 'deny';
  readonly roots: 'allow' | 'deny';
  readonly elicitation: 'deny' | 'form' | 'all';
}

/** Shared by all documents that have none of something. */
const none: readonly never[] = Object.freeze([]);

const tools: Reader<PolicyDocument['tools']> = record(
  'an object of tool-name patterns, such as {"read_*": {}}',
  nameKeys,
  toolRules,
  (read, pattern, { text }, end) => {
    const rules = named(pattern, read);
    return text === undefined ? rules : thin(rules, pattern, text, end ?? text.length);
  },
);

const zone: Reader<{ readonly name: string; readonly zone: Zone }> = {
  schema: { type: 'string' },
  read(node, pointer, report) {
    const expected = 'an IANA time zone such as Europe/Berlin';
    if (node.kind !== 'string') return report.wrongType(node, pointer, expected);
    const zone = zoneOf(node.value);
    if (zone !== undefined) return { name: node.value, zone };
    const nearest = nearestWord(node.value, Intl.supportedValuesOf('timeZone'));
    return report.error({ pointer, start: node.start }, expected, describe(node), nearest);
  },
};

const serverRequests = object('an object with sampling, roots and elicitation', {
  sampling: optional(word('allow', 'deny'), 'Whether the server may ask the client\'s model; "deny" when absent.'),
  roots: optional(word('allow', 'deny'), 'Whether the server may ask for the client\'s roots; "deny" when absent.'),
  elicitation: optional(
    word('deny', 'form', 'all'),
    'Whether the server may ask the user: never, by form, or by URL too; "form" when absent.',
  ),
});

const auditObject = object('an object with arguments and paths', {
  arguments: optional(
    word('keys', 'paths'),
    'Whether the record holds names of arguments only ("keys"), or values at the paths too.',
  ),
  paths: optional(
    list('a list of argument paths', argumentPathReader(true), 1),
    'The arguments whose values are recorded.',
  ),
});

const audit: Reader<{ readonly paths: readonly Path[] | undefined }> = {
  schema: auditObject.schema,
  read(node, pointer, report) {
    const read = auditObject.read(node, pointer, report);
    if (read === undefined) return undefined;
    const paths = (node as ObjectNode).members.find(({ key }) => key === 'paths');
    if (read.arguments === 'paths' && paths === undefined) report.error(read.place, 'the key "paths"', 'no such key');
    if (read.arguments !== 'paths' && paths !== undefined) {
      report.error(
        { pointer: `${pointer}/paths`, start: paths.value.start },
        'paths only with "arguments": "paths"',
        'paths',
      );
    }
    return { paths: read.arguments === 'paths' ? read.paths : undefined };
  },
};

/** Rules that were written at the top, and what other policies call their lists. */
const elsewhere = new Map([
  ...['action', 'reason', 'arguments', 'rate_limit'].map((key) => [key, 'it stands in an entry of "tools"'] as const),
  ...['require', 'deny_if', 'approve_if', 'limits', 'concurrency'].map(
    (key) => [key, 'it stands in an entry of "tools", or in "all_tools"'] as const,
  ),
  ...['allow', 'allowed', 'allowlist', 'whitelist'].map((key) => [key, 'write "tools": {"read_*": {}}'] as const),
  ...['deny', 'denied', 'denylist', 'blocklist', 'blacklist', 'block'].map(
    (key) => [key, 'write "tools": {"write_*": {"action": "deny"}}'] as const,
  ),
]);

const root = object(
  'a policy: an object with version and default',
  {
    $schema: optional(text(2_000), 'For editors only.'),
    version: needed(word('1'), 'The version of the language.'),
    description: optional(text(2_000, true), 'Free text.'),
    mode: optional(word('enforce', 'observe'), 'observe: what would be denied is forwarded, and recorded as such.'),
    default: needed(placed(word('allow', 'deny')), 'For what no entry names.'),
    hide: optional(
      list('a list of tool-name patterns', hidePattern),
      'Tools that are absent from lists, and answered as if they did not exist.',
    ),
    all_tools: optional(allTools, "Rules that apply to every tool call, on top of the tool's own."),
    tools: optional(tools, 'Tool-name pattern → rules. All entries that match a call apply.'),
    resources: optional(
      record('an object of URI patterns, such as {"file:///srv/*": {}}', uriKeys, itemRules),
      'URI pattern → rules.',
    ),
    prompts: optional(
      record('an object of prompt-name patterns, such as {"greet_*": {}}', nameKeys, itemRules),
      'Prompt-name pattern → rules.',
    ),
    server_requests: optional(serverRequests, 'What the server may ask of the client.'),
    approval: optional(approval, 'Defaults for every approval under this policy.'),
    audit: optional(audit, 'Which argument values the record may hold.'),
    timezone: optional(zone, 'IANA time zone for time.*; UTC when absent.'),
  },
  elsewhere,
);

/** The whole grammar; every part of it that a document may have very many of can be read in steps. */
export const policyDocument: Required<Reader<PolicyDocument>> = {
  schema: root.schema,
  read: (node, pointer, report) => (isWrapped(node, report) ? undefined : documentOf(root.read(node, pointer, report))),
  *reading(node, pointer, report) {
    if (isWrapped(node, report)) return undefined;
    return documentOf(yield* root.reading(node, pointer, report));
  },
};

/** A whole policy under a name of its own, as it stands in a configuration. */
function isWrapped(node: Node, report: Report): boolean {
  if (node.kind !== 'object' || node.members.length !== 1) return false;
  const [member] = node.members;
  if (member?.value.kind !== 'object' || !member.value.members.some(({ key }) => key === 'version')) return false;
  const place = { pointer: under('', member.key), start: member.keyStart };
  const advice = 'leave it out: version and default stand at the top';
  report.error(place, 'a policy: an object with version and default', JSON.stringify(member.key), undefined, advice);
  return true;
}

function documentOf(read: ReturnType<typeof root.read>): PolicyDocument | undefined {
  if (read === undefined) return undefined;
  return {
    description: read.description,
    mode: read.mode ?? 'enforce',
    default: read.default.value,
    defaultPlace: read.default.place,
    hide: read.hide ?? none,
    allTools: read.all_tools,
    tools: read.tools ?? none,
    resources: read.resources ?? none,
    prompts: read.prompts ?? none,
    serverRequests: {
      sampling: read.server_requests?.sampling ?? 'deny',
      roots: read.server_requests?.roots ?? 'deny',
      elicitation: read.server_requests?.elicitation ?? 'form',
    },
    approval: read.approval,
    auditPaths: read.audit?.paths,
    zone: read.timezone?.zone,
    timezone: read.timezone?.name,
  };
}
