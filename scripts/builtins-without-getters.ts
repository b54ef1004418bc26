import { isBuiltin } from 'node:module';

const whole = /^import (.+) from "([a-z][a-z0-9_:/]*)";$/;
const named = /^\{ (.+) \}$/;

/**
 * Takes from Node's modules what a file imports, and nothing else. To an `import` Node gives a module with all of its exports,
 * read one by one, and some are getters that load what nobody has asked for: of `node:http` that is the browser's `WebSocket`,
 * and with it undici, HTTP/2 and streams of the web, a megabyte of source; of `node:crypto` WebCrypto. The same module, asked
 * for by its name, leaves its getters alone.
 *
 * @param code a file of `dist/`: its imports stand first, one in each line
 * @throws where one of Node's modules is imported in a way that this does not know
 */
export function withoutGetters(code: string): string {
  const lines = code.split('\n');
  for (const [n, line] of lines.entries()) {
    if (!/^(?:import |#!|\/\/|$)/.test(line)) break;
    const [, what = '', from = ''] = whole.exec(line) ?? [];
    if (isBuiltin(from)) lines[n] = `const ${pattern(what, line)} = globalThis.process.getBuiltinModule("${from}");`;
    else if (from === '' && /"node:/.test(line)) throw new Error(`this import is of no known form: ${line}`);
  }
  return lines.join('\n');
}

/** What stands behind `import`, as what stands behind `const`. */
function pattern(what: string, line: string): string {
  const [, names] = named.exec(what) ?? [];
  if (names !== undefined) return `{ ${names.replaceAll(' as ', ': ')} }`;
  if (/^[\w$]+$/.test(what)) return what;
  throw new Error(`this import is of no known form: ${line}`);
}
