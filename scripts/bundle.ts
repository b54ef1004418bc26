import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

/**
 * Builds `dist/`: the package's own modules, put together into few files. Node takes half a millisecond and more for each
 * file that it loads, three hundred of them, at each start of `toolgate run`. Dependencies stay where npm puts them, names
 * stay as they are, and each command stays a file of its own that is loaded when it is typed.
 *
 * What is started or imported from outside keeps its path: the command line, the worker threads, `toolgate/policy`.
 */
const entries = ['cli/main', 'policy/index', 'store/sqlite/worker', 'store/sqlite/limiter/worker'];

const path = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));

rmSync(path('dist'), { recursive: true, force: true });
const bundle = await rolldown({
  input: Object.fromEntries(entries.map((entry) => [entry, path(`src/${entry}.ts`)])),
  platform: 'node',
  external: (id) => !id.startsWith('.') && !id.startsWith('/') && !/^[A-Za-z]:/.test(id),
  tsconfig: false,
  // A module of ours that nothing is used of does nothing: what an `index.ts` names is loaded by who uses it, not by all.
  treeshake: { moduleSideEffects: false },
  onLog: (level, log, next) => {
    // A module that is loaded late by one file and at once by another is no fault: whoever comes first pays.
    if (log.code !== 'INEFFECTIVE_DYNAMIC_IMPORT') next(level, log);
  },
});
await bundle.write({
  dir: path('dist'),
  format: 'esm',
  entryFileNames: '[name].js',
  chunkFileNames: 'chunks/[name]-[hash].js',
  minify: false,
});
await bundle.close();
