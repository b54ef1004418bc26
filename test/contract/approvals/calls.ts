import type { ApprovalRequest, Asking, BoundCall, Decider } from '../../../src/approvals/index.ts';
import { canonical, sha256Jcs } from '../../../src/protocol/index.ts';

/** A bound call with some of its fields. */
export function boundCall(
  with_: Partial<BoundCall> = {},
  args: { readonly [key: string]: string | number } = {},
): BoundCall {
  return {
    scope: 'up',
    organization: 'default',
    grant: 'file:agent',
    user: undefined,
    session: undefined,
    server: 'files',
    method: 'tools/call',
    subject: { kind: 'tool', name: 'delete' },
    definitionHash: 'd1',
    argumentsDigest: sha256Jcs(args),
    ...with_,
  };
}

export interface AskingOf {
  readonly call?: Partial<BoundCall>;
  readonly args?: { readonly [key: string]: string | number };
  readonly entries?: readonly string[];
  readonly count?: number;
  readonly groups?: readonly string[];
  readonly timeoutMs?: number;
  readonly waitedFor?: string | undefined;
  /** What else is known of it. */
  readonly request?: Partial<ApprovalRequest>;
}

/** What a call asks. */
export function askingOf({
  call,
  args = {},
  entries = ['e1'],
  count = 1,
  groups = [],
  timeoutMs = 60_000,
  waitedFor,
  request,
}: AskingOf = {}): Asking {
  const text = canonical(args);
  return {
    request: {
      call: boundCall(call, args),
      grantLabel: 'agent',
      requestId: 'r1',
      policy: 'files',
      policyVersion: 1,
      rules: ['/tools/delete/action'],
      entries,
      reasons: [],
      approvers: { groups, count },
      timeoutMs,
      argumentsBytes: Buffer.byteLength(text),
      risk: { category: 'destructive', severity: 'high' },
      definition: '{"name":"delete"}',
      ...request,
    },
    arguments: text,
    waitedFor,
  };
}

/** @param name also the id of the user behind the decider */
export function person(name: string, groups: readonly string[] = []): Decider {
  return { kind: 'user', id: name, name, user: name, groups };
}
