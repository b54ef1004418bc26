import type { JsonObject, JsonValue } from '../../../src/protocol/index.ts';
import { call, type DecisionRow, type Group, tool } from './case.ts';

const on = (rest: JsonObject): JsonObject => ({ version: '1', default: 'deny', ...rest });
const tools = (entries: JsonObject, rest: JsonObject = {}): JsonObject => on({ tools: entries, ...rest });
const named = (name: string): JsonObject => ({ tool: name });
const has = (path: string): JsonObject => ({ path, op: 'exists' });
const deny = (path: string, sentence?: string): JsonObject => ({
  conditions: [has(path)],
  ...(sentence !== undefined && { on_deny: sentence }),
});
const is = (path: string, value: JsonValue): JsonObject => ({ path, op: 'eq', value });
const at = (now: string): JsonObject => ({ tool: 't', now });
const hour = (zone: string | undefined, value: number): JsonObject => ({
  ...tool({ require: [is('time.hour', value)] }),
  ...(zone !== undefined && { timezone: zone }),
});
const limit = (rest: JsonObject = {}): JsonObject => ({
  counter: 'c',
  window: 'minute',
  max: 1,
  scope: 'grant',
  ...rest,
});
const schema = (properties: JsonObject, rest: JsonObject = {}): JsonObject =>
  tool({ arguments: { type: 'object', properties, ...rest } });
const raw = (argumentsText: string): JsonObject => ({ tool: 't', argumentsText });
const resource = (uri: string): JsonObject => ({ resource: uri });
const files = on({ resources: { 'file:///srv/*': {} } });

/** Sections 1, 2, 3, 5 and 7: a document, a call, and how the call ends. */
export const decisions: readonly Group<DecisionRow>[] = [
  {
    says: 'The seed document: tcp_connect at most ten times a minute for each grant, every other tool denied',
    rows: [
      [tools({ tcp_connect: { limits: [limit({ max: 10 })] } }), named('tcp_connect'), 'allow'],
      [tools({ tcp_connect: {} }), named('ping'), 'deny default_deny /default'],
      [on({}), named('ping'), 'deny default_deny /default'],
      [{ version: '1', default: 'allow' }, named('ping'), 'allow'],
      [on({ tools: {} }), named('ping'), 'deny default_deny /default'],
      [tools({ t: {} }), call({ any: 'thing' }), 'allow'],
    ],
  },
  {
    says: 'A callable name matches [A-Za-z0-9._-]{1,128}; an uncallable name is hidden, code unknown_tool, without a rule',
    rows: [
      [{ version: '1', default: 'allow' }, named('a b'), 'hidden unknown_tool'],
      [{ version: '1', default: 'allow' }, named(''), 'hidden unknown_tool'],
      [{ version: '1', default: 'allow' }, named('a'.repeat(128)), 'allow'],
      [{ version: '1', default: 'allow' }, named('a'.repeat(129)), 'hidden unknown_tool'],
      [{ version: '1', default: 'allow' }, named('read\u0000'), 'hidden unknown_tool'],
      [{ version: '1', default: 'allow' }, named('ｒead'), 'hidden unknown_tool'],
      [{ version: '1', default: 'allow' }, named('read '), 'hidden unknown_tool'],
      [{ version: '1', default: 'allow' }, named('read\n'), 'hidden unknown_tool'],
      [{ version: '1', default: 'allow' }, named('fs/read'), 'hidden unknown_tool'],
      [{ version: '1', default: 'allow' }, named('constructor'), 'allow'],
      [tools({ toString: { action: 'deny' } }), named('constructor'), 'deny default_deny /default'],
      [tools({ '*': {} }), named('__proto__'), 'allow'],
      [{ version: '1', default: 'allow', mode: 'observe' }, named('a b'), 'hidden unknown_tool'],
      [{ version: '1', default: 'allow' }, { prompt: 'a b' }, 'hidden unknown_tool'],
    ],
  },
  {
    says: 'a glob in which * stands for any run of characters; nothing else is special, case counts',
    rows: [
      [tools({ 'fs.*': {} }), named('fs.read'), 'allow'],
      [tools({ 'fs.*': {} }), named('fsxread'), 'deny default_deny /default'],
      [tools({ 'fs.*': {} }), named('fs.'), 'allow'],
      [tools({ 'FS.*': {} }), named('fs.read'), 'deny default_deny /default'],
      [tools({ '*read*': {} }), named('read'), 'allow'],
      [tools({ 'a*b*c': {} }), named('abc'), 'allow'],
      [tools({ 'a*b*c': {} }), named('acb'), 'deny default_deny /default'],
      [tools({ '*': {} }), named('anything'), 'allow'],
      [tools({ '**': {} }), named('anything'), 'allow'],
    ],
  },
  {
    says: 'All entries that match a call apply; the order in the document never changes an outcome',
    rows: [
      [tools({ t: {}, '*': { action: 'deny' } }), named('t'), 'deny denied /tools/*/action'],
      [tools({ '*': { action: 'deny' }, t: {} }), named('t'), 'deny denied /tools/*/action'],
      [tools({ '*': { deny_if: [{ conditions: [] }] }, t: {} }), named('t'), 'deny condition /tools/*/deny_if/0'],
      [tools({ 't*': {}, '*t': { action: 'hide' } }), named('t'), 'hidden hidden /tools/*t/action'],
      [
        tools({ t: {} }, { all_tools: { deny_if: [{ conditions: [] }] } }),
        named('t'),
        'deny condition /all_tools/deny_if/0',
      ],
      [
        { version: '1', default: 'allow', all_tools: { require: [has('args.x')] } },
        named('t'),
        'deny condition /all_tools/require/0',
      ],
      [
        tools({ x: {} }, { all_tools: { require: [{ path: 'args.x', op: 'exists', value: false }] } }),
        named('t'),
        'deny default_deny /default',
      ],
    ],
  },
  {
    says: 'the pointer is the first refusing entry by exact name, globs in code-point order, all_tools, document order',
    rows: [
      [
        tools({ '*': { deny_if: [deny('args')] }, t: { deny_if: [deny('args')] } }),
        named('t'),
        'deny condition /tools/t/deny_if/0',
      ],
      [
        tools({ 't*': { deny_if: [deny('args')] }, '*': { deny_if: [deny('args')] } }),
        named('t'),
        'deny condition /tools/*/deny_if/0',
      ],
      [
        tools({ t: {}, '*': { deny_if: [deny('args')] } }, { all_tools: { deny_if: [deny('args')] } }),
        named('t'),
        'deny condition /tools/*/deny_if/0',
      ],
      [
        tool({ deny_if: [deny('args.a', 'A.'), deny('args.b', 'B.')] }),
        call({ b: 1 }),
        'deny condition /tools/t/deny_if/1: B.',
      ],
      [
        tool({ deny_if: [deny('args.a', 'A.'), deny('args.b', 'B.')] }),
        call({ a: 1, b: 1 }),
        'deny condition /tools/t/deny_if/0: A.',
      ],
      [on({ hide: ['*', 't'] }), named('t'), 'hidden hidden /hide/1'],
    ],
  },
  {
    says: 'the first of these that refuses decides (order of judgement)',
    rows: [
      [tools({ t: { action: 'deny' } }, { hide: ['t'] }), named('t'), 'hidden hidden /hide/0'],
      [tools({ t: { action: 'hide' } }, { hide: ['t'] }), named('t'), 'hidden hidden /hide/0'],
      [on({ hide: ['t'] }), named('t'), 'hidden hidden /hide/0'],
      [tools({ t: { action: 'hide' }, 't*': { action: 'deny' } }), named('t'), 'hidden hidden /tools/t/action'],
      [
        tool({ action: 'deny', reason: 'No.', require: [has('args.x')] }),
        named('t'),
        'deny denied /tools/t/action: No.',
      ],
      [
        tool({ require: [has('args.x')], arguments: { required: ['y'] }, deny_if: [{ conditions: [] }] }),
        named('t'),
        'deny condition /tools/t/require/0',
      ],
      [
        tool({ require: [has('args.x')], arguments: { required: ['y'] }, deny_if: [{ conditions: [] }] }),
        call({ x: 1 }),
        'deny arguments /tools/t/arguments',
      ],
      [
        tool({ require: [has('args.x')], arguments: { required: ['y'] }, deny_if: [{ conditions: [] }] }),
        call({ x: 1, y: 1 }),
        'deny condition /tools/t/deny_if/0',
      ],
      [
        tools({ t: { deny_if: [{ conditions: [] }] } }, { all_tools: { require: [has('args.x')] } }),
        named('t'),
        'deny condition /all_tools/require/0',
      ],
      [
        tool({ action: 'require_approval', limits: [limit({ cost: { path: 'args.x' } })] }),
        named('t'),
        'deny policy_error /tools/t/limits/0',
      ],
      [
        tool({ action: 'require_approval', limits: [limit({ max: 1, cost: 2 })] }),
        named('t'),
        'deny rate_limited /tools/t/limits/0',
      ],
      [tool({ action: 'require_approval', limits: [limit()] }), named('t'), 'hold approval_required /tools/t/action'],
    ],
  },
  {
    says: 'require: each entry is a condition, or {conditions, on_deny}; every one must hold',
    rows: [
      [tool({ require: [] }), named('t'), 'allow'],
      [tool({ require: [has('args.a'), has('args.b')] }), call({ a: 1, b: 1 }), 'allow'],
      [tool({ require: [has('args.a'), has('args.b')] }), call({ a: 1 }), 'deny condition /tools/t/require/1'],
      [
        tool({ require: [{ conditions: [has('args.a'), has('args.b')], on_deny: 'Both.' }] }),
        call({ a: 1 }),
        'deny condition /tools/t/require/0: Both.',
      ],
    ],
  },
  {
    says: 'deny_if: denied when all conditions of one entry hold; `conditions: []` always holds',
    rows: [
      [
        tool({ deny_if: [{ conditions: [], on_deny: 'Never.' }] }),
        named('t'),
        'deny condition /tools/t/deny_if/0: Never.',
      ],
      [tool({ deny_if: [{ conditions: [has('args.a'), has('args.b')] }] }), call({ a: 1 }), 'allow'],
      [
        tool({ deny_if: [{ conditions: [has('args.a'), has('args.b')] }] }),
        call({ a: 1, b: 1 }),
        'deny condition /tools/t/deny_if/0',
      ],
      [tool({ deny_if: [] }), named('t'), 'allow'],
      [
        tool({ deny_if: [{ conditions: [is('args.n', 1), has('args.b')] }] }),
        call({ n: '1', b: 1 }),
        'deny condition /tools/t/deny_if/0',
      ],
      [tool({ deny_if: [{ conditions: [is('args.n', 1), has('args.b')] }] }), call({ n: '1' }), 'allow'],
    ],
  },
  {
    says: 'approvals: action require_approval, or all conditions of one approve_if; all reasons',
    rows: [
      [
        tool({ action: 'require_approval', reason: 'Sure?' }),
        named('t'),
        'hold approval_required /tools/t/action: Sure?',
      ],
      [
        tool({ approve_if: [{ conditions: [], reason: 'Always.' }] }),
        named('t'),
        'hold approval_required /tools/t/approve_if/0: Always.',
      ],
      [tool({ approve_if: [{ conditions: [has('args.x')] }] }), named('t'), 'allow'],
      [
        tool({ approve_if: [{ conditions: [is('args.n', 1)] }] }),
        call({ n: '1' }),
        'hold approval_required /tools/t/approve_if/0',
      ],
      [
        tools({ t: {} }, { all_tools: { approve_if: [{ conditions: [] }] } }),
        named('t'),
        'hold approval_required /all_tools/approve_if/0',
      ],
      [
        tool({
          approve_if: [
            { conditions: [], reason: 'One.' },
            { conditions: [], reason: 'Two.' },
          ],
        }),
        named('t'),
        'hold approval_required /tools/t/approve_if/0: One.; Two.',
      ],
      [
        tool({ action: 'require_approval', deny_if: [{ conditions: [] }] }),
        named('t'),
        'deny condition /tools/t/deny_if/0',
      ],
    ],
  },
  {
    says: 'observe runs the same judgement and records would_deny or would_hold with the code that enforce would give',
    rows: [
      [on({ mode: 'observe' }), named('t'), 'would_deny default_deny /default'],
      [on({ mode: 'observe', hide: ['t'] }), named('t'), 'would_deny hidden /hide/0'],
      [
        { ...tool({ action: 'deny', reason: 'No.' }), mode: 'observe' },
        named('t'),
        'would_deny denied /tools/t/action: No.',
      ],
      [
        { ...tool({ action: 'require_approval' }), mode: 'observe' },
        named('t'),
        'would_hold approval_required /tools/t/action',
      ],
      [
        { ...tool({ arguments: { required: ['x'] } }), mode: 'observe' },
        named('t'),
        'would_deny arguments /tools/t/arguments',
      ],
      [
        { ...tool({ limits: [limit({ cost: 2 })] }), mode: 'observe' },
        named('t'),
        'would_deny rate_limited /tools/t/limits/0',
      ],
      [
        { ...tool({ limits: [limit({ cost: { path: 'args.x' } })] }), mode: 'observe' },
        named('t'),
        'would_deny policy_error /tools/t/limits/0',
      ],
      [{ ...tool({}), mode: 'observe' }, named('t'), 'allow'],
      [{ ...files, mode: 'observe' }, resource('file:///srv/../x'), 'refused bad_request'],
      [{ ...tool({}), mode: 'observe' }, raw('{"a":1,"a":2}'), 'refused bad_request'],
      [{ ...tool({}), mode: 'enforce' }, named('t'), 'allow'],
    ],
  },
  {
    says: 'Absent `arguments` are {}; anything else that is no object is refused',
    rows: [
      [tool({ require: [is('args', {})] }), { tool: 't' }, 'allow'],
      [tool({}), { tool: 't', arguments: null }, 'refused bad_request'],
      [tool({}), { tool: 't', arguments: [] }, 'refused bad_request'],
      [tool({}), { tool: 't', arguments: 'x' }, 'refused bad_request'],
      [tool({}), { tool: 't', arguments: 0 }, 'refused bad_request'],
    ],
  },
  {
    says: 'Numbers in calls: refused where the double is another number than the lexeme; integers from 2^53 + 1',
    rows: [
      [tool({}), raw('{"n":9007199254740992}'), 'allow'],
      [tool({}), raw('{"n":9007199254740993}'), 'refused bad_request'],
      [tool({}), raw('{"n":9007199254740994}'), 'refused bad_request'],
      [tool({}), raw('{"n":-9007199254740993}'), 'refused bad_request'],
      [tool({}), raw('{"n":-9007199254740992}'), 'allow'],
      [tool({}), raw('{"n":1e16}'), 'refused bad_request'],
      [tool({}), raw('{"n":9007199254740993.0}'), 'refused bad_request'],
      [tool({}), raw('{"n":1e15}'), 'allow'],
      [tool({}), raw('{"n":1e400}'), 'refused bad_request'],
      [tool({}), raw('{"n":1e-400}'), 'refused bad_request'],
      [tool({}), raw('{"n":0e400}'), 'allow'],
      [tool({}), raw('{"n":-0}'), 'allow'],
      [tool({}), raw('{"n":0.1}'), 'allow'],
      [tool({}), raw('{"n":0.10}'), 'allow'],
      [tool({}), raw('{"n":0.1000000000000000055511151231257827}'), 'refused bad_request'],
      [tool({}), raw('{"n":100.00000000000000001}'), 'refused bad_request'],
      [tool({ require: [is('args.n', 1)] }), raw('{"n":1.0}'), 'allow'],
      [tool({ require: [is('args.n', 100)] }), raw('{"n":1e2}'), 'allow'],
      [tool({ require: [is('args.n', 0)] }), raw('{"n":-0.0}'), 'allow'],
    ],
  },
  {
    says: 'Calls that two decoders read differently are refused before judgement',
    rows: [
      [tool({}), raw('{"a":{"b":1,"\\u0062":2}}'), 'refused bad_request'],
      [tool({}), raw('{"__proto__":{}}'), 'refused bad_request'],
      [tool({}), raw('{"a":{"__proto__":1}}'), 'refused bad_request'],
      [tool({}), raw('{"constructor":1,"prototype":2}'), 'allow'],
      [tool({}), raw('{"a":1}{}'), 'refused bad_request'],
      [tool({}), raw('{"a":NaN}'), 'refused bad_request'],
      [tool({}), raw('\ufeff{}'), 'refused bad_request'],
      [tool({}), raw(`{"a":${'['.repeat(70)}${']'.repeat(70)}}`), 'refused too_large'],
    ],
  },
  {
    says: 'A URI with a dot segment, an encoded dot, slash or backslash, user info, or capitals in scheme or host',
    rows: [
      [files, resource('file:///srv/a'), 'allow'],
      [files, resource('file:///srv/'), 'allow'],
      [files, resource('file:///srv'), 'deny default_deny /default'],
      [files, resource('file:///srv/../etc/passwd'), 'refused bad_request'],
      [files, resource('file:///srv/./a'), 'refused bad_request'],
      [files, resource('file:///srv/..'), 'refused bad_request'],
      [files, resource('file:///srv/..a'), 'allow'],
      [files, resource('file:///srv/a%2eb'), 'refused bad_request'],
      [files, resource('file:///srv/%2E%2E/etc'), 'refused bad_request'],
      [files, resource('file:///srv/a%2Fb'), 'refused bad_request'],
      [files, resource('file:///srv/a%5cb'), 'refused bad_request'],
      [files, resource('file:///srv/a\\b'), 'refused bad_request'],
      [files, resource('file:///srv/a%20b'), 'allow'],
      [files, resource('FILE:///srv/a'), 'refused bad_request'],
      [files, resource('file://localhost/srv/a'), 'refused bad_request'],
      [files, resource('/srv/a'), 'refused bad_request'],
      [files, resource(''), 'refused bad_request'],
      [on({ resources: { '*': {} } }), resource('https://user@example.com/'), 'refused bad_request'],
      [on({ resources: { '*': {} } }), resource('https://Example.com/'), 'refused bad_request'],
      [on({ resources: { '*': {} } }), resource('https://example.com/A@b'), 'allow'],
      [on({ resources: { 'docs:Index': {} } }), resource('docs:Index'), 'allow'],
      [on({ resources: { 'docs:Index': {} } }), resource('docs:index'), 'deny default_deny /default'],
    ],
  },
  {
    says: 'Resources and prompts: actions allow, deny, hide; hide at the top is for tools',
    rows: [
      [
        on({ resources: { 'file:///*': {}, 'file:///etc/*': { action: 'deny', reason: 'Not etc.' } } }),
        resource('file:///etc/a'),
        'deny denied /resources/file:~1~1~1etc~1*/action: Not etc.',
      ],
      [
        on({ resources: { 'file:///*': { action: 'hide' } } }),
        resource('file:///a'),
        'hidden hidden /resources/file:~1~1~1*/action',
      ],
      [on({ prompts: { 'p*': {} } }), { prompt: 'plan' }, 'allow'],
      [on({ prompts: { 'p*': {} } }), { prompt: 'greet' }, 'deny default_deny /default'],
      [on({ prompts: { p: { action: 'hide' } } }), { prompt: 'p' }, 'hidden hidden /prompts/p/action'],
      [on({ prompts: { p: {} }, hide: ['*'] }), { prompt: 'p' }, 'allow'],
      [{ version: '1', default: 'allow', hide: ['*'] }, resource('file:///a'), 'allow'],
      [{ version: '1', default: 'allow', hide: ['*'] }, named('t'), 'hidden hidden /hide/0'],
      [
        on({ resources: { 'file:///a': { limits: [limit({ cost: 2 })] } } }),
        resource('file:///a'),
        'deny rate_limited /resources/file:~1~1~1a/limits/0',
      ],
      [
        on({ prompts: { p: { limits: [limit({ per: ['args.x'] })] } } }),
        { prompt: 'p' },
        'deny policy_error /prompts/p/limits/0',
      ],
      [tools({ p: {} }), { prompt: 'p' }, 'deny default_deny /default'],
    ],
  },
  {
    says: 'Facts: grant.label, grant.tags.<k>, user.email, user.groups, session.id, server.slug, tool.*',
    rows: [
      [tool({ require: [is('grant.label', 'ci')] }), call({}, { grant: 'ci' }), 'allow'],
      [
        tool({ require: [is('grant.tags.team', 'ops')] }),
        call({}, { grant: { label: 'ci', tags: { team: 'ops' } } }),
        'allow',
      ],
      [
        tool({ require: [is('grant.tags["a.b"]', 'x')] }),
        call({}, { grant: { label: 'ci', tags: { 'a.b': 'x' } } }),
        'allow',
      ],
      [
        tool({ require: [is('grant.tags.team', 'ops')] }),
        call({}, { grant: 'ci' }),
        'deny condition /tools/t/require/0',
      ],
      [tool({ deny_if: [{ conditions: [is('grant.tags.toString', 'x')] }] }), call({}, { grant: 'ci' }), 'allow'],
      [tool({ require: [is('user.email', 'a@b.c')] }), call({}, { user: 'a@b.c' }), 'allow'],
      [tool({ require: [is('user.email', 'a@b.c')] }), call(), 'deny condition /tools/t/require/0'],
      [
        tool({ require: [{ path: 'user.groups', op: 'contains', value: 'ops' }] }),
        call({}, { user: { id: 'u', groups: ['dev', 'ops'] } }),
        'allow',
      ],
      [
        tool({ deny_if: [{ conditions: [is('user.groups[*]', 'guests')] }] }),
        call({}, { user: { id: 'u', groups: ['dev', 'guests'] } }),
        'deny condition /tools/t/deny_if/0',
      ],
      [tool({ require: [is('user.groups[0]', 'dev')] }), call({}, { user: { id: 'u', groups: ['dev'] } }), 'allow'],
      [tool({ require: [is('session.id', 's1')] }), call({}, { session: 's1' }), 'allow'],
      [tool({ require: [is('session.id', 's1')] }), call(), 'deny condition /tools/t/require/0'],
      [tool({ require: [is('server.slug', 'x')] }), call({}, { server: 'x' }), 'allow'],
      [tool({ require: [is('tool.name', 't')] }), call(), 'allow'],
      [tool({ require: [is('tool.category', 'write'), is('tool.severity', 'high')] }), call(), 'allow'],
      [tool({ require: [is('tool.category', 'read')] }), call({}, { facts: { category: 'read' } }), 'allow'],
      [
        tool({ deny_if: [{ conditions: [{ path: 'tool.severity', op: 'in', value: ['high', 'critical'] }] }] }),
        call({}, { facts: { severity: 'critical' } }),
        'deny condition /tools/t/deny_if/0',
      ],
      [
        tool({ deny_if: [{ conditions: [is('tool.annotations.destructiveHint', true)] }] }),
        call({}, { facts: { annotations: { destructiveHint: true } } }),
        'deny condition /tools/t/deny_if/0',
      ],
      ...['true', 1, null, [], {}].map(
        (destructiveHint) =>
          [
            tool({ deny_if: [{ conditions: [is('tool.annotations.destructiveHint', true)] }] }),
            call({}, { facts: { annotations: { destructiveHint } } }),
            'deny condition /tools/t/deny_if/0',
          ] as const,
      ),
      [
        tool({ deny_if: [{ conditions: [is('tool.annotations.destructiveHint', true)] }] }),
        call({}, { facts: { annotations: { readOnlyHint: 'x' } } }),
        'allow',
      ],
      [
        tool({ deny_if: [{ conditions: [{ path: 'tool.annotations.destructiveHint', op: 'exists' }] }] }),
        call({}, { facts: { annotations: { destructiveHint: null } } }),
        'allow',
      ],
      [
        tool({ deny_if: [{ conditions: [{ path: 'tool.annotations.readOnlyHint', op: 'neq', value: true }] }] }),
        call(),
        'deny condition /tools/t/deny_if/0',
      ],
    ],
  },
  {
    says: 'time.hour 0-23, time.weekday mon…sun, time.iso; UTC unless the policy gives timezone',
    rows: [
      [hour(undefined, 0), at('2026-01-01T00:59:59Z'), 'allow'],
      [hour(undefined, 23), at('2026-01-01T00:59:59+01:00'), 'allow'],
      [hour('Europe/Berlin', 1), at('2026-01-01T00:30:00Z'), 'allow'],
      [hour('Europe/Berlin', 1), at('2026-03-29T00:59:59Z'), 'allow'],
      [hour('Europe/Berlin', 3), at('2026-03-29T01:00:00Z'), 'allow'],
      [hour('Europe/Berlin', 2), at('2026-10-25T00:30:00Z'), 'allow'],
      [hour('Europe/Berlin', 2), at('2026-10-25T01:30:00Z'), 'allow'],
      [hour('Europe/Berlin', 3), at('2026-10-25T02:00:00Z'), 'allow'],
      [hour('Asia/Kolkata', 5), at('2026-01-01T00:00:00Z'), 'allow'],
      [hour('America/New_York', 19), at('2026-01-01T00:00:00Z'), 'allow'],
      [hour('Australia/Lord_Howe', 11), at('2026-01-01T00:00:00Z'), 'allow'],
      [hour('America/New_York', 0), at('2026-01-01T05:00:00Z'), 'allow'],
      [tool({ require: [is('time.weekday', 'thu')] }), at('2026-01-01T12:00:00Z'), 'allow'],
      [tool({ require: [is('time.weekday', 'sun')] }), at('2026-01-04T12:00:00Z'), 'allow'],
      [
        { ...tool({ require: [is('time.weekday', 'wed')] }), timezone: 'America/New_York' },
        at('2026-01-01T03:00:00Z'),
        'allow',
      ],
      [
        tool({ require: [{ path: 'time.iso', op: 'lt', value: '2026-06-01T00:00:00Z' }] }),
        at('2026-05-31T23:59:59.999Z'),
        'allow',
      ],
      [
        {
          ...tool({ require: [{ path: 'time.iso', op: 'gte', value: '2026-06-01T00:00:00+02:00' }] }),
          timezone: 'Europe/Berlin',
        },
        at('2026-05-31T22:00:00Z'),
        'allow',
      ],
      [
        {
          ...tool({ require: [{ path: 'time.iso', op: 'starts_with', value: '2026-06-01T00:00:00.000+02:00' }] }),
          timezone: 'Europe/Berlin',
        },
        at('2026-05-31T22:00:00Z'),
        'allow',
      ],
    ],
  },
  {
    says: 'arguments: JSON Schema 2020-12; format asserts, pattern is RE2',
    rows: [
      [schema({ a: { type: 'integer' } }), call({ a: 1 }), 'allow'],
      [schema({ a: { type: 'integer' } }), call({ a: 1.5 }), 'deny arguments /tools/t/arguments'],
      [schema({ a: {} }, { additionalProperties: false }), call({ b: 1 }), 'deny arguments /tools/t/arguments'],
      [tool({ arguments: { additionalProperties: false } }), call({ b: 1 }), 'deny arguments /tools/t/arguments'],
      [tool({ arguments: { additionalProperties: false } }), call(), 'allow'],
      [schema({ a: { format: 'email' } }), call({ a: 'x@y.example' }), 'allow'],
      [schema({ a: { format: 'email' } }), call({ a: 'x' }), 'deny arguments /tools/t/arguments'],
      [schema({ a: { format: 'date-time' } }), call({ a: '2026-01-01T00:00:00Z' }), 'allow'],
      [schema({ a: { format: 'ipv4' } }), call({ a: '010.0.0.1' }), 'deny arguments /tools/t/arguments'],
      [schema({ a: { format: 'uuid' } }), call({ a: 5 }), 'allow'],
      [schema({ a: { pattern: '^[a-z]+$' } }), call({ a: 'abc\n' }), 'deny arguments /tools/t/arguments'],
      [
        schema({ a: { uniqueItems: true } }),
        call({ a: [1, { x: 1, y: 2 }, { y: 2, x: 1 }] }),
        'deny arguments /tools/t/arguments',
      ],
      [schema({ a: { multipleOf: 0.1 } }), call({ a: 0.3 }), 'allow'],
      [schema({ a: { maxLength: 1 } }), call({ a: '💡' }), 'allow'],
      [schema({ a: { const: null } }), call({ a: null }), 'allow'],
      [schema({ a: { enum: [1, '1'] } }), call({ a: true }), 'deny arguments /tools/t/arguments'],
      [schema({}, { required: ['toString'] }), call(), 'deny arguments /tools/t/arguments'],
      [schema({}, { dependentRequired: { a: ['b'] } }), call({ a: 1 }), 'deny arguments /tools/t/arguments'],
      [schema({}, { unevaluatedProperties: false }), call({ a: 1 }), 'deny arguments /tools/t/arguments'],
      [
        schema({ a: { $ref: '#/$defs/n' } }, { $defs: { n: { minimum: 5 } } }),
        call({ a: 4 }),
        'deny arguments /tools/t/arguments',
      ],
      [
        schema({ a: { prefixItems: [{ type: 'string' }], items: false } }),
        call({ a: ['x', 1] }),
        'deny arguments /tools/t/arguments',
      ],
      [
        schema({ a: { contains: { const: 1 }, minContains: 2 } }),
        call({ a: [1] }),
        'deny arguments /tools/t/arguments',
      ],
      [
        tools({ t: { arguments: { required: ['a'] } }, '*': { arguments: { required: ['b'] } } }),
        call({ a: 1 }),
        'deny arguments /tools/*/arguments',
      ],
    ],
  },
  {
    says: 'A missing, negative, non-finite or non-numeric cost denies; more than six places deny; missing `per` denies',
    rows: [
      [tool({ limits: [limit({ max: 5, cost: { path: 'args.n' } })] }), call({ n: 5 }), 'allow'],
      [
        tool({ limits: [limit({ max: 5, cost: { path: 'args.n' } })] }),
        call({ n: 5.000001 }),
        'deny rate_limited /tools/t/limits/0',
      ],
      [
        tool({ limits: [limit({ max: 5, cost: { path: 'args.n' } })] }),
        call({ n: 0.0000001 }),
        'deny policy_error /tools/t/limits/0',
      ],
      [
        tool({ limits: [limit({ max: 5, cost: { path: 'args.n' } })] }),
        call({ n: -1 }),
        'deny policy_error /tools/t/limits/0',
      ],
      [
        tool({ limits: [limit({ max: 5, cost: { path: 'args.n' } })] }),
        call({ n: '1' }),
        'deny policy_error /tools/t/limits/0',
      ],
      [
        tool({ limits: [limit({ max: 5, cost: { path: 'args.n' } })] }),
        call({ n: null }),
        'deny policy_error /tools/t/limits/0',
      ],
      [tool({ limits: [limit({ max: 5, cost: { path: 'args.n' } })] }), call(), 'deny policy_error /tools/t/limits/0'],
      [tool({ limits: [limit({ max: 5, cost: { path: 'args.n' } })] }), call({ n: -0 }), 'allow'],
      [
        tool({ limits: [limit({ max: 5, cost: { path: 'args.n' } })] }),
        call({ n: 9007199254740992 }),
        'deny rate_limited /tools/t/limits/0',
      ],
      [
        tool({ limits: [limit({ max: 5, cost: { path: 'args.n', min: 6 } })] }),
        call({ n: 1 }),
        'deny rate_limited /tools/t/limits/0',
      ],
      [tool({ limits: [limit({ max: 0.3, cost: { path: 'args.n' } })] }), call({ n: 0.3 }), 'allow'],
      [tool({ limits: [limit({ per: ['args.x'] })] }), call({ x: 'a' }), 'allow'],
      [tool({ limits: [limit({ per: ['args.x'] })] }), call({ x: false }), 'allow'],
      [tool({ limits: [limit({ per: ['args.x'] })] }), call(), 'deny policy_error /tools/t/limits/0'],
      [tool({ limits: [limit({ per: ['args.x'] })] }), call({ x: null }), 'deny policy_error /tools/t/limits/0'],
      [tool({ limits: [limit({ per: ['args.x'] })] }), call({ x: [1] }), 'deny policy_error /tools/t/limits/0'],
      [tool({ limits: [limit({ per: ['args.x'] })] }), call({ x: {} }), 'deny policy_error /tools/t/limits/0'],
      [
        tool({ limits: [limit({ per: [{ path: 'args.x', as: 'host' }] })] }),
        call({ x: 'http://0x7f.1/' }),
        'deny policy_error /tools/t/limits/0',
      ],
      [
        tool({ limits: [limit({ per: [{ path: 'args.x', as: 'path' }] })] }),
        call({ x: '/a/../b' }),
        'deny policy_error /tools/t/limits/0',
      ],
      [
        tool({ limits: [limit({ per: [{ path: 'args.x', as: 'lower' }] })] }),
        call({ x: 5 }),
        'deny policy_error /tools/t/limits/0',
      ],
    ],
  },
];
