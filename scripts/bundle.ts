import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type OutputChunk, type RolldownBuild, rolldown } from 'rolldown';

/**
 * Builds `dist/`: the package's own modules, put together into few files. Node takes half a millisecond and more for each
 * file that it loads, three hundred of them, at each start of `toolgate run`. Dependencies stay where npm puts them, names
 * stay as they are, and each command stays a file of its own that is loaded when it is typed.
 *
 * What is started or imported from outside keeps its path: the command line, the worker threads, `toolgate/policy`.
 */
const entries = [
  'cli/main',
  'policy/index',
  'store/sqlite/worker',
  'store/sqlite/limiter/worker',
  'store/sql/worker',
  'control/policy-thread/worker',
  'pages/worker',
];

/** What `toolgate run` loads, in two steps: until it can start its server's process, and while that is starting. */
const steps: ReadonlyMap<string, readonly string[]> = new Map([
  ['start', ['cli/main', 'cli/run-directly', 'upstream/stdio/stdio-upstream']],
  ['gateway', ['compose']],
]);

/** What is loaded where `toolgate run` is not, and is not to load more than it needs. */
const alone: ReadonlyMap<string, readonly string[]> = new Map([
  ['policy', ['policy/index']],
  ['threads', ['store/sqlite/worker', 'store/sqlite/limiter/worker', 'store/sql/worker']],
]);

const path = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));
const source = (name: string): string => path(`src/${name}.ts`);

const bundle = await rolldown({
  input: Object.fromEntries(entries.map((entry) => [entry, source(entry)])),
  platform: 'node',
  external: (id) => !id.startsWith('.') && !id.startsWith('/') && !/^[A-Za-z]:/.test(id),
  tsconfig: false,
  preserveEntrySignatures: 'allow-extension',
  // A module of ours that nothing is used of does nothing: what an `index.ts` names is loaded by who uses it, not by all.
  treeshake: { moduleSideEffects: false },
  onLog: (level, log, next) => {
    // A module that is loaded late by one file and at once by another is no fault: whoever comes first pays.
    if (log.code !== 'INEFFECTIVE_DYNAMIC_IMPORT') next(level, log);
  },
});
const format = {
  format: 'esm',
  entryFileNames: '[name].js',
  chunkFileNames: 'chunks/[name]-[hash].js',
  minify: false,
} as const;

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
await bundle.write({
  ...format,
  dir: path('dist'),
  codeSplitting: {
    includeDependenciesRecursively: false,
    groups: [{ debugName: 'by who loads it', name: (id) => files.get(id) ?? null, test: /\.ts$/ }],
  },
});
await bundle.close();
