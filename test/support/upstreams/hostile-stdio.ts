/**
 * A server over stdio that is sound until it is told otherwise. By flag: `--banner` prints lines that are no messages,
 * `--ignore-sigterm` and `--ignore-stdin-end` hold on to life, `--exit-at-start` has none, `--silent` never answers,
 * `--grandchild` starts a process that ignores SIGTERM and prints its id on error output.
 * By tool: see `tools`.
 */
import { spawn } from 'node:child_process';
import { readdirSync, readlinkSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { answer, type Incoming } from './answer.ts';

const flags = new Set(process.argv.slice(2));
const say = (message: unknown): void => {
  process.stdout.write(`${JSON.stringify(message)}\n`);
};
const text = (id: Incoming['id'], value: string): void =>
  say({ jsonrpc: '2.0', id, result: { content: [{ type: 'text', text: value }] } });

/** Calls of `hold`, which `let-go` answers. */
const held: { readonly id: Incoming['id']; readonly message: Incoming }[] = [];

const tools = new Map<string, (id: Incoming['id'], message: Incoming) => void>([
  ['echo', (id, message) => text(id, JSON.stringify(message.params?.arguments))],
  ['die', () => process.exit(7)],
  ['hang', () => {}],
  [
    'facts',
    (id) =>
      text(
        id,
        JSON.stringify({
          environment: process.env,
          cwd: process.cwd(),
          descriptors: descriptors(),
          pid: process.pid,
          uid: process.getuid?.(),
          gid: process.getgid?.(),
        }),
      ),
  ],
  ['wrong-id', (id) => text(Number(id) + 1000, 'not asked for')],
  [
    'twice',
    (id) => {
      text(id, 'first');
      text(id, 'second');
    },
  ],
  ['duplicate-key', (id) => process.stdout.write(`{"jsonrpc":"2.0","id":0,"id":${id},"result":{}}\n`)],
  ['result-and-error', (id) => say({ jsonrpc: '2.0', id, result: {}, error: { code: 1, message: 'x' } })],
  ['giant-line', () => flood()],
  [
    'stderr',
    (id) => {
      process.stderr.write('colour \u001b[31mred\u001b[0m and \u202eback\nsecond line without end', () =>
        text(id, 'written'),
      );
    },
  ],
  [
    'progress',
    (id) => {
      say({ jsonrpc: '2.0', method: 'notifications/progress', params: { progressToken: id, progress: 1 } });
      say({ jsonrpc: '2.0', method: 'notifications/progress', params: { progressToken: 'nobody', progress: 2 } });
      say({ jsonrpc: '2.0', method: 'notifications/tools/list_changed' });
      text(id, 'done');
    },
  ],
  [
    'confide',
    (id) => {
      say({ jsonrpc: '2.0', method: 'notifications/message', params: { level: 'info', data: `about ${id}` } });
      text(id, 'done');
      // What comes late could be about whatever is under way by then.
      say({ jsonrpc: '2.0', method: 'notifications/message', params: { level: 'info', data: `late of ${id}` } });
    },
  ],
  [
    'questions',
    (id) => {
      for (let n = 0; n < 1_000; n += 1) say({ jsonrpc: '2.0', id: `q${n}`, method: 'ping' });
      text(id, 'done');
    },
  ],
  ['hold', (id, message) => void held.push({ id, message })],
  ['holding', (id) => text(id, `${held.length}`)],
  [
    'let-go',
    (id, { params }) => {
      const { order } = (params?.arguments ?? {}) as { readonly order?: string };
      const all = held.splice(0);
      // The last first unless it is said, each with progress under the token that came with it.
      for (const { id: of, message } of order === 'as they came' ? all : all.reverse()) {
        const said = JSON.stringify(message.params?.arguments);
        const { progressToken } = message.params?._meta ?? {};
        if (progressToken !== undefined)
          say({
            jsonrpc: '2.0',
            method: 'notifications/progress',
            params: { progressToken, progress: 1, message: said },
          });
        text(of, said);
      }
      text(id, 'done');
    },
  ],
  ['ask', (id) => say({ jsonrpc: '2.0', id: `ask-${id}`, method: 'roots/list' })],
]);

function descriptors(): string[] {
  return readdirSync('/proc/self/fd').map((fd) => {
    try {
      return `${fd} ${readlinkSync(`/proc/self/fd/${fd}`)}`;
    } catch {
      return `${fd} gone`;
    }
  });
}

function flood(): void {
  if (process.stdout.write(`{"jsonrpc":"2.0","x":"${'x'.repeat(65536)}`)) setImmediate(flood);
  else process.stdout.once('drain', flood);
}

if (flags.has('--exit-at-start')) process.exit(3);
if (flags.has('--ignore-sigterm')) process.on('SIGTERM', () => {});
if (flags.has('--ignore-stdin-end')) setInterval(() => {}, 60_000);
if (flags.has('--grandchild')) {
  const stubborn =
    'process.on("SIGTERM", () => {}); setInterval(() => {}, 60_000); console.error("grandchild", process.pid)';
  spawn(process.execPath, ['-e', stubborn], { stdio: ['ignore', 'ignore', 'inherit'] });
}
if (flags.has('--banner')) process.stdout.write('Welcome!\n\n[info] {"jsonrpc": "2.0"}\n{ not json\n   \n"text"\n42\n');

createInterface({ input: process.stdin }).on('line', (line) => {
  const message = JSON.parse(line) as Incoming & { readonly result?: unknown; readonly error?: unknown };
  if (message.method === undefined) {
    // The answer to what `ask` asked.
    text(Number(String(message.id).replace('ask-', '')), JSON.stringify(message.result ?? message.error));
    return;
  }
  if (message.id === undefined || flags.has('--silent')) {
    if (message.id === undefined) process.stderr.write(`heard ${line}\n`);
    return;
  }
  const tool = message.method === 'tools/call' ? tools.get(message.params?.name ?? '') : undefined;
  if (tool !== undefined) tool(message.id, message);
  else {
    const listed = Array.from(tools.keys(), (name) => ({ name, inputSchema: { type: 'object' as const } }));
    say({ jsonrpc: '2.0', id: message.id, result: answer(message, listed) ?? {} });
  }
});
