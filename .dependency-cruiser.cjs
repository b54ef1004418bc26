/**
 * The rules of direction between rooms. Each is an error; `scripts/check-dependencies.js` runs them and proves with
 * planted files that every one of them can still fail.
 */
const test = '\\.test\\.ts$';

/** What is asked of every call: pure rooms, each with a port where it needs the world. */
const asked = 'identity|definitions|policy|limits|approvals|audit|kills';

/** An npm package, found or not. */
const npm = (names) => `(^|node_modules/)(${names})(/|$)`;

/** A module of Node, with or without its prefix. */
const core = (names) => `^(node:)?(${names})$`;

const world = core(
  'fs|fs/promises|net|tls|http|https|http2|dns|dns/promises|dgram|child_process|worker_threads|cluster|sqlite',
);

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      comment: 'Two modules that need each other are one module, or hide a third.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'kernel-imports-no-room',
      comment: 'Time, ids, codes and faults lie under everything; what they leaned on would lie under everything too.',
      severity: 'error',
      from: { path: '^src/kernel/' },
      to: { path: '^src/', pathNot: '^src/kernel/' },
    },
    {
      name: 'protocol-imports-kernel-only',
      comment: 'Bytes and messages know nothing of grants, policies or transports.',
      severity: 'error',
      from: { path: '^src/protocol/' },
      to: { path: '^src/', pathNot: '^src/(protocol|kernel)/' },
    },
    {
      name: 'asked-rooms-stand-alone',
      comment: 'What is asked of every call depends on kernel and protocol, and on each other through index.ts only.',
      severity: 'error',
      from: { path: `^src/(${asked})/` },
      to: { path: '^src/', pathNot: ['^src/$1/', '^src/(kernel|protocol)/', `^src/(${asked})/index\\.ts$`] },
    },
    {
      name: 'asked-rooms-share-types-only',
      comment:
        'A room may speak of another one’s terms; it must not run its code: the pipeline alone puts them in order.',
      severity: 'error',
      from: { path: `^src/(${asked})/`, pathNot: test },
      to: { path: `^src/(${asked})/`, pathNot: '^src/$1/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'asked-rooms-touch-no-world',
      comment:
        'No file, socket, process, thread or database where judgement is formed: adapters stand in store/ and upstream/.',
      severity: 'error',
      from: { path: `^src/(${asked}|kernel|protocol)/`, pathNot: test },
      to: { path: world, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'request-path-knows-no-catalog',
      comment: 'A call never waits for the encyclopaedia or the laboratory.',
      severity: 'error',
      from: { path: `^src/(edge|gateway|snapshot|bridge|upstream|egress|protocol|${asked})/` },
      to: { path: '^src/(catalog|lab)/' },
    },
    {
      name: 'planes-meet-in-ports',
      comment: 'Data plane and control plane meet in the snapshot and in ports, never in each other.',
      severity: 'error',
      from: { path: '^src/(gateway|control)/' },
      to: { path: '^src/(gateway|control)/', pathNot: '^src/$1/' },
    },
    {
      name: 'databases-in-store-only',
      comment: 'One room knows what a database is.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/(store|catalog/store)/', test] },
      to: { path: [npm('pg|ioredis'), core('sqlite')] },
    },
    {
      name: 'queries-in-verbs-only',
      comment: 'SQL is built where a change is made whole, in a verb, and in the store.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/(store|catalog/store|control/verbs)/', test] },
      to: { path: npm('kysely'), dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'one-door-out',
      comment:
        'Whatever leaves the machine passes the guarded dial of egress/; netdiag stands where a user’s own server would.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/(egress|edge|netdiag)/', test] },
      to: {
        path: [npm('undici'), core('tls|http|https|http2|dns|dns/promises|dgram')],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'processes-in-upstream-only',
      comment:
        'No other room starts a process, so no route, file or record can choose one; workers/ starts this very program.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/upstream/', test] },
      to: { path: core('child_process') },
    },
    {
      name: 'workers-in-workers-only',
      comment: 'Whether a process is one of several is known at the top; nothing below behaves otherwise for it.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/workers/', test] },
      to: { path: core('cluster') },
    },
    {
      name: 'frameworks-stay-in-their-plane',
      comment: 'Hono serves the control plane and the public pages; the data plane has no framework.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(control/api|pages)/' },
      to: { path: npm('hono|@hono') },
    },
    {
      name: 'react-in-web-only',
      comment: 'The dashboard is another toolchain.',
      severity: 'error',
      from: { path: '^(src|bench|test|scripts)/' },
      to: { path: npm('react|react-dom') },
    },
    {
      name: 'rooms-have-one-door',
      comment: 'A room is entered through its index.ts, which says what others may rely on.',
      severity: 'error',
      from: { path: '^src/([^/]+)/', pathNot: test },
      to: { path: '^src/[^/]+/', pathNot: ['^src/$1/', '^src/composition/', '/index\\.ts$'] },
    },
    {
      name: 'nothing-imports-the-top',
      comment: 'The composition root and the command line are ends, not libraries.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/cli/', test] },
      to: { path: '^src/(cli/|main\\.ts$)' },
    },
    {
      name: 'composition-is-for-the-top',
      comment: 'What puts the rooms together is loaded piece by piece by whoever starts it, and known to no room.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/(cli|composition)/', '^src/main\\.ts$', test] },
      to: { path: '^src/composition/' },
    },
    {
      name: 'netdiag-stands-alone',
      comment: 'The demo server is an upstream like any other: it knows nothing of the gateway, nor the gateway of it.',
      severity: 'error',
      from: { path: '^src/netdiag/' },
      to: { path: '^src/', pathNot: '^src/(netdiag|kernel|protocol)/' },
    },
    {
      name: 'product-needs-no-dev-dependency',
      comment: 'What is published runs on `dependencies` alone.',
      severity: 'error',
      from: { path: '^src/', pathNot: test },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: npm('@types') },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
