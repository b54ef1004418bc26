import { fileURLToPath } from 'node:url';
import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { policySchema } from '../src/policy/index.ts';
import { pages } from './src/app/pages.ts';

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

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react(), tailwind(), schema, served],
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
