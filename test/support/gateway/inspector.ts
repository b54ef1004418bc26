import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { cleanEnvironment } from './child.ts';
import { programOf } from './servers.ts';

/** What the Inspector is to look at: a server behind a URL, or one that it starts. */
export type Target =
  | { readonly url: string; readonly token?: string; readonly transport?: 'http' | 'sse' }
  | { readonly command: readonly string[]; readonly env?: Readonly<Record<string, string>> };

export interface Tool {
  readonly name: string;
  readonly [field: string]: unknown;
}

export interface Inspector {
  tools(): Promise<readonly Tool[]>;
  call(tool: string, args: Readonly<Record<string, unknown>>): Promise<object>;
}

/** The command line of the official MCP Inspector: each question is a process and a session of its own. */
export function inspector(target: Target): Inspector {
  const ask = async (...question: string[]): Promise<object> => {
    const program = [commandLine(), ...argumentsFor(target, question)];
    const { stdout } = await promisify(execFile)(process.execPath, program, {
      env: { ...cleanEnvironment(process.env.HOME ?? '/'), ...('command' in target ? target.env : {}) },
      maxBuffer: 64 * 1024 * 1024,
    });
    return JSON.parse(stdout) as object;
  };
  return {
    tools: async () => ((await ask('--method', 'tools/list')) as { readonly tools: readonly Tool[] }).tools,
    call: (tool, args) => {
      const given = Object.entries(args).map(([name, value]) => `${name}=${String(value)}`);
      return ask('--method', 'tools/call', '--tool-name', tool, ...given.flatMap((arg) => ['--tool-arg', arg]));
    },
  };
}

/** What its program starts for `--cli`. */
function commandLine(): string {
  return join(dirname(programOf('@modelcontextprotocol/inspector')), 'index.js');
}

function argumentsFor(target: Target, question: readonly string[]): string[] {
  if ('command' in target) {
    const [program = '', ...args] = target.command;
    return [program, ...question, '--', ...args];
  }
  const { url, token, transport = 'http' } = target;
  const header = token === undefined ? [] : ['--header', `Authorization: Bearer ${token}`];
  return [url, '--transport', transport, ...header, ...question];
}
