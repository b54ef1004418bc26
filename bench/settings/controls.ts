import { type Setting, seedPolicy } from '../sides/toolgate.ts';

const open = { version: '1', default: 'allow' };
const withTool = (tool: object): object => ({ version: '1', default: 'deny', tools: { tcp_connect: tool } });

const conditions = [
  { path: 'args.host', op: 'ends_with', value: '.example.com' },
  { path: 'args.port', op: 'in', value: [443, 5432] },
];
const rules = {
  require: [{ conditions }],
  deny_if: [{ conditions: [{ path: 'args.timeout_ms', op: 'gt', value: 9000 }] }],
};
const schema = {
  arguments: {
    type: 'object',
    properties: { host: { type: 'string' }, port: { type: 'integer' }, timeout_ms: { type: 'integer' } },
    required: ['host', 'port'],
    additionalProperties: false,
  },
};
const approval = { approve_if: [{ conditions: [{ path: 'args.port', op: 'eq', value: 22 }] }] };
/** Makes the gateway class the server's tools: what is a read need not be synced before it goes out. */
const classed = { deny_if: [{ conditions: [{ path: 'tool.severity', op: 'eq', value: 'critical' }] }] };

/**
 * One control each, on top of the gateway that lets everything pass. That one is not without governance: the grant's
 * token, strict JSON, the session, the live list of tools and the record cannot be turned off.
 */
export const controls: readonly Setting[] = [
  { name: 'open', policy: open, server: { pinned: false } },
  { name: '+ rules on arguments', policy: withTool(rules), server: { pinned: false } },
  { name: '+ a closed schema', policy: withTool(schema), server: { pinned: false } },
  { name: '+ a limit', policy: seedPolicy, server: { pinned: false } },
  { name: '+ pinned definitions', policy: open, server: { pinned: true } },
  { name: '+ an approval, armed', policy: withTool(approval), server: { pinned: false } },
  {
    name: '− the sync before a call',
    policy: withTool(classed),
    server: { pinned: false },
    more: { audit: { writeAhead: [] } },
  },
  {
    name: 'all of them',
    policy: withTool({ ...rules, ...schema, ...approval, limits: seedPolicy.tools.tcp_connect.limits }),
    server: { pinned: true },
  },
];
