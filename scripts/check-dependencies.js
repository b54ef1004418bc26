// Checks the rules of direction in .dependency-cruiser.cjs. A check that cruises nothing passes, and so does a rule whose
// pattern matches nothing any more; so this one counts what was cruised, and plants a violation of every rule first.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise } from 'dependency-cruiser';

const { forbidden, options } = createRequire(import.meta.url)('../.dependency-cruiser.cjs');

/** One violation a rule: the file that commits it, and what stands in it. */
const planted = {
  'no-circles': { 'src/a/one.ts': "import '../a/two.ts';", 'src/a/two.ts': "import '../a/one.ts';" },
  'kernel-imports-no-room': { 'src/kernel/up.ts': "import '../config/index.ts';" },
  'protocol-imports-kernel-only': { 'src/protocol/up.ts': "import '../config/index.ts';" },
  'asked-rooms-stand-alone': { 'src/limits/up.ts': "import '../config/index.ts';" },
  'asked-rooms-share-types-only': { 'src/limits/use.ts': "import '../policy/index.ts';" },
  'asked-rooms-touch-no-world': { 'src/policy/read-file.ts': "import 'node:fs';" },
  'request-path-knows-no-catalog': { 'src/gateway/look-up.ts': "import '../catalog/index.ts';" },
  'planes-meet-in-ports': { 'src/gateway/manage.ts': "import '../control/index.ts';" },
  'databases-in-store-only': { 'src/audit/insert.ts': "import 'node:sqlite';" },
  'queries-in-verbs-only': { 'src/accounts/select.ts': "import 'kysely';" },
  'one-door-out': { 'src/gateway/dial.ts': "import 'undici';" },
  'processes-in-upstream-only': { 'src/config/start.ts': "import 'node:child_process';" },
  'workers-in-workers-only': { 'src/gateway/fork.ts': "import 'node:cluster';" },
  'frameworks-stay-in-their-plane': { 'src/gateway/serve.ts': "import 'hono';" },
  'react-in-web-only': { 'src/pages/render.ts': "import 'react';" },
  'rooms-have-one-door': { 'src/cli/reach-in.ts': "import '../config/inner.ts';" },
  'nothing-imports-the-top': { 'src/config/ask.ts': "import '../cli/index.ts';" },
  'composition-is-for-the-top': { 'src/config/compose.ts': "import '../composition/compose.ts';" },
  'netdiag-stands-alone': { 'src/netdiag/lean.ts': "import '../config/index.ts';" },
  'product-needs-no-dev-dependency': { 'src/config/test-tool.ts': "import 'planted-tool';" },
};

/** What the planted files import. */
const ground = {
  'package.json':
    '{ "type": "module", "dependencies": { "undici": "1", "hono": "1", "kysely": "1", "react": "1" }, "devDependencies": { "planted-tool": "1" } }',
  'tsconfig.json': '{ "compilerOptions": { "allowImportingTsExtensions": true, "module": "nodenext" } }',
  ...Object.fromEntries(
    [
      'config/index',
      'config/inner',
      'policy/index',
      'catalog/index',
      'control/index',
      'cli/index',
      'composition/compose',
    ].map((path) => [`src/${path}.ts`, 'export const planted = 1;']),
  ),
  ...Object.fromEntries(
    ['undici', 'hono', 'react', 'kysely', 'planted-tool'].map((name) => [`node_modules/${name}/index.js`, '']),
  ),
};

/** @returns the violations and the number of modules cruised in the folders of `base` */
async function violations(base, folders) {
  const settings = { ...options, validate: true, ruleSet: { forbidden }, baseDir: base };
  const { output } = await cruise(folders, settings, {}, {});
  return { found: output.summary.violations, modules: output.modules.filter((m) => /\.[jt]s$/.test(m.source)).length };
}

/** @returns the rules that let their planted violation through, and those that have none planted */
async function rulesThatCannotFail() {
  const base = mkdtempSync(join(tmpdir(), 'toolgate-dependencies-'));
  try {
    for (const [path, text] of Object.entries(Object.assign({}, ground, ...Object.values(planted)))) {
      mkdirSync(dirname(join(base, path)), { recursive: true });
      writeFileSync(join(base, path), text);
    }
    const { found } = await violations(base, ['src']);
    const caught = new Set(found.map((violation) => `${violation.rule.name} ${violation.from}`));
    return forbidden
      .map((rule) => rule.name)
      .filter((name) => !Object.keys(planted[name] ?? {}).some((file) => caught.has(`${name} ${file}`)));
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}

const blunt = await rulesThatCannotFail();
for (const name of blunt) console.error(`${name}: its planted violation was not found`);

const { found, modules } = await violations(process.cwd(), ['src', 'test', 'bench', 'scripts']);
for (const { rule, from, to } of found) {
  const { comment } = forbidden.find((candidate) => candidate.name === rule.name);
  console.error(`${rule.name}: ${from} → ${to}\n    ${comment}`);
}
console.log(`${modules} modules cruised, ${forbidden.length} rules, ${found.length} violations`);
if (modules === 0) console.error('nothing was cruised: the check is broken');
if (blunt.length > 0 || found.length > 0 || modules === 0) process.exitCode = 1;
