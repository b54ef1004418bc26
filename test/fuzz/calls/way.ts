import { argumentsOf } from '../../../src/gateway/arguments-of.ts';
import { renderRequest, requestHeaders } from '../../../src/gateway/render-request.ts';
import type { Session } from '../../../src/gateway/sessions/session.ts';
import { subjectOf } from '../../../src/gateway/subject-of.ts';
import { joined } from '../../../src/kernel/index.ts';
import { type Call, type CallContext, judge, readPolicy, unclassified } from '../../../src/policy/index.ts';
import {
  defaultCaps,
  isCallableName,
  type JsonObject,
  negotiate,
  oneLine,
  readMessage,
  revisionNamed,
} from '../../../src/protocol/index.ts';
import { postHeaders } from '../../../src/upstream/http/outgoing-headers.ts';
import type { PolicyDocument } from '../../reference/judge/document.ts';
import { tasksOf } from '../../support/gateway/tasks-of.ts';

/** The policy of the campaign: rules that a call read in another way would get past. */
export const document: PolicyDocument = {
  version: '1',
  default: 'deny',
  tools: {
    echo: {
      require: [{ path: 'args.n', op: 'lte', value: 100 }],
      deny_if: [{ conditions: [{ path: 'args.path', op: 'regex', value: '\\.\\.|etc' }] }],
    },
    'rea*': { deny_if: [{ conditions: [{ path: 'args.deep.n', op: 'gt', value: 1 }] }] },
    kill: { action: 'deny' },
    constructor: {},
  },
};
const read = readPolicy(JSON.stringify(document), 'json', { name: 'fuzzed' });
if (!read.ok) throw new Error(JSON.stringify(read.errors));
const { policy } = read;
const listed = new Set(['echo', 'read', 'kill', 'constructor']);

export const context: CallContext = {
  grant: { id: 'g', label: 'g', tags: new Map() },
  organization: 'o',
  server: 's',
  now: 1_800_000_000_000,
};

/** A session as far as the way up to the wire looks at one. */
function sessionOf(revision: Session['revision']): Session {
  const connection = { protocolVersion: revision.version } as Session['connection'];
  return {
    slug: 's',
    grantId: 'g',
    revision,
    connection,
    tasks: tasksOf(),
    capabilities: {},
  } as Partial<Session> as Session;
}
const stateless = revisionNamed('2026-07-28');
if (stateless === undefined) throw new Error('the stateless revision is not spoken');
const sessions = [sessionOf(negotiate('2025-11-25')), sessionOf(stateless)] as const;

/** The id that the gateway gives each call upstream. */
export const upstreamId = 7;

/** What came of one text. */
export type Passed = {
  /** What every text of this kind went through, for telling ways apart. */
  readonly signature: string;
} & (
  | { readonly kind: 'unreadable' }
  /** Read, and no call of a tool that is listed, or one that the policy refuses. */
  | { readonly kind: 'refused'; readonly call: Judged | undefined; readonly code: string }
  | {
      readonly kind: 'forwarded';
      readonly call: Judged;
      readonly image: Buffer;
      readonly line: Buffer;
      readonly headers: readonly string[];
    }
);

export interface Judged {
  readonly id: string;
  readonly method: string;
  readonly name: string;
  readonly arguments: JsonObject;
  readonly hasArguments: boolean;
}

/** The way of a call from its bytes to what a server gets, without the world in between. */
export function wayOf(bytes: Buffer, stands: boolean): Passed {
  const message = readMessage(bytes, defaultCaps);
  if (message.kind === 'unreadable') return { kind: 'unreadable', signature: `unreadable: ${message.message}` };
  if (message.kind !== 'request')
    return { kind: 'refused', call: undefined, code: message.kind, signature: message.kind };
  const no = (code: string, call?: Judged): Passed => ({
    kind: 'refused',
    call,
    code,
    signature: `${message.method.slice(0, 12)} ${code}`,
  });
  if (message.method !== 'tools/call') return no('not a call');
  const subject = subjectOf(message);
  if (subject?.kind !== 'tool') return no('no subject');
  const args = argumentsOf(message);
  if (args === undefined) return no('arguments');
  const { name } = subject;
  if (!isCallableName(name) || !listed.has(name)) return no('unknown_tool');
  const judged: Judged = {
    id: message.id.text,
    method: message.method,
    name,
    arguments: args,
    hasArguments: message.params.has('arguments'),
  };
  const facts = { ...unclassified, annotations: {} };
  const call: Call = { kind: 'tool', name, arguments: args, facts };
  const judgement = judge(policy, call, context);
  if (judgement.verdict === 'refuse') return no(judgement.code, judged);
  const session = sessions[stands ? 1 : 0];
  const image = joined(renderRequest(message, session, undefined, upstreamId));
  const headers = postHeaders(
    [],
    { sessionId: undefined, protocolVersion: undefined },
    requestHeaders(message, session),
  );
  const shape = `${[...message.params.keys()].sort().join()} ${message.meta.size} ${Object.keys(args).length}`;
  return {
    kind: 'forwarded',
    call: judged,
    image,
    line: oneLine(image),
    headers,
    signature: `forwarded ${name} ${shape}`,
  };
}
