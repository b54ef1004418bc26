import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { policySchema } from '../src/policy/index.ts';
import { pages } from './src/app/pages.ts';

const require = createRequire(import.meta.url);

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

/** Two copies of React in one page do not know of each other’s components: a build with both is none. */
const oneReact: Plugin = {
  name: 'one-react',
  buildEnd() {
    const folders = new Set<string>();
    for (const id of this.getModuleIds()) {
      const [folder] = /^.*\/node_modules\/(react|react-dom)\//.exec(id) ?? [];
      if (folder !== undefined) folders.add(folder);
    }
    const versions = new Set([...folders].map((folder) => require(`${folder}package.json`).version as string));
    if (folders.size !== 2 || versions.size !== 1) this.error(`not one React: ${[...folders].join(', ')}`);
  },
};

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react(), tailwind(), schema, served, oneReact],
  // Another React lies in the repository's own node_modules, for tools of the tests. Exactly one may be in here.
  resolve: { dedupe: ['react', 'react-dom'] },
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
