import { rmSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { fileURLToPath } from 'node:url';
import { type InputOptions, type OutputChunk, type OutputOptions, type RolldownBuild, rolldown } from 'rolldown';
import { builtPackage, latePackages } from '../src/kernel/late-package.ts';
import { withoutGetters } from './builtins-without-getters.ts';
import { writeNotices } from './write-notices.ts';

/**
 * Builds `dist/`: our modules, and those of the packages that a start needs, put together into few files. Node takes half
 * a millisecond and more for each file that it loads, and there are a thousand of them. Names stay as they are, and each
 * command stays a file of its own that is loaded when it is typed.
 *
 * What is started or imported from outside keeps its path: the command line, the worker threads, `toolgate/policy`.
 */
const entries = [
  'cli/main',
  'policy/index',
  'store/sqlite/worker',
  'store/sqlite/limiter/worker',
  'store/sql/worker',
  'store/postgres/worker',
  'control/policy-thread/worker',
  'pages/worker',
  'reading/worker',
];

/** What `toolgate run` loads, in two steps: until it can start its server's process, and while that is starting. */
const steps: ReadonlyMap<string, readonly string[]> = new Map([
  ['start', ['cli/main', 'cli/run/run-directly', 'upstream/stdio/stdio-upstream']],
  ['gateway', ['composition/compose']],
]);

/** What is loaded where `toolgate run` is not, and is not to load more than it needs. */
const alone: ReadonlyMap<string, readonly string[]> = new Map([
  ['policy', ['policy/index']],
  ['threads', ['store/sqlite/worker', 'store/sqlite/limiter/worker', 'store/sql/worker']],
]);

/** What is loaded only where it is configured, and looks for parts of its own by itself. */
const outside: ReadonlySet<string> = new Set(['ioredis', 'pg', 'undici']);

const common: InputOptions = {
  platform: 'node',
  external: (id) => isBuiltin(id) || outside.has(id.replace(/\/.*/, '')),
  tsconfig: false,
  // A package is named by where it is found, not by where a link to it leads: no path of a machine is in what is published.
  resolve: { symlinks: false },
  onLog: (level, log, next) => {
    // A module that is loaded late by one file and at once by another is no fault: whoever comes first pays.
    if (log.code !== 'INEFFECTIVE_DYNAMIC_IMPORT') next(level, log);
  },
};

const path = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));
const source = (name: string): string => path(`src/${name}.ts`);

const bundle = await rolldown({
  input: Object.fromEntries(entries.map((entry) => [entry, source(entry)])),
  ...common,
  preserveEntrySignatures: 'allow-extension',
  // A module of ours that nothing is used of does nothing: what an `index.ts` names is loaded by who uses it, not by all.
  treeshake: { moduleSideEffects: (id) => (id.includes('/node_modules/') ? undefined : false) },
});
/**
 * V8 keeps the text of what it has loaded, with two bytes for each character if one of them is none of the first 256, and one
 * otherwise: an arrow in a message doubles a megabyte. Written as an escape it means the same, in strings, in templates (nobody
 * asks for their raw text) and in patterns. Comments are in the repository.
 */
const plain = {
  comments: false,
  plugins: [{ name: 'plain', renderChunk: (code: string) => code.replace(/[^\x00-\x7f]/g, escaped) }],
} satisfies OutputOptions;
const escaped = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
const format = {
  ...plain,
  plugins: [...plain.plugins, { name: 'builtins without getters', renderChunk: withoutGetters }],
  format: 'esm',
  entryFileNames: '[name].js',
  chunkFileNames: 'chunks/[name]-[hash].js',
  minify: false,
} satisfies OutputOptions;

/**
 * Which file a module goes into, by who loads it: first each module is put where the bundler would put it, then those
 * that `toolgate run` loads in one step are put together, unless an entry of `entries` needs some of them only.
 */
async function filesOfRun(build: RolldownBuild): Promise<ReadonlyMap<string, string>> {
  const { output } = await build.generate({ format: 'esm', preserveModules: true, preserveModulesRoot: path('src') });
  const chunks = output.filter((file): file is OutputChunk => file.type === 'chunk');
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const closure = (names: readonly string[]): Set<string> => {
    const seen = new Set(chunks.filter(({ moduleIds }) => names.some((name) => moduleIds.includes(source(name)))));
    for (const chunk of seen)
      for (const name of chunk.imports) if (byName.has(name)) seen.add(byName.get(name) as OutputChunk);
    return new Set([...seen].flatMap(({ moduleIds }) => moduleIds));
  };
  const others = [...alone].map(([name, of]) => [name, closure(of)] as const);
  const files = new Map<string, string>();
  for (const [step, names] of steps) {
    for (const id of closure(names)) {
      if (files.has(id)) continue;
      const users = others.filter(([, used]) => used.has(id)).map(([name]) => name);
      files.set(id, [step, ...users].join('+'));
    }
  }
  return files;
}

const files = await filesOfRun(bundle);
rmSync(path('dist'), { recursive: true, force: true });
const written = await bundle.write({
  ...format,
  dir: path('dist'),
  codeSplitting: {
    includeDependenciesRecursively: false,
    groups: [{ debugName: 'by who loads it', name: (id) => files.get(id) ?? null, test: /\.ts$/ }],
  },
});
await bundle.close();

/** What is loaded by name, and at once: each package is a file of its own. */
for (const name of latePackages) {
  const late = await rolldown({ ...common, input: name });
  const { output } = await late.write({ ...plain, format: 'cjs', file: path(builtPackage(name)), minify: false });
  written.output.push(...output);
  await late.close();
}

const modules = written.output.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
writeNotices(modules, path('dist/THIRD-PARTY-NOTICES.txt'));
