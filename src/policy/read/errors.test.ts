import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../protocol/index.ts';
import { schemaTypes } from '../arguments/vocabulary.ts';
import { policySchema, readPolicy } from '../index.ts';
import { operators as operatorsByName } from '../operators/index.ts';
import { scopes } from './limit.ts';
import { meantWord } from './meant-word.ts';

const document = (rest: JsonObject): JsonObject => ({ version: '1', default: 'deny', ...rest });
const tool = (rules: JsonValue): JsonObject => document({ tools: { t: rules } });
const limit = (part: JsonObject): JsonObject =>
  tool({ limits: [{ counter: 'c', window: 'minute', max: 1, scope: 'grant', ...part }] });
const leaf = (part: JsonObject): JsonObject =>
  tool({ deny_if: [{ conditions: [{ path: 'args.x', op: 'eq', value: 1, ...part }] }] });
const long = 'x'.repeat(1_100);

/** Documents with one mistake each, of every kind that there is: the place, and what was expected and found there. */
type Mistake = [
  document: JsonValue,
  pointer: string,
  expected: string,
  found: string,
  nearest?: string | undefined,
  advice?: string,
];
const mistakes: Mistake[] = [
  [1, '', 'a policy: an object with version and default', 'the number 1'],
  [null, '', 'a policy: an object with version and default', 'null'],
  [true, '', 'a policy: an object with version and default', 'true'],
  [[], '', 'a policy: an object with version and default', 'an empty list'],
  [[1], '', 'a policy: an object with version and default', 'a list'],
  [long, '', 'a policy: an object with version and default', `the string "${'x'.repeat(57)}…"`],
  [{ version: '1' }, '', 'the key "default"', 'no such key'],
  [{ version: 1, default: 'deny' }, '/version', 'the string "1"', 'the number 1', '1'],
  [{ version: 2, default: 'deny' }, '/version', 'one of 1', 'the number 2'],
  [{ version: '2', default: 'deny' }, '/version', 'one of: 1', '"2"'],
  [{ version: '1', default: {} }, '/default', 'one of allow, deny', 'an object'],
  [document({ mode: 'observ' }), '/mode', 'one of: enforce, observe', '"observ"', 'observe'],
  [document({ description: 'x'.repeat(2_001) }), '/description', 'at most 2000 characters', '2001'],
  [document({ description: 'a\tb' }), '/description', 'no control characters', 'a text with one'],
  [document({ $schema: 'a\nb' }), '/$schema', 'no control characters', 'a text with one'],
  [
    document({ timezone: 'Europe/Berln' }),
    '/timezone',
    'an IANA time zone such as Europe/Berlin',
    'the string "Europe/Berln"',
    'Europe/Berlin',
  ],
  [document({ timezone: '+01:00' }), '/timezone', 'an IANA time zone such as Europe/Berlin', 'the string "+01:00"'],
  [document({ timezone: 1 }), '/timezone', 'an IANA time zone such as Europe/Berlin', 'the number 1'],
  [document({ hide: 'x' }), '/hide', 'a list of tool-name patterns', 'the string "x"', undefined, 'write ["x"]'],
  [document({ hide: [1] }), '/hide/0', 'a tool-name pattern', 'the number 1'],
  [document({ hide: [long] }), '/hide/0', 'at most 1024 bytes', 'a longer pattern'],
  [
    document({ hide: [''] }),
    '/hide/0',
    'a name of A-Z a-z 0-9 . _ - (128 at most), in which * stands for any run of characters',
    '"", which could match no callable name',
  ],
  [document({ resources: { [`x:${long}`]: {} } }), `/resources/x:${long}`, 'at most 1024 bytes', 'a longer pattern'],
  [
    document({ resources: { '': {} } }),
    '/resources/',
    'a URI, in which * stands for any run of characters',
    'an empty pattern',
  ],
  [
    document({ resources: { x: 1 } }),
    '/resources/x',
    'a URI, in which * stands for any run of characters',
    'no scheme in lower case',
  ],
  [
    document({ resources: { 'x:a': { action: 'require_approval' } } }),
    '/resources/x:a/action',
    'one of: allow, deny, hide',
    '"require_approval"',
  ],
  [
    document({ prompts: [] }),
    '/prompts',
    'an object of prompt-name patterns, such as {"greet_*": {}}',
    'an empty list',
  ],
  [document({ audit: 1 }), '/audit', 'an object with arguments and paths', 'the number 1'],
  [document({ audit: { arguments: 'paths' } }), '/audit', 'the key "paths"', 'no such key'],
  [document({ audit: { paths: ['args.a'] } }), '/audit/paths', 'paths only with "arguments": "paths"', 'paths'],
  [
    document({ audit: { arguments: 'keys', paths: ['args.a'] } }),
    '/audit/paths',
    'paths only with "arguments": "paths"',
    'paths',
  ],
  [
    document({ audit: { arguments: 'paths', paths: [] } }),
    '/audit/paths',
    'a list of argument paths, not empty',
    'an empty list',
  ],
  [
    document({ audit: { arguments: 'paths', paths: [1] } }),
    '/audit/paths/0',
    'a path into the arguments, such as args.a.b',
    'the number 1',
  ],
  [
    document({ audit: { arguments: 'paths', paths: ['user.email'] } }),
    '/audit/paths/0',
    'a path into the arguments, such as args.a.b',
    '"user.email"',
  ],
  [
    document({ approval: { timeout: '5x' } }),
    '/approval/timeout',
    'second, minute, hour, day, week, seconds from 1 to 31622400, or a text such as "15m"',
    'the string "5x"',
  ],
  [
    document({ approval: { approvers: { groups: [] } } }),
    '/approval/approvers/groups',
    'a list of group names, not empty',
    'an empty list',
  ],
  [document({ approval: { approvers: { count: 0 } } }), '/approval/approvers/count', 'a whole number from 1', '0'],
  [tool(1), '/tools/t', 'an object with tool rules ({} where there are none)', 'the number 1'],
  [tool({ concurrency: 1.5 }), '/tools/t/concurrency', 'a whole number from 1', '1.5'],
  [tool({ concurrency: '1' }), '/tools/t/concurrency', 'a whole number from 1', 'the string "1"'],
  [tool({ require: [{ on_deny: 'x' }] }), '/tools/t/require/0', 'the key "conditions"', 'no such key'],
  [
    tool({ require: [{}] }),
    '/tools/t/require/0',
    'a condition: {path, op, value}, or an object with all, any, not or each',
    'none of these keys',
  ],
  [
    tool({ require: [{ conditions: [] }] }),
    '/tools/t/require/0/conditions',
    'a list of conditions, not empty',
    'an empty list',
  ],
  [tool({ approve_if: [{}] }), '/tools/t/approve_if/0', 'the key "conditions"', 'no such key'],
  [tool({ arguments: 1 }), '/tools/t/arguments', 'a JSON Schema object', 'the number 1'],
  ...['null', 'boolean', 'array', 'number', 'string', 'integer'].map(
    (type): Mistake => [
      tool({ arguments: { type } }),
      '/tools/t/arguments',
      'a schema of an object',
      'a type without "object"',
      'object',
    ],
  ),
  [
    tool({ arguments: { type: ['array', 'string'] } }),
    '/tools/t/arguments',
    'a schema of an object',
    'a type without "object"',
    'object',
  ],
  [
    tool({ arguments: { type: ['array', 'strnig'] } }),
    '/tools/t/arguments/type/1',
    'one of: null, boolean, object, array, number, string, integer',
    '"strnig"',
    'string',
  ],
  [
    tool({ arguments: { type: 'objekt' } }),
    '/tools/t/arguments/type',
    'one of: null, boolean, object, array, number, string, integer',
    '"objekt"',
    'object',
  ],
  [tool({ arguments: { type: [] } }), '/tools/t/arguments/type', 'a type or a list of types', 'an empty list'],
  [
    tool({ arguments: { type: ['object', 1] } }),
    '/tools/t/arguments/type/1',
    'a type or a list of types',
    'the number 1',
  ],
  [
    tool({ arguments: { properties: { a: { format: 'IRI' } } } }),
    '/tools/t/arguments/properties/a/format',
    'one of: date-time, date, time, duration, email, hostname, ipv4, ipv6, uri, uuid, json-pointer',
    '"IRI"',
    'uri',
  ],
  [
    tool({ action: 'deny', path: 'args.x' }),
    '/tools/t/path',
    'one of the keys: action, reason, require, deny_if, approve_if, limits, concurrency, arguments, approval, rate_limit',
    '"path"',
  ],
  [document({ description: 5 }), '/description', 'a string', 'the number 5'],
  [
    document({ server_requests: [] }),
    '/server_requests',
    'an object with sampling, roots and elicitation',
    'an empty list',
  ],
  [
    document({ all_tools: 1 }),
    '/all_tools',
    'an object with require, deny_if, approve_if, limits and concurrency',
    'the number 1',
  ],
  [
    document({ resources: [] }),
    '/resources',
    'an object of URI patterns, such as {"file:///srv/*": {}}',
    'an empty list',
  ],
  [document({ prompts: { p: 1 } }), '/prompts/p', 'an object with action, reason and limits', 'the number 1'],
  [document({ prompts: { p: { limits: 1 } } }), '/prompts/p/limits', 'a list of limits', 'the number 1'],
  [document({ approval: 1 }), '/approval', 'an object with timeout, hold and approvers', 'the number 1'],
  [document({ approval: { approvers: 1 } }), '/approval/approvers', 'an object with groups and count', 'the number 1'],
  [tool({ limits: 1 }), '/tools/t/limits', 'a list of limits', 'the number 1'],
  [
    tool({ limits: [1] }),
    '/tools/t/limits/0',
    'an object such as {"counter": "calls", "window": "minute", "max": 10, "scope": "grant"}',
    'the number 1',
  ],
  [limit({ per: 1 }), '/tools/t/limits/0/per', 'a list of one to four argument paths', 'the number 1'],
  [limit({ per: [] }), '/tools/t/limits/0/per', 'a list of one to four argument paths, not empty', 'an empty list'],
  [
    limit({ cost: [] }),
    '/tools/t/limits/0/cost',
    'a number from 0 to 9007199254.740992 of at most six decimal places',
    'an empty list',
  ],
  [tool({ approve_if: 1 }), '/tools/t/approve_if', 'a list of objects with conditions', 'the number 1'],
  [
    tool({ approve_if: [1] }),
    '/tools/t/approve_if/0',
    'an object with conditions, reason, timeout and approvers',
    'the number 1',
  ],
  [
    tool({ approve_if: [{ conditions: 1 }] }),
    '/tools/t/approve_if/0/conditions',
    'a list of conditions',
    'the number 1',
  ],
  [tool({ deny_if: [1] }), '/tools/t/deny_if/0', 'an object with conditions and on_deny', 'the number 1'],
  [tool({ deny_if: [{ conditions: 1 }] }), '/tools/t/deny_if/0/conditions', 'a list of conditions', 'the number 1'],
  [
    tool({ arguments: { $defs: { a: { $anchor: 'x' }, b: { $anchor: 'x' } } } }),
    '/tools/t/arguments/$defs/b/$anchor',
    'an anchor that no other schema has',
    'the string "x"',
  ],
  [
    limit({ window: 0 }),
    '/tools/t/limits/0/window',
    'second, minute, hour, day, week, seconds from 1 to 31622400, or a text such as "15m"',
    'the number 0',
  ],
  [
    limit({ window: 'minut' }),
    '/tools/t/limits/0/window',
    'second, minute, hour, day, week, seconds from 1 to 31622400, or a text such as "15m"',
    'the string "minut"',
    'minute',
  ],
  [
    limit({ window: [] }),
    '/tools/t/limits/0/window',
    'second, minute, hour, day, week, seconds from 1 to 31622400, or a text such as "15m"',
    'an empty list',
  ],
  [
    limit({ window: '60m', align: 'calendar' }),
    '/tools/t/limits/0/window',
    'minute, hour, day or week with calendar',
    '60m',
  ],
  [
    limit({ window: 'second', align: 'calendar' }),
    '/tools/t/limits/0/window',
    'minute, hour, day or week with calendar',
    'second',
  ],
  [limit({ align: 'sliding' }), '/tools/t/limits/0/align', 'one of: calendar', '"sliding"'],
  [limit({ counter: 'é' }), '/tools/t/limits/0/counter', '1 to 128 printable ASCII characters', 'the string "é"'],
  [
    limit({ max: 0 }),
    '/tools/t/limits/0/max',
    'a number over 0, at most 9007199254.740992, of at most six decimal places',
    'the number 0',
  ],
  [
    limit({ max: '1' }),
    '/tools/t/limits/0/max',
    'a number over 0, at most 9007199254.740992, of at most six decimal places',
    'the string "1"',
  ],
  [
    limit({ max: 9_007_199_255 }),
    '/tools/t/limits/0/max',
    'a number over 0, at most 9007199254.740992, of at most six decimal places',
    'the number 9007199255',
  ],
  [
    limit({ cost: -1 }),
    '/tools/t/limits/0/cost',
    'a number from 0 to 9007199254.740992 of at most six decimal places',
    'the number -1',
  ],
  [limit({ cost: { min: 1 } }), '/tools/t/limits/0/cost', 'the key "path"', 'no such key'],
  [
    limit({ per: ['args.a[*]'] }),
    '/tools/t/limits/0/per/0',
    'a path into the arguments without [*], such as args.a.b',
    '"args.a[*]"',
  ],
  [
    limit({ per: ['arg.a'] }),
    '/tools/t/limits/0/per/0',
    'a path that the engine knows: args.…, grant.…, user.…, session.id, server.slug, tool.…, time.…',
    '"arg.a"',
    'args',
  ],
  [
    limit({ per: ['items.id'] }),
    '/tools/t/limits/0/per/0',
    'a path that the engine knows: args.…, grant.…, user.…, session.id, server.slug, tool.…, time.…',
    '"items.id"',
    'args.items.id',
  ],
  [limit({ per: ['args.a', 'args.b', 'args.c', 'args.d', 'args.e'] }), '/tools/t/limits/0/per', 'at most 4', '5'],
  [
    limit({ per: [{ path: 'args.a', as: 'hosts' }] }),
    '/tools/t/limits/0/per/0/as',
    'one of: host, path, lower',
    '"hosts"',
    'host',
  ],
  [limit({ scope: 'team' }), '/tools/t/limits/0/scope', 'one of: grant, session, user, server, organization', '"team"'],
  [limit({ durable: 1 }), '/tools/t/limits/0/durable', 'true or false', 'the number 1'],
  [tool({ rate_limit: { max: 1 } }), '/tools/t/rate_limit', 'the key "window"', 'no such key'],
  [
    leaf({ op: 'matches' }),
    '/tools/t/deny_if/0/conditions/0/op',
    'an operator: eq, neq, in, not_in, lt, lte, gt, gte, exists, type, regex, fullmatch …',
    '"matches"',
    'regex',
  ],
  [leaf({ op: 1 }), '/tools/t/deny_if/0/conditions/0/op', 'the name of an operator', 'the number 1'],
  [leaf({ path: 1 }), '/tools/t/deny_if/0/conditions/0/path', 'a path such as args.a.b', 'the number 1'],
  [
    leaf({ path: 'args.a["\\x"]' }),
    '/tools/t/deny_if/0/conditions/0/path',
    'a JSON string in the brackets',
    '"args.a[\\"\\\\x\\"]", wrong from character 7',
  ],
  [
    leaf({ path: 'args.a[9007199254740993]' }),
    '/tools/t/deny_if/0/conditions/0/path',
    'an index that a list can have',
    '"args.a[9007199254740993]", wrong from character 7',
  ],
  [
    leaf({ path: 'args.a.' }),
    '/tools/t/deny_if/0/conditions/0/path',
    'a path such as args.a["b"][0][*].c',
    '"args.a.", wrong from character 7',
  ],
  [
    leaf({ path: `args.${'x'.repeat(100)}[*][*][*][*][*]` }),
    '/tools/t/deny_if/0/conditions/0/path',
    'at most 4 times [*]',
    `"args.${'x'.repeat(72)}…"`,
  ],
  [
    leaf({ path: 'user.grups' }),
    '/tools/t/deny_if/0/conditions/0/path',
    'a path that the engine knows: args.…, grant.…, user.…, session.id, server.slug, tool.…, time.…',
    '"user.grups"',
    'user.groups',
  ],
  [
    leaf({ path: 'item.x' }),
    '/tools/t/deny_if/0/conditions/0/path',
    'a path that the engine knows: args.…, grant.…, user.…, session.id, server.slug, tool.…, time.…',
    '"item.x"',
    'time',
  ],
  [
    leaf({ path: 'tool.category', value: 'writ' }),
    '/tools/t/deny_if/0/conditions/0/value',
    'one of: read, write, communicate, access, execute, destructive, financial',
    '"writ"',
    'write',
  ],
  [
    leaf({ path: 'tool.category', op: 'in', value: ['read', 1] }),
    '/tools/t/deny_if/0/conditions/0/value/1',
    'one of read, write, communicate, access, execute, destructive, financial',
    'the number 1',
  ],
  [
    leaf({ path: 'tool.severity', op: 'regex', value: 'x' }),
    '/tools/t/deny_if/0/conditions/0/op',
    'eq or in for tool.severity',
    'regex',
    'in',
  ],
  [
    tool({ deny_if: [{ conditions: [{ path: 'args.x', op: 'eq' }] }] }),
    '/tools/t/deny_if/0/conditions/0',
    'the key "value"',
    'no such key',
  ],
  [
    tool({ deny_if: [{ conditions: [{ path: 'args.x', value: 1 }] }] }),
    '/tools/t/deny_if/0/conditions/0',
    'the key "op"',
    'no such key',
  ],
  [
    tool({ deny_if: [{ conditions: [{ op: 'exists' }] }] }),
    '/tools/t/deny_if/0/conditions/0',
    'the key "path"',
    'no such key',
  ],
  [
    tool({ deny_if: [{ conditions: [{ each: 'args.l' }] }] }),
    '/tools/t/deny_if/0/conditions/0',
    'the key "all"',
    'no such key',
  ],
  [
    tool({ deny_if: [{ conditions: [{ each: 'args.l', path: 'itm.x', op: 'exists' }] }] }),
    '/tools/t/deny_if/0/conditions/0/path',
    'a path that the engine knows: args.…, grant.…, user.…, session.id, server.slug, tool.…, time.…',
    '"itm.x"',
    'item',
  ],
  [
    tool({ deny_if: [{ conditions: [{ all: [{ path: 'args.x', op: 'exists' }], any: [] }] }] }),
    '/tools/t/deny_if/0/conditions/0/any',
    'one of the keys: all',
    '"any"',
    'all',
  ],
  [
    tool({ require: [{ path: 'tool.annotations.readOnlyHint', op: 'eq', value: true }] }),
    '/tools/t/require/0/path',
    'annotations in deny_if and approve_if only, as they never permit',
    'tool.annotations.readOnlyHint',
  ],
  [
    leaf({ op: 'in', value: [] }),
    '/tools/t/deny_if/0/conditions/0/value',
    'a list of values, not empty',
    'an empty list',
  ],
  [leaf({ op: 'lt', value: true }), '/tools/t/deny_if/0/conditions/0/value', 'a number or an RFC 3339 time', 'true'],
  [leaf({ op: 'exists', value: 1 }), '/tools/t/deny_if/0/conditions/0/value', 'true or false', 'the number 1'],
  [
    leaf({ op: 'type', value: 'integer' }),
    '/tools/t/deny_if/0/conditions/0/value',
    'one of null, boolean, number, string, array, object',
    '"integer"',
    'number',
  ],
  [
    leaf({ op: 'type', value: 1 }),
    '/tools/t/deny_if/0/conditions/0/value',
    'one of null, boolean, number, string, array, object',
    'the number 1',
  ],
  [
    leaf({ op: 'type', value: 'text' }),
    '/tools/t/deny_if/0/conditions/0/value',
    'one of: null, boolean, number, string, array, object',
    '"text"',
    'string',
  ],
  [leaf({ op: 'glob', value: '' }), '/tools/t/deny_if/0/conditions/0/value', 'a string, not empty', 'the string ""'],
  [
    leaf({ op: 'glob', value: `${'x'.repeat(1_024)}*` }),
    '/tools/t/deny_if/0/conditions/0/value',
    'a glob of at most 1024 bytes',
    'a longer one',
  ],
  [leaf({ op: 'regex', value: 1 }), '/tools/t/deny_if/0/conditions/0/value', 'an RE2 pattern', 'the number 1'],
  [
    leaf({ op: 'regex', value: '' }),
    '/tools/t/deny_if/0/conditions/0/value',
    'an RE2 pattern',
    'an empty one, which always holds',
  ],
  [
    leaf({ op: 'regex', value: 'x'.repeat(1_025) }),
    '/tools/t/deny_if/0/conditions/0/value',
    'a pattern of at most 1024 bytes',
    '1025',
  ],
  [
    leaf({ op: 'length_lte', value: -1 }),
    '/tools/t/deny_if/0/conditions/0/value',
    'a whole number from 0',
    'the number -1',
  ],
  [
    leaf({ op: 'length_gte', value: 'x' }),
    '/tools/t/deny_if/0/conditions/0/value',
    'a whole number from 1',
    'the string "x"',
  ],
  [
    leaf({ op: 'path_within', value: '/x' }),
    '/tools/t/deny_if/0/conditions/0/value',
    'a list of absolute directories, not empty',
    'the string "/x"',
    undefined,
    'write ["/x"]',
  ],
  [
    leaf({ op: 'path_within', value: ['x'] }),
    '/tools/t/deny_if/0/conditions/0/value/0',
    'an absolute directory without .., //, \\ or escapes',
    'the string "x"',
  ],
  [
    leaf({ op: 'host_in', value: [] }),
    '/tools/t/deny_if/0/conditions/0/value',
    'a list of hosts, not empty',
    'an empty list',
  ],
  [
    leaf({ op: 'host_in', value: ['a', 1] }),
    '/tools/t/deny_if/0/conditions/0/value/1',
    'host, host:port or *.host',
    'the number 1',
  ],
  [
    leaf({ op: 'host_in', value: ['a:80:90'] }),
    '/tools/t/deny_if/0/conditions/0/value/0',
    'host, host:port or *.host',
    'the string "a:80:90"',
  ],
  [
    leaf({ op: 'host_in', value: ['a:080'] }),
    '/tools/t/deny_if/0/conditions/0/value/0',
    'host, host:port or *.host',
    'the string "a:080"',
  ],
  [
    leaf({ op: 'host_in', value: ['a:65536'] }),
    '/tools/t/deny_if/0/conditions/0/value/0',
    'host, host:port or *.host',
    'the string "a:65536"',
  ],
  [
    leaf({ op: 'host_in', value: ['[a]'] }),
    '/tools/t/deny_if/0/conditions/0/value/0',
    'host, host:port or *.host',
    'the string "[a]"',
  ],
  [leaf({ op: 'public_host', value: false }), '/tools/t/deny_if/0/conditions/0/value', 'true, or no value', 'false'],
  [
    leaf({ op: 'in_cidr', value: [] }),
    '/tools/t/deny_if/0/conditions/0/value',
    'a list of address ranges, not empty',
    'an empty list',
  ],
  [
    leaf({ op: 'in_cidr', value: [1] }),
    '/tools/t/deny_if/0/conditions/0/value/0',
    'an address or a range such as 10.0.0.0/8',
    'no text',
  ],
  [
    leaf({ op: 'in_cidr', value: ['x'] }),
    '/tools/t/deny_if/0/conditions/0/value/0',
    'an address or a range such as 10.0.0.0/8',
    'no address range',
  ],
  [
    leaf({ op: 'in_cidr', value: ['10.0.0.0/33'] }),
    '/tools/t/deny_if/0/conditions/0/value/0',
    'an address or a range such as 10.0.0.0/8',
    'a prefix of more than 32 bits',
  ],
  [
    leaf({ op: 'in_cidr', value: ['::/129'] }),
    '/tools/t/deny_if/0/conditions/0/value/0',
    'an address or a range such as 10.0.0.0/8',
    'a prefix of more than 128 bits',
  ],
  [
    leaf({ op: 'in_cidr', value: ['10.0.0.1/8'] }),
    '/tools/t/deny_if/0/conditions/0/value/0',
    'an address or a range such as 10.0.0.0/8',
    'host bits that are set',
  ],
  ...['8/10.0.0.0/8', '10.0.0.0/8/16', '10.0.0.0/8 ', '10.0.0.0/8.0', '10.0.0.0/08'].map(
    (range): Mistake => [
      leaf({ op: 'in_cidr', value: [range] }),
      '/tools/t/deny_if/0/conditions/0/value/0',
      'an address or a range such as 10.0.0.0/8',
      'no address range',
    ],
  ),
];

const rootKeys =
  'one of the keys: $schema, version, description, mode, default, hide, all_tools, tools, resources, prompts, server_requests, approval …';
const toolKeys =
  'one of the keys: action, reason, require, deny_if, approve_if, limits, concurrency, arguments, approval, rate_limit';
const condition = { path: 'args.x', op: 'eq', value: 1 };
const inAList = 'conditions stand in a list of an entry: write "require": [{…}], or "deny_if": [{"conditions": [{…}]}]';
const bracketed = (more: string) => `write {"conditions": [{…}], ${more}}, with the condition in the brackets`;

/** What is written at first by who comes from another language, or has forgotten a level: what to write is told, and once. */
const beginners: Mistake[] = [
  [
    tool({ deny_if: [condition] }),
    '/tools/t/deny_if/0',
    'the key "conditions"',
    'a condition by itself',
    undefined,
    bracketed('"on_deny": "…"'),
  ],
  [
    tool({ deny_if: [{ any: [condition] }] }),
    '/tools/t/deny_if/0',
    'the key "conditions"',
    'a condition by itself',
    undefined,
    bracketed('"on_deny": "…"'),
  ],
  [
    tool({ approve_if: [condition] }),
    '/tools/t/approve_if/0',
    'the key "conditions"',
    'a condition by itself',
    undefined,
    bracketed('"reason": "…"'),
  ],
  [
    tool({ deny_if: { conditions: [condition] } }),
    '/tools/t/deny_if',
    'a list of objects with conditions',
    'an object',
    undefined,
    'write [{…}]',
  ],
  // A list beside a key of a condition: the key is the mistake, the list stands where it belongs.
  [
    tool({ deny_if: [{ conditions: [condition], op: 'eq' }] }),
    '/tools/t/deny_if/0/op',
    'one of the keys: conditions, on_deny',
    '"op"',
  ],
  [
    tool({ require: [{ conditions: [condition], op: 'eq', on_deny: 'x' }] }),
    '/tools/t/require/0/op',
    'one of the keys: conditions, on_deny',
    '"op"',
  ],
  [
    tool({ require: [{ on_deny: 'x', path: 'args.x', op: 'exists' }] }),
    '/tools/t/require/0/on_deny',
    'one of the keys: path, op, value',
    '"on_deny"',
    undefined,
    'write {"conditions": [{…}], "on_deny": "…"}, with the condition in the brackets',
  ],
  [tool({ require: condition }), '/tools/t/require', 'a list of conditions', 'an object', undefined, 'write [{…}]'],
  [tool({ require: 'args.x == 1' }), '/tools/t/require', 'a list of conditions', 'the string "args.x == 1"'],
  [
    tool({ require: [{ any: condition }] }),
    '/tools/t/require/0/any',
    'a list of conditions, not empty',
    'an object',
    undefined,
    'write [{…}]',
  ],
  [tool(condition), '/tools/t/path', toolKeys, '"path"', undefined, inAList],
  [
    tool({ conditions: [condition], on_deny: 'no' }),
    '/tools/t/conditions',
    toolKeys,
    '"conditions"',
    'require',
    inAList,
  ],
  [
    tool('deny'),
    '/tools/t',
    'an object with tool rules ({} where there are none)',
    'the string "deny"',
    undefined,
    'write {"action": "deny"}',
  ],
  [tool('x'), '/tools/t', 'an object with tool rules ({} where there are none)', 'the string "x"'],
  [tool({ require_approval: true }), '/tools/t/require_approval', toolKeys, '"require_approval"', 'action'],
  [
    tool({ rate_limit: { max: 1, per: 'minute' } }),
    '/tools/t/rate_limit/per',
    'one of the keys: max, window, scope',
    '"per"',
    'window',
  ],
  [
    tool({ rate_limit: '10/minute' }),
    '/tools/t/rate_limit',
    'an object such as {"max": 10, "window": "minute"}',
    'the string "10/minute"',
  ],
  [
    tool({ require: [{ field: 'args.x', op: 'eq', value: 1 }] }),
    '/tools/t/require/0/field',
    'one of the keys: path, op, value',
    '"field"',
    'path',
  ],
  [
    tool({ require: [{ path: 'args.x', operator: 'eq', value: 1 }] }),
    '/tools/t/require/0/operator',
    'one of the keys: path, op, value',
    '"operator"',
    'op',
  ],
  [
    tool({ require: [{ path: 'args.x', op: 'in', values: [1] }] }),
    '/tools/t/require/0/values',
    'one of the keys: path, op, value',
    '"values"',
    'value',
  ],
  [
    tool({ require: [{ or: [condition] }] }),
    '/tools/t/require/0/or',
    'one of the keys: path, op, value, all, any, not, each',
    '"or"',
    'any',
  ],
  [
    leaf({ op: 'in', value: { a: 1 } }),
    '/tools/t/deny_if/0/conditions/0/value',
    'a list of values, not empty',
    'an object',
    undefined,
    'write [{…}]',
  ],
  [
    leaf({ op: 'host_in', value: ['https://a.example/x'] }),
    '/tools/t/deny_if/0/conditions/0/value/0',
    'host, host:port or *.host',
    'the string "https://a.example/x"',
    'a.example',
  ],
  [
    leaf({ op: 'host_in', value: ['data:text/plain,x'] }),
    '/tools/t/deny_if/0/conditions/0/value/0',
    'host, host:port or *.host',
    'the string "data:text/plain,x"',
  ],
  [
    tool({ arguments: { path: { type: 'string' } } }),
    '/tools/t/arguments/path',
    'a keyword of JSON Schema 2020-12: $schema, $id, $ref, $anchor, $dynamicAnchor, $defs, $comment, prefixItems, items, contains, additionalProperties, properties …',
    '"path"',
    undefined,
    'an argument is written {"properties": {"path": {…}}}',
  ],
  [
    tool({ arguments: { path: 'string' } }),
    '/tools/t/arguments/path',
    'a keyword of JSON Schema 2020-12: $schema, $id, $ref, $anchor, $dynamicAnchor, $defs, $comment, prefixItems, items, contains, additionalProperties, properties …',
    '"path"',
  ],
  [
    document({ approval: { timeout: '5 minutes' } }),
    '/approval/timeout',
    'second, minute, hour, day, week, seconds from 1 to 31622400, or a text such as "15m"',
    'the string "5 minutes"',
    '5m',
  ],
  [
    document({ limits: [] }),
    '/limits',
    rootKeys,
    '"limits"',
    undefined,
    'it stands in an entry of "tools", or in "all_tools"',
  ],
  [document({ action: 'deny' }), '/action', rootKeys, '"action"', undefined, 'it stands in an entry of "tools"'],
  [document({ allow: ['x'] }), '/allow', rootKeys, '"allow"', undefined, 'write "tools": {"read_*": {}}'],
  [document({ deny: ['x'] }), '/deny', rootKeys, '"deny"', undefined, 'write "tools": {"write_*": {"action": "deny"}}'],
  [
    document({ all_tools: { action: 'deny' } }),
    '/all_tools/action',
    'one of the keys: require, deny_if, approve_if, limits, concurrency',
    '"action"',
    undefined,
    'it stands in an entry of "tools"; the entry "*" is for every tool',
  ],
  [document({ tools: ['x'] }), '/tools', 'an object of tool-name patterns, such as {"read_*": {}}', 'a list'],
  [
    { policy: document({}) },
    '/policy',
    'a policy: an object with version and default',
    '"policy"',
    undefined,
    'leave it out: version and default stand at the top',
  ],
  [{ policy: {} }, '', 'the key "version"', 'no such key'],
  [{ policy: { mode: 'observe' } }, '', 'the key "version"', 'no such key'],
  [{ version: '1', Default: 'deny' }, '/Default', rootKeys, '"Default"', 'default'],
];

describe('a key that is none here is told where it stands, or what is written instead', () => {
  const inTools = 'it stands in an entry of "tools"';
  it.each([
    ['action reason arguments rate_limit', inTools],
    ['require deny_if approve_if limits concurrency', `${inTools}, or in "all_tools"`],
    ['allow allowed allowlist whitelist', 'write "tools": {"read_*": {}}'],
    ['deny denied denylist blocklist blacklist block', 'write "tools": {"write_*": {"action": "deny"}}'],
  ])('at the top: %s', (keys, advice) => {
    for (const key of keys.split(' ')) expect(messageOf(document({ [key]: 1 })), key).toMatch(`; ${advice}$end`);
  });

  it.each(['action', 'reason', 'arguments', 'rate_limit', 'approval'])('in all_tools: %s', (key) => {
    const advice = 'it stands in an entry of "tools"; the entry "*" is for every tool';
    expect(messageOf(document({ all_tools: { [key]: 1 } }))).toMatch(`; ${advice}$end`);
  });

  function messageOf(written: JsonObject): string {
    const read = readPolicy(JSON.stringify(written), 'json');
    return `${read.ok ? '' : read.errors[0]?.message}$end`;
  }
});

function check(...[written, pointer, expected, found, nearest, advice]: Mistake): void {
  const read = readPolicy(JSON.stringify(written), 'json');
  const first = read.ok ? undefined : read.errors[0];
  expect(first).toMatchObject({ pointer, expected, found, nearest: nearest ?? null });
  const meant = nearest === undefined ? '' : `; did you mean ${JSON.stringify(nearest)}?`;
  const what = advice === undefined ? meant : `; ${advice}`;
  expect(first?.message).toBe(`${pointer || 'the document'}: expected ${expected}, found ${found}${what}`);
}

it.each(beginners)('a beginner is told once: %j', (written, ...told) => {
  const read = readPolicy(JSON.stringify(written), 'json');
  const [pointer] = told;
  const errors = read.ok ? [] : read.errors;
  // Of a document that lacks both of its keys both are told.
  if (pointer !== '') expect(errors.map((error) => error.pointer)).toEqual([pointer]);
  check(written, ...told);
});

it('no word is offered in place of the one that is missing', () => {
  for (const [written] of mistakes) {
    const read = readPolicy(JSON.stringify(written), 'json');
    for (const { expected, nearest } of read.ok ? [] : read.errors) {
      expect(expected).not.toBe(`the key ${JSON.stringify(nearest)}`);
    }
  }
});

describe('one mistake is one error, which says where, what was expected, what was found and what was meant', () => {
  it.each<Mistake>(mistakes)('%j', (...mistake) => check(...mistake));
});

describe('warnings', () => {
  const limits = [{ counter: 'c', window: 60, max: 1, scope: 'grant' }];
  it.each<[JsonObject, string[]]>([
    [{ tools: { t: { reason: 'x' } } }, ['/tools/t reason says nothing beside action "allow"']],
    [{ tools: { t: { action: 'hide', reason: 'x' } } }, ['/tools/t reason says nothing beside action "hide"']],
    [{ tools: { t: { action: 'deny', reason: 'x' } } }, []],
    [{ tools: { t: { action: 'require_approval', reason: 'x', limits } } }, []],
    [{ tools: { t: { action: 'deny', limits } } }, ['/tools/t limits count nothing beside action "deny"']],
    [
      { tools: { t: { action: 'hide', rate_limit: { max: 1, window: 1 } } } },
      ['/tools/t limits count nothing beside action "hide"'],
    ],
    [{ tools: { t: { action: 'deny', concurrency: 1 } } }, ['/tools/t limits count nothing beside action "deny"']],
    [{ resources: { 'x:a': { reason: 'x' } } }, ['/resources/x:a reason says nothing beside action "allow"']],
    [
      { resources: { 'x:a': { action: 'hide', limits } } },
      ['/resources/x:a limits count nothing beside action "hide"'],
    ],
    [{ prompts: { a: { action: 'deny', reason: 'x', limits: [] } } }, []],
    [
      { tools: { t: { arguments: { additionalProperties: false } } } },
      ['/tools/t/arguments additionalProperties: false without properties admits no argument at all'],
    ],
    [{ tools: { t: { arguments: { additionalProperties: false, properties: {} } } } }, []],
    [{ tools: { t: { arguments: { additionalProperties: false, patternProperties: {} } } } }, []],
    [{ tools: { t: { arguments: { additionalProperties: true } } } }, []],
    [{ tools: { t: { arguments: { additionalProperties: {} } } } }, []],
    [{ tools: { t: { arguments: { deprecated: false } } } }, []],
    [
      { tools: { t: { arguments: { type: 'object', additionalProperties: false } } } },
      ['/tools/t/arguments additionalProperties: false without properties admits no argument at all'],
    ],
    [{ prompts: { a: { limits } } }, []],
  ])('%j', (rest, expected) => {
    const { ok, warnings } = readPolicy(JSON.stringify(document(rest)), 'json');
    expect(ok).toBe(true);
    expect(warnings.map(({ pointer, message }) => `${pointer} ${message}`)).toEqual(expected);
  });
});

it('a warning has a code, which stays what it is', () => {
  const limits = [{ counter: 'c', window: 60, max: 1, scope: 'grant' }];
  const { warnings } = readPolicy(
    JSON.stringify(
      document({
        tools: { t: { action: 'hide', reason: 'x', limits, arguments: { additionalProperties: false } } },
        prompts: { p: { action: 'hide', reason: 'x', limits } },
      }),
    ),
    'json',
  );
  expect(warnings.map(({ code, pointer }) => `${pointer} ${code}`)).toEqual([
    '/tools/t reason_unused',
    '/tools/t limits_unused',
    '/tools/t/arguments admits_no_argument',
    '/prompts/p reason_unused',
    '/prompts/p limits_unused',
  ]);
});

describe('what another language says', () => {
  const operators = [...operatorsByName.keys()];
  it.each([
    [operators, '=== eq, != neq, < lt, <= lte, > gt, >= gte, one_of in, nin not_in, present exists, =~ regex'],
    [operators, 'includes contains, prefix starts_with, suffix ends_with, like glob, inside path_within, cidr in_cidr'],
    [['allow', 'deny', 'hide', 'require_approval'], 'permit allow, forbid deny, confirm require_approval'],
    [['enforce', 'observe'], 'shadow observe'],
    [scopes, 'global organization'],
    [schemaTypes, 'long integer, double number, bool boolean, list array, dict object, str string, undefined null'],
    [['path', 'op', 'value', 'all', 'any', 'not', 'each'], 'parameter path, comparator op, operand value, and all'],
    [['path', 'op', 'value', 'all', 'any', 'not', 'each'], 'or any, for_each each, every all'],
    [['counter', 'window', 'max', 'scope'], 'interval window, requests max, name counter'],
    [['action', 'reason', 'require', 'deny_if', 'approve_if'], 'effect action, message reason, when require'],
    [['action', 'reason', 'require', 'deny_if', 'approve_if'], 'block_if deny_if, require_approval action'],
    [['conditions', 'on_deny'], 'message on_deny, if conditions'],
  ])('among %j: %s', (known, said) => {
    const pairs = said.split(', ').map((pair) => pair.split(' '));
    expect(pairs.map(([other = '']) => meantWord(other, known))).toEqual(pairs.map(([, meant]) => meant));
  });

  it.each<[string, readonly string[], string | undefined]>([
    ['==', operators, 'eq'],
    ['<=', operators, 'lte'],
    ['Not In', operators, 'not_in'],
    ['Less-Than', operators, 'lt'],
    ['AT LEAST', operators, 'gte'],
    ['matches', operators, 'regex'],
    ['prefix', operators, 'starts_with'],
    ['prefix', ['allow', 'deny'], undefined],
    ['block', ['allow', 'deny', 'hide', 'require_approval'], 'deny'],
    ['ask', ['allow', 'deny', 'hide', 'require_approval'], 'require_approval'],
    ['int', ['null', 'number'], 'number'],
    ['int', ['number', 'integer'], 'integer'],
    ['deny', ['action', 'deny_if'], 'deny_if'],
    ['alow', ['allow', 'deny'], 'allow'],
    ['constructor', ['allow'], undefined],
  ])('%j among %j is %j', (word, known, meant) => expect(meantWord(word, known)).toBe(meant));
});

it.each([
  ['1min', '1m'],
  ['30 seconds', '30s'],
  ['2 Hours', '2h'],
  ['60', '60s'],
  ['days', 'day'],
  // One of a unit that has a name is that name: only a name can be counted by the calendar.
  ['1 hour', 'hour'],
  ['1week', 'week'],
  ['1h ', null],
  ['500ms', null],
  // What only ends like a length is none: half an hour more than was meant would be offered.
  ['1.5h', null],
  ['-30s', null],
  ['in 5 minutes', null],
  ['5 months', null],
  // What would be refused in its turn is not offered.
  ['9999w', null],
  ['400 days', null],
  ['x', null],
])('a window of %j was probably %j', (written, nearest) => {
  const read = readPolicy(JSON.stringify(limit({ window: written })), 'json', { name: 'policy' });
  expect(read.ok ? 'no error' : read.errors[0]?.nearest).toBe(nearest);
});

describe('the schema for editors', () => {
  const schema = policySchema();
  const valid = new Ajv2020({ strict: false, validateFormats: false, logger: false }).compile(schema);

  it('describes every key and every operator', () => {
    const undescribed: string[] = [];
    const walk = (at: JsonValue, pointer: string): void => {
      if (at === null || typeof at !== 'object') return;
      for (const [key, value] of Object.entries(at)) walk(value as JsonValue, `${pointer}/${key}`);
      if (!('properties' in at)) return;
      for (const [key, value] of Object.entries(at.properties as JsonObject)) {
        const described = (value as { description?: string }).description ?? '';
        if (described.length < 5 && !pointer.startsWith('/$defs')) undescribed.push(`${pointer}/${key}`);
      }
    };
    walk(schema, '');
    expect(undescribed).toEqual([]);
    const leaves = ((schema.$defs as JsonObject).condition as { anyOf: { description?: string }[] }).anyOf;
    expect(leaves.filter(({ description }) => (description ?? '').length < 5)).toHaveLength(3);
  });

  it('takes whatever the reader takes, and refuses mistakes of type and of keys', () => {
    for (const [written, pointer, expected] of mistakes) {
      const type = /^(a policy|an object|the key|one of: (allow|enforce|calendar|grant|host)|true or false)/.test(
        expected,
      );
      if (type && !/conditions|^.audit|require/.test(pointer))
        expect(valid(written), JSON.stringify(written)).toBe(false);
    }
    for (const written of [
      document({}),
      tool({}),
      limit({ per: [{ path: 'args.a', as: 'host' }], cost: { path: 'args.c' } }),
      leaf({}),
    ]) {
      expect(valid(written), JSON.stringify([written, valid.errors])).toBe(true);
    }
  });
});
