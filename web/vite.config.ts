import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { writeNotices } from '../scripts/write-notices.ts';
import { policySchema } from '../src/policy/index.ts';
import { pages } from './src/app/pages.ts';

const require = createRequire(import.meta.url);
const root = fileURLToPath(new URL('.', import.meta.url));

/** The JSON Schema of policies, made from the engine's own readers: the builder knows every operator that it knows. */
const schema: Plugin = {
  name: 'policy-schema',
  resolveId: (id) => (id === 'virtual:policy-schema' ? `\0${id}` : null),
  load: (id) => (id === '\0virtual:policy-schema' ? `export default ${JSON.stringify(policySchema())};` : null),
};

/** Tells the gateway at which paths the application answers (`src/dashboard`). */
const served: Plugin = {
  name: 'served-paths',
  generateBundle() {
    this.emitFile({ type: 'asset', fileName: 'pages.json', source: JSON.stringify(pages) });
  },
};

/** Two copies of React in one page do not know of each other’s components: a build with both is none, nor is one with another’s. */
const oneReact: Plugin = {
  name: 'one-react',
  buildEnd() {
    const folders = new Set<string>();
    for (const id of this.getModuleIds()) {
      const [folder] = /^.*\/node_modules\/(react|react-dom)\//.exec(id) ?? [];
      if (folder !== undefined) folders.add(folder);
    }
    const versions = new Set([...folders].map((folder) => require(`${folder}package.json`).version as string));
    const wanted = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).devDependencies.react as string;
    if (folders.size !== 2 || versions.size !== 1 || !versions.has(wanted)) {
      this.error(`not React ${wanted}, once: ${[...versions].join(', ')} in ${[...folders].join(', ')}`);
    }
  },
};

/** Whose code, fonts and styles are in here, and under which terms; a style sheet's own are no modules of the build. */
const notices: Plugin = {
  name: 'third-party-notices',
  writeBundle({ dir = '' }, bundle) {
    const styles = require.resolve('tailwindcss/index.css');
    const assets = Object.values(bundle).flatMap((file) => (file.type === 'asset' ? file.originalFileNames : []));
    const fonts = assets.map((name) => resolve(root, name));
    writeNotices([...this.getModuleIds(), styles, ...fonts], join(dir, 'THIRD-PARTY-NOTICES.txt'));
  },
};

export default defineConfig({
  root,
  // Elements are made by `src/ui/drawn`.
  plugins: [react({ jsxImportSource: '#drawn' }), tailwind(), schema, served, oneReact, notices],
  // Another React lies in the repository's own node_modules, for tools of the tests. Exactly one may be in here.
  // And a package is named by where it is found, not by where a link leads: the build is the same wherever it lies.
  resolve: { dedupe: ['react', 'react-dom'], preserveSymlinks: true },
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2024',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    manifest: 'manifest.json',
  },
  server: { proxy: { '/api': 'http://127.0.0.1:7070' } },
});
