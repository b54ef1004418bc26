import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { main } from './main.ts';

async function run(args: readonly string[], input: string) {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  stdin.end(input);
  const exitCode = await main(['netdiag', ...args], { stdin, stdout, stderr, env: {}, cwd: process.cwd() });
  stdout.end();
  stderr.end();
  return { exitCode, out: await text(stdout), err: await text(stderr) };
}

describe('toolgate netdiag', () => {
  it('answers what is on its standard input and ends with it', async () => {
    const { exitCode, out } = await run([], '{"jsonrpc":"2.0","id":"a","method":"ping"}\n\nnonsense\n');
    expect(exitCode).toBe(0);
    expect(
      out
        .trim()
        .split('\n')
        .toSorted()
        .map((line) => JSON.parse(line)),
    ).toEqual([
      { jsonrpc: '2.0', id: 'a', result: {} },
      { jsonrpc: '2.0', id: null, error: { code: -32700, message: 'this line is no JSON' } },
    ]);
  });

  it.each([
    ['0.0.0.0:7071', 'loopback addresses only'],
    ['[::]:7071', 'loopback addresses only'],
    ['10.0.0.1:7071', 'loopback addresses only'],
    ['example.com:7071', 'loopback addresses only'],
    ['7071', 'wants host:port'],
    ['127.0.0.1:70710', 'wants host:port'],
  ])('refuses --listen %s', async (listen, message) => {
    const { exitCode, err } = await run(['--listen', listen], '');
    expect(exitCode).toBe(2);
    expect(err).toContain(message);
  });

  it('refuses an option that does not exist', async () => {
    expect((await run(['--allow-all'], '')).exitCode).toBe(2);
  });
});
