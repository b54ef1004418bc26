import fc from 'fast-check';
import { parse } from 'smol-toml';
import { expect, it } from 'vitest';
import { applyEdit, invertEdit } from '../edit.ts';
import { setTable } from './set-table.ts';
import { tomlHeaders } from './toml-headers.ts';

const table = { command: 'npx', args: ['-y', 'x'], env: { A: 'b' } };
const block = '[mcp_servers.files]\ncommand = "npx"\nargs = ["-y", "x"]\nenv = { A = "b" }\n';
const after = (text: string): string => applyEdit(text, setTable(text, 'mcp_servers', 'files', table));

it.each([
  ['', block],
  ['model = "x" # kept', `model = "x" # kept\n\n${block}`],
  ['[mcp_servers.other]\ncommand = "a"\n', `[mcp_servers.other]\ncommand = "a"\n\n${block}`],
  [
    '# top\n[mcp_servers.files]\ncommand = "old" # gone with it\n[mcp_servers.files.env]\nB = "c"\n\n# next\n[tui]\nx = 1\n',
    `# top\n${block}\n# next\n[tui]\nx = 1\n`,
  ],
  ['[ mcp_servers . "files" ]\r\ncommand = "old"\r\n', block.replaceAll('\n', '\r\n')],
  [`a = '''\n[mcp_servers.files]\n'''\n`, `a = '''\n[mcp_servers.files]\n'''\n\n${block}`],
])('writes into %j', (text, expected) => {
  expect(after(text)).toBe(expected);
});

it.each([
  'mcp_servers = { files = { command = "x" } }',
  'mcp_servers.files.command = "x"',
  '[mcp_servers]\nfiles.command = "x"',
])('refuses what has no place of its own: %s', (text) => expect(() => after(text)).toThrow('line by line'));

it('refuses what is no TOML', () => expect(() => after('[a')).toThrow());

it('sees headers where TOML does', () => {
  const text =
    'a = [\n[1],\n["x]"]\n]\nb = """\n[no]\\"""" # [no]\n[yes]\n [ also . "a.b" ] # x\n[[tables]]\nc = "[no]"\n';
  expect(tomlHeaders(text).map(({ path }) => path)).toEqual([['yes'], ['also', 'a.b']]);
});

const lines = fc.constantFrom(
  'model = "x"',
  '# a comment [mcp_servers.files]',
  '',
  '[mcp_servers.other]\ncommand = "a"',
  "[profile.'q]']\nx = [[1], [2]]",
  'text = """\n[mcp_servers.files]\n"""',
  '[mcp_servers.files]\ncommand = "old"\nargs = [\n  "[tui]",\n]',
  '[mcp_servers.files.env]\nB = "c"',
  '[[hooks]]\nname = "h"',
);
const anyText = fc
  .tuple(fc.array(lines, { maxLength: 8 }), fc.constantFrom('\n', '\r\n'), fc.boolean())
  .map(([parts, eol, end]) => parts.join('\n').replaceAll('\n', eol) + (end ? eol : ''));
const anyWord = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('files', 'a.b', '"', '\u007f', "'", '\n'));

it('sets that table and nothing else, or refuses; taking it back gives the very text', () => {
  fc.assert(
    fc.property(
      anyText,
      anyWord,
      fc.record({
        command: anyWord,
        args: fc.array(anyWord),
        env: fc.dictionary(anyWord, anyWord, { noNullPrototype: true }),
      }),
      (text, name, value) => {
        let before: Record<string, unknown>;
        try {
          before = parse(text);
        } catch {
          return;
        }
        let edit: ReturnType<typeof setTable>;
        try {
          edit = setTable(text, 'mcp_servers', name, value);
        } catch (error) {
          expect(error).toBeInstanceOf(TypeError);
          return;
        }
        const written = applyEdit(text, edit);
        const { mcp_servers: servers, ...rest } = parse(written);
        const { mcp_servers: old, ...others } = before;
        expect(rest).toEqual(others);
        expect(JSON.parse(JSON.stringify(servers))).toEqual({ ...(old as object), [name]: value });
        expect(applyEdit(written, invertEdit(edit))).toBe(text);
      },
    ),
    { numRuns: 500 },
  );
});
