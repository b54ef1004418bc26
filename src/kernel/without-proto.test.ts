import { globSync, readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';
import { expect, it } from 'vitest';
import { withoutProto } from './without-proto.ts';

it('leaves no way from a name to a prototype, and the ways that are meant', () => {
  const realm = createContext({});
  const says = (code: string): unknown => runInContext(code, realm);
  expect(says(`const a = {}; a['__proto__'] = { planted: 1 }; a.planted`)).toBe(1);
  withoutProto(says('Object') as ObjectConstructor);
  expect(says(`const b = {}; b['__proto__'] = { planted: 1 }; b.planted`)).toBeUndefined();
  expect(says(`'__proto__' in {}`)).toBe(false);
  expect(says(`Object.getPrototypeOf({}) === Object.prototype`)).toBe(true);
  expect(says(`({ __proto__: { planted: 2 } }).planted`)).toBe(2);
});

const root = new URL('../../', import.meta.url);
const threads = globSync('src/**/worker.ts', { cwd: root });
it.each(threads)('the thread of %s does so first', (file) => {
  expect(readFileSync(new URL(file, root), 'utf8')).toMatch(/^withoutProto\(\);$/m);
});

it('threads are started from files of that name alone', () => {
  const started = globSync('src/**/*.ts', { cwd: root, exclude: ['**/*.test.ts'] }).flatMap((file) =>
    [...readFileSync(new URL(file, root), 'utf8').matchAll(/startedModule\('([^']+)'\)/g)].map(([, name]) => name),
  );
  expect(started.length).toBeGreaterThan(4);
  expect(started.filter((name) => !threads.includes(`src/${name}.ts`))).toEqual([]);
});

it('so does the program', () => {
  expect(readFileSync(new URL('bin/toolgate.js', root), 'utf8')).toMatch(/^delete Object\.prototype\.__proto__;$/m);
});
