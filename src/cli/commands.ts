import type { CommandModule } from './command-module.ts';

interface Entry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<CommandModule>;
}

/** Every command, loaded only when it is the one that was typed: the start of `toolgate run` is paid on every use. */
export const commands: readonly Entry[] = [
  { name: 'up', summary: 'the gateway', load: () => import('./up.ts') },
  { name: 'run', summary: 'one server behind one policy, for a client that starts it', load: () => import('./run.ts') },
  {
    name: 'server',
    summary: 'the servers of a configuration, and what they offer',
    load: () => import('./server.ts'),
  },
  {
    name: 'doctor',
    summary: 'what is wrong with this installation, and the fix',
    load: () => import('./doctor.ts'),
  },
  {
    name: 'netdiag',
    summary: 'a demo MCP server: network diagnostics over stdio or HTTP',
    load: () => import('./netdiag.ts'),
  },
  {
    name: 'config',
    summary: 'check the configuration file, or print its JSON Schema',
    load: () => import('./config.ts'),
  },
  {
    name: 'audit',
    summary: 'what happened: follow, search, export and verify the records',
    load: () => import('./audit.ts'),
  },
  {
    name: 'policy',
    summary: 'check a policy, explain or judge a call, print the schema',
    load: () => import('./policy.ts'),
  },
];
