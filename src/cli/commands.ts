import type { CommandModule } from './command-module.ts';
import type { Io } from './io.ts';

interface Entry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<CommandModule>;
  /** A way past the library that reads command lines, for the command whose start counts. */
  readonly direct?: (words: readonly string[], io: Io) => Promise<boolean>;
}

/** Every command, loaded only when it is the one that was typed: the start of `toolgate run` is paid on every use. */
export const commands: readonly Entry[] = [
  { name: 'up', summary: 'the gateway', load: () => import('./up/up.ts') },
  {
    name: 'run',
    summary: 'one server behind one policy, for a client that starts it',
    load: () => import('./run/run-command.ts'),
    direct: async (words, io) => (await import('./run/run-directly.ts')).runDirectly(words, io),
  },
  {
    name: 'server',
    summary: 'the servers, and what they offer',
    load: () => import('./registry/server.ts'),
  },
  {
    name: 'grant',
    summary: 'who may call what: tokens, and what they open under which policy',
    load: () => import('./registry/grant.ts'),
  },
  {
    name: 'apply',
    summary: 'make servers, policies and grants what a file says',
    load: () => import('./registry/apply.ts'),
  },
  {
    name: 'export',
    summary: 'write servers, policies and grants as a file for apply',
    load: () => import('./registry/export.ts'),
  },
  { name: 'inventory', summary: 'what agents can call', load: () => import('./registry/inventory.ts') },
  {
    name: 'migrate-store',
    summary: 'moves an installation from its data folder into PostgreSQL',
    load: () => import('./installation/migrate-store.ts'),
  },
  {
    name: 'doctor',
    summary: 'what is wrong with this installation, and the fix',
    load: () => import('./doctor/doctor.ts'),
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
    name: 'channel',
    summary: 'who is told of what happens: webhooks, chats, mail, collectors, and what was told',
    load: () => import('./registry/channel.ts'),
  },
  {
    name: 'capture',
    summary: 'whose arguments are kept, sealed, so that policies can be tried on them',
    load: () => import('./registry/capture.ts'),
  },
  {
    name: 'audit',
    summary: 'what happened: follow, search, export and verify the records',
    load: () => import('./audit/audit.ts'),
  },
  {
    name: 'approvals',
    summary: 'calls that wait for people: see, approve, deny',
    load: () => import('./approvals/approvals.ts'),
  },
  {
    name: 'policy',
    summary: 'check, test and compare policies, try them on recorded calls, make them',
    load: () => import('./policy/policy.ts'),
  },
  {
    name: 'scan',
    summary: 'what the configurations of MCP clients let an agent do, and what is wrong with them',
    load: () => import('./clients/scan.ts'),
  },
  {
    name: 'connect',
    summary: 'write a client’s configuration so that it goes through the gateway',
    load: () => import('./clients/connect.ts'),
  },
  {
    name: 'init',
    summary: 'put a policy in front of every server that your clients are configured with',
    load: () => import('./clients/init.ts'),
  },
  {
    name: 'catalog',
    summary: 'what tools can do at worst: class definitions by risk',
    load: () => import('./catalog/catalog.ts'),
  },
  {
    name: 'user',
    summary: 'who operates the installation: invite, list, change, remove',
    load: () => import('./registry/user.ts'),
  },
  {
    name: 'backup',
    summary: 'everything that is kept, sealed into one file',
    load: () => import('./installation/backup.ts'),
  },
  {
    name: 'keys',
    summary: 'the secret keys: list, rotate',
    load: () => import('./installation/keys.ts'),
  },
  {
    name: 'retention',
    summary: 'how long records are kept, and removing now what is older',
    load: () => import('./registry/retention.ts'),
  },
  {
    name: 'restore',
    summary: 'puts a backup into a data folder',
    load: () => import('./installation/restore.ts'),
  },
  {
    name: 'api-key',
    summary: 'keys for programs that act for an operator',
    load: () => import('./registry/api-key.ts'),
  },
  {
    name: 'definition',
    summary: 'tools that are new or changed: what differs, approve or reject',
    load: () => import('./registry/definition.ts'),
  },
  {
    name: 'kill',
    summary: 'stop everything, a grant, a server or a tool, at once',
    load: () => import('./registry/kill.ts'),
  },
  { name: 'unkill', summary: 'let what was stopped go on', load: () => import('./registry/unkill.ts') },
];
