/** Where a class of attack is tried: a test file, and which of its tests where not all are meant. */
export interface Tried {
  readonly file: string;
  readonly tests?: RegExp;
}

/** A class of attack, and what tries it. */
export interface AttackClass {
  readonly id: string;
  readonly what: string;
  readonly tried: readonly Tried[];
  /** What is not tried, or not here: said on the page as it stands. */
  readonly not?: string;
}

const json = 'test/adversarial/json/';
const edge = 'test/adversarial/edge/';
const gateway = 'test/adversarial/gateway/';
const fuzz = 'test/fuzz/fuzz.test.ts';
const row = (id: string, what: string, tried: readonly (string | Tried)[], not?: string): AttackClass => ({
  id,
  what,
  tried: tried.map((one) => (typeof one === 'string' ? { file: one } : one)),
  ...(not === undefined ? {} : { not }),
});
const of = (file: string, tests: RegExp): Tried => ({ file, tests });
const refused = (tests: RegExp): Tried => of(`${gateway}bypass.test.ts`, tests);

export const classes: readonly AttackClass[] = [
  row('B01', 'Duplicate keys', [
    of(`${json}scan.test.ts`, /B01/),
    refused(/B01/),
    of(fuzz, /calls/),
    `${json}differential.test.ts`,
  ]),
  row('B02', 'Keys that other decoders fold', [
    of('src/protocol/rpc/read-message.test.ts', /B02/),
    refused(/B02/),
    of(fuzz, /calls/),
    `${json}differential.test.ts`,
  ]),
  row('B03', '`__proto__`, `constructor`, `prototype`', [
    of(`${json}scan.test.ts`, /B03/),
    refused(/B03/),
    of(`${gateway}counters.test.ts`, /proto|constructor/),
    of(`${edge}targets.test.ts`, /prototype/),
  ]),
  row('B04', 'Look-alikes of tool names', [refused(/B04/)]),
  row('B05', 'Precision of numbers', [
    of(`${json}scan.test.ts`, /B05/),
    refused(/B05/),
    of(`${gateway}counters.test.ts`, /pay/),
    of(fuzz, /calls/),
  ]),
  row('B06', 'Types of amounts', [
    'src/limits/values.test.ts',
    'src/policy/judge/budgets.test.ts',
    of(`${gateway}counters.test.ts`, /pay/),
  ]),
  row('B07', 'Depth, width, size', [of(`${json}scan.test.ts`, /B07/), `${json}stall.test.ts`, refused(/B07/)]),
  row('B08', 'Invalid UTF-8, half surrogate pairs', [
    `${json}json-test-suite.test.ts`,
    of(`${json}scan.test.ts`, /B08/),
    refused(/B08/),
    'src/protocol/json/first-invalid-utf8.test.ts',
  ]),
  row('B09', 'Content types and charsets', [of(`${edge}headers.test.ts`, /B09/), refused(/B09/)]),
  row('B10', 'Content encodings', [
    of(`${edge}headers.test.ts`, /B10/),
    refused(/B10/),
    of('src/upstream/http/http-upstream.test.ts', /gzip|encoding/i),
  ]),
  row('B11', 'Batches', [of('src/protocol/rpc/read-message.test.ts', /B11|batch/i), refused(/B11/)]),
  row('B12', 'Trailing data, NDJSON, comments', [
    of(`${json}scan.test.ts`, /B12/),
    refused(/B12/),
    'src/protocol/json/wide-run.test.ts',
  ]),
  row('B13', 'Ids', [
    `${gateway}ids.test.ts`,
    refused(/B13|fresh envelope/),
    of('src/protocol/rpc/read-message.test.ts', /B13| id/i),
  ]),
  row('B14', 'A call as a notification', [
    `${gateway}notifications.test.ts`,
    refused(/B14/),
    of('src/protocol/rpc/read-message.test.ts', /B14/),
  ]),
  row('B15', '`arguments` that are no object', [refused(/B15/)]),
  row('B16', 'Unknown methods, other eras', [
    'src/protocol/revisions.test.ts',
    refused(/B16/),
    of(`${gateway}notifications.test.ts`, /./),
  ]),
  row('B20', 'Whatever fails, fails closed', [
    `${gateway}faults.test.ts`,
    'src/policy/judge/judge.test.ts',
    of('src/policy/laws.test.ts', /denied by default/),
  ]),
  row('B21', 'Absence, wrong types, unreadable spellings', [
    'src/policy/conditions.test.ts',
    'test/reference/sentences.test.ts',
    'test/reference/compare.test.ts',
  ]),
  row('B22', 'Globs and precedence', [
    'src/policy/laws.test.ts',
    of(`${gateway}counters.test.ts`, /B22/),
    'src/policy/compile/pattern-index.test.ts',
  ]),
  row('B23', 'Anchors of regular expressions', [
    of('test/reference/tables.test.ts', /regex/i),
    of('src/policy/operators/operators.test.ts', /regex|fullmatch/),
  ]),
  row('B24', 'Regular expressions and schemas that take long', [
    'src/policy/operators/pattern-work.test.ts',
    of('src/policy/judge/judge.test.ts', /too many steps/),
    of('src/policy/operators/operators.test.ts', /regex|fullmatch|pattern/),
    'src/policy/judge/steps.test.ts',
  ]),
  row('B25', 'Paths', [of('test/reference/tables.test.ts', /path/i)]),
  row('B26', 'URLs', [of('test/reference/tables.test.ts', /host|cidr/i)]),
  row(
    'B27',
    'SQL in arguments',
    [],
    'The language has no rule for SQL, and the docs say what a regular expression over it is worth.',
  ),
  row('B28', 'Ambiguities of YAML and JSON in policies', [
    'src/policy/source/yaml.test.ts',
    'src/policy/source/json.test.ts',
    'src/config/load-config.test.ts',
  ]),
  row('B29', 'Reloads', [
    of(`${gateway}grants.test.ts`, /B29/),
    `${gateway}meanwhile.test.ts`,
    'test/e2e/starting-and-reloading.test.ts',
  ]),
  row('B30', 'A policy that is widened without notice', [
    'src/lab/diff/diff-policies.test.ts',
    'test/lab/diff-laws.test.ts',
  ]),
  row('B31', 'Schemas of servers', [
    'src/policy/arguments/schema.test.ts',
    of('src/policy/judge/judge.test.ts', /schema|uniqueItems/),
  ]),
  row('B32', 'Definitions that change', [
    'src/definitions/read-tools.test.ts',
    'src/definitions/pins.test.ts',
    'src/protocol/exact-hash.test.ts',
    of(fuzz, /definitions/),
    of(`${gateway}faults.test.ts`, /B32/),
  ]),
  row('B33', 'Names that collide between servers', [
    'src/gateway/aggregate/outer-name.test.ts',
    of('src/definitions/read-tools.test.ts', /one name/),
    of('src/definitions/findings.test.ts', /look-alike/),
  ]),
  row(
    'B34',
    'Flow across calls',
    [],
    'Not in the language: incidents that need it are recorded as limited or not blocked.',
  ),
  row('B40', 'Check, then act', [
    'src/limits/memory-limiter.test.ts',
    'test/contract/limiter/guarantee.test.ts',
    'test/contract/limiter/processes.test.ts',
    of(`${gateway}counters.test.ts`, /B40/),
  ]),
  row('B41', 'Clocks', [
    'test/contract/limiter/memory.test.ts',
    'test/contract/limiter/sqlite.test.ts',
    'src/store/sqlite/limiter/ledger.test.ts',
    'src/limits/authority.test.ts',
    of('src/limits/memory-limiter.test.ts', /clock|time never stands/),
  ]),
  row(
    'B42',
    'Eviction, flush, failover of a counter store',
    [
      of(
        'test/services/limiter/faults.service.ts',
        /flushed|started again|empty|failed over|is not counted in|is a replica|is part of/,
      ),
    ],
    'Where Valkey or Redis is installed.',
  ),
  row('B43', 'Refunds', [
    of(`${gateway}counters.test.ts`, /B43/),
    of(`${gateway}upstream-answers.test.ts`, /B43/),
    of(`${gateway}faults.test.ts`, /comes to nothing/),
  ]),
  row('B44', 'Giving back into another window', [
    'src/limits/room.test.ts',
    of('src/limits/memory-limiter.test.ts', /give|receipt|replayed/),
    of('test/contract/limiter/memory.test.ts', /given? back|window/i),
  ]),
  row('B45', 'Keys that collide', [of(`${gateway}counters.test.ts`, /B45/), 'src/policy/compile/budget-plan.test.ts']),
  row('B46', 'Names at random', [refused(/B46/), `${gateway}names-at-random.test.ts`]),
  row('B47', 'A forged continuation', ['src/gateway/continuation/request-states.test.ts']),
  row('B48', 'Approvals: replay, other arguments', [
    'test/contract/approvals/memory.test.ts',
    'test/contract/approvals/sqlite.test.ts',
  ]),
  row('B49', 'Approvals: by GET, by whoever asked', [
    of('test/control/approvals.test.ts', /nobody’s own|not two people’s|link leads/),
    'test/control/deciding-by-accident.test.ts',
    of('test/contract/approvals/memory.test.ts', /not the requester/),
    of('test/contract/approvals/sqlite.test.ts', /not the requester/),
  ]),
  row('B50', 'What an approver is shown', [
    'src/gateway/link-host.test.ts',
    of('test/control/approvals.test.ts', /nothing hidden|whole/),
    'src/definitions/spell-out.test.ts',
    'src/approvals/shown-arguments.test.ts',
  ]),
  row('B51', 'A policy that changed after an approval', [
    `${gateway}agreed-then-changed.test.ts`,
    of('test/contract/approvals/memory.test.ts', /polic|entr|reference/i),
  ]),
  row('B60', 'Two `Host` headers', [of(`${edge}headers.test.ts`, /B60/)]),
  row('B61', 'Repeated singleton headers', [of(`${edge}headers.test.ts`, /B61/), refused(/B61/)]),
  row('B62', 'Absolute targets', [of(`${edge}targets.test.ts`, /B62/)]),
  row('B63', 'Paths read in two ways', [of(`${edge}targets.test.ts`, /B63/), refused(/B63/)]),
  row('B64', 'Methods and bodies', [of(`${edge}headers.test.ts`, /B64/), refused(/B64/)]),
  row('B65', 'Bytes beyond ASCII in headers', [of(`${edge}headers.test.ts`, /B65/), refused(/B65/)]),
  row('B66', 'Upgrades', [of(`${edge}headers.test.ts`, /B66/)]),
  row('B67', 'Headers to servers', [refused(/B67/), 'src/upstream/http/outgoing-headers.test.ts']),
  row('B68', 'Other methods on the MCP path', [refused(/B68/), of(`${gateway}grants.test.ts`, /B68/)]),
  row('B69', 'Slow and many', [
    `${edge}slow-and-many.test.ts`,
    of(`${edge}headers.test.ts`, /B69/),
    `${gateway}floods.test.ts`,
    `${gateway}unread.test.ts`,
    `${gateway}standing-streams.test.ts`,
    `${gateway}endless-lists.test.ts`,
  ]),
  row(
    'B70',
    'Smuggling',
    [
      'test/fuzz/http/smuggling.test.ts',
      `${edge}node-parser.test.ts`,
      'src/egress/response-parser.test.ts',
      'test/services/proxies/behind.service.ts',
    ],
    'The servers behind read with Node’s parser at its strictest and its most lenient, with `http-parser-js`, and with a reader by the letter of RFC 9112; where they are installed, also with those of Go (Caddy), HAProxy, nginx, and Python’s h11 and httptools.',
  ),
  row('B71', 'Injection into event streams', ['src/protocol/sse/sse.test.ts', of(fuzz, /streams/)]),
  row('B72', 'Event streams of servers', [
    `${gateway}upstream-answers.test.ts`,
    'src/upstream/http/http-upstream.test.ts',
  ]),
  row('B73', 'Forged answers', [
    `${gateway}moved.test.ts`,
    of(`${gateway}upstream-answers.test.ts`, /B73|wrong|string-id|null-id|result-and-error/),
    of('src/upstream/http/http-upstream.test.ts', /wrong|misbehaves/),
  ]),
  row('B74', 'Headers that disagree with the body', [
    refused(/B74/),
    'src/protocol/rev-2026-07-28/param-headers.test.ts',
  ]),
  row('B75', 'Redirects', [
    `${gateway}redirects.test.ts`,
    of('src/upstream/http/http-upstream.test.ts', /redirect|moved/),
    of(`${gateway}upstream-answers.test.ts`, /redirect|moved/),
    of('src/egress/open-origin.test.ts', /redirect/),
  ]),
  row('B76', 'Requests to private addresses', [
    'src/egress/open-origin.test.ts',
    'src/kernel/special-purpose-addresses.test.ts',
  ]),
  row('B77', 'DNS rebinding to our listener', [`${edge}host-and-origin.test.ts`]),
  row('B78', 'Lists of other grants', [of(`${gateway}grants.test.ts`, /B78/), 'src/definitions/table-cache.test.ts']),
  row(
    'B79',
    'HTTP/2 proxies in front',
    ['test/services/proxies/in-front.service.ts', of(`${edge}listen.test.ts`, /trusted proxies/)],
    'nginx, Caddy and HAProxy where they are installed; Envoy is no package of Debian’s.',
  ),
  row('B80', 'Time of token comparison', ['src/identity/authenticate.test.ts']),
  row('B81', 'Secrets in logs, errors, metrics, files', [
    `${gateway}secrets.test.ts`,
    'test/control/canaries.test.ts',
    'src/config/secrets.test.ts',
  ]),
  row('B82', 'Injection into logs', ['src/telemetry/logger.test.ts', 'src/upstream/printable.test.ts']),
  row('B83', 'Formulas in exports', [of('test/control/records.test.ts', /export/)]),
  row(
    'B84',
    'Mark-up from servers',
    ['src/pages/pages.test.ts', of('test/control/approvals.test.ts', /as text/)],
    'In a real browser: `npm run test:browser`.',
  ),
  row('B85', 'Requests from other sites', [
    of('test/control/accounts.test.ts', /session/),
    of('test/control/permissions.test.ts', /no body but JSON/),
  ]),
  row('B86', 'Every route, every role', ['test/control/permissions.test.ts']),
  row('B87', 'Authentication never falls back', [
    of('test/control/permissions.test.ts', /refuses a credential/),
    'src/identity/authenticate.test.ts',
    refused(/token/),
    of('test/control/accounts.test.ts', /opens what its role opens/),
  ]),
  row('B88', 'Sessions that must end', [
    of('test/control/accounts.test.ts', /session|users/),
    'test/control/losing-rights.test.ts',
  ]),
  row('B89', 'Guessing passwords', [of('test/control/accounts.test.ts', /sign-in/)]),
  row(
    'B90',
    'Objects of others',
    [of('test/control/accounts.test.ts', /nobody else/), 'test/control/swapped-ids.test.ts'],
    'One organisation an installation: there is no other tenant to swap ids with.',
  ),
  row('B91', 'Answers to the wrong client', [
    `${gateway}answers.test.ts`,
    of(`${gateway}grants.test.ts`, /hundred clients|B68/),
    of(`${gateway}ids.test.ts`, /its own session/),
    of('src/gateway/http/stream-log.test.ts', /of that stream only|another log/),
    of('src/gateway/http/http-reply.test.ts', /sent|copy/),
    'src/egress/body-in-parts.test.ts',
    of('src/upstream/http/http-upstream.test.ts', /wrong/),
    of('src/upstream/stdio/stdio-upstream.test.ts', /its own answer|takes an answer once|nobody else|shared process/),
    of('src/gateway/relay.test.ts', /goes nowhere|reaches whoever asked/),
  ]),
  row('B92', 'Framing', [
    'src/dashboard/dashboard-routes.test.ts',
    of('src/pages/pages.test.ts', /closed to everything/),
  ]),
  row('B93', 'The environment of a child', [
    'src/upstream/stdio/child-environment.test.ts',
    of('src/upstream/stdio/stdio-upstream.test.ts', /B93/),
    'src/upstream/stdio/sandboxed.test.ts',
  ]),
];
