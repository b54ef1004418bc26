import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { withoutGetters } from '../../scripts/builtins-without-getters.ts';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));
const files = globSync(['**/*.js', '**/*.cjs'], { cwd: dist, exclude: (name) => name === 'web' });
const read = (file: string): string => readFileSync(`${dist}/${file}`, 'utf8');

it('V8 keeps what it loads of ours with one byte for each character (ADR 0004)', () => {
  expect(files.length).toBeGreaterThan(50);
  expect(files.filter((file) => /[^\0-\x7f]/.test(read(file)))).toEqual([]);
});

it.each([
  ['import { a, b as c } from "node:fs";', 'const { a, b: c } = globalThis.process.getBuiltinModule("node:fs");'],
  ['import fs from "node:fs/promises";', 'const fs = globalThis.process.getBuiltinModule("node:fs/promises");'],
  ['import { a } from "fs";', 'const { a } = globalThis.process.getBuiltinModule("fs");'],
  ['import { a } from "../chunks/a.js";', 'import { a } from "../chunks/a.js";'],
  ['import { a } from "pg";', 'import { a } from "pg";'],
  ['import "../chunks/a.js";', 'import "../chunks/a.js";'],
])('%s is built as what takes only that (ADR 0324)', (line, built) => {
  const later = '//#region x\nconst text = `\nimport { a } from "node:fs";\n`;';
  expect(withoutGetters(`import { z } from "./z.js";\n${line}\n${later}`)).toBe(
    `import { z } from "./z.js";\n${built}\n${later}`,
  );
});

it.each(['import * as fs from "node:fs";', 'import fs, { a } from "node:fs";', 'import "node:fs";'])(
  '%s ends the build: it is not known what to make of it',
  (line) => {
    expect(() => withoutGetters(line)).toThrow('this import is of no known form');
  },
);

it('no built file imports one of Node’s modules: what is written so is read whole (ADR 0324)', () => {
  const header = (file: string): string => read(file).split(/^(?!import |const |#!|\/\/|$)/m, 1)[0] ?? '';
  expect(files.some((file) => header(file).includes('getBuiltinModule("node:fs")'))).toBe(true);
  expect(files.filter((file) => /^import .*"node:/m.test(header(file)))).toEqual([]);
});

/** A command that does nothing, and the file that a gateway starts with. */
const started = ['cli/main.js', ...files.filter((file) => file.startsWith('chunks/gateway-'))];

it.each(started)('%s loads no undici, no HTTP/2 and no WebCrypto of Node’s (ADR 0324)', (file) => {
  const script = `await import(${JSON.stringify(`${dist}/${file}`)});
    console.log(JSON.stringify(process.moduleLoadList.filter((one) => /undici|http2|webcrypto/.test(one))));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    encoding: 'utf8',
    env: {},
  });
  expect([stderr, stdout.trim()]).toEqual(['', '[]']);
});

it('there is a file that a gateway starts with', () => {
  expect(started).toHaveLength(3);
});
