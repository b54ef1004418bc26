import type { CommandModule } from './command-module.ts';
import type { Io } from './io.ts';

interface Entry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<CommandModule>;
  /** A way past the library that reads command lines, for the command whose start counts. */
  readonly direct?: (words: readonly string[], io: Io) => Promise<boolean>;
}

/** Every command under what it is for, loaded only when it is the one that was typed: the start of `toolgate run` is paid on every use. */
export const groups: readonly { readonly title: string; readonly commands: readonly Entry[] }[] = [
  {
    title: 'Begin',
    commands: [
      { name: 'up', summary: 'Starts the gateway.', load: () => import('./up/up.ts') },
      {
        name: 'run',
        summary: 'Puts one server behind one policy, for a client that starts it.',
        load: () => import('./run/run-command.ts'),
        direct: async (words, io) => (await import('./run/run-directly.ts')).runDirectly(words, io),
      },
      {
        name: 'init',
        summary: 'Puts a policy in front of every server that your clients are configured with.',
        load: () => import('./clients/init.ts'),
      },
      {
        name: 'connect',
        summary: 'Writes a client’s configuration so that it goes through the gateway.',
        load: () => import('./clients/connect.ts'),
      },
      {
        name: 'netdiag',
        summary: 'A demo MCP server: network diagnostics over stdio or HTTP.',
        load: () => import('./netdiag.ts'),
      },
    ],
  },
  {
    title: 'What may be called',
    commands: [
      { name: 'server', summary: 'The servers, and what they offer.', load: () => import('./registry/server.ts') },
      {
        name: 'grant',
        summary: 'Who may call what: tokens, and what they open under which policy.',
        load: () => import('./registry/grant.ts'),
      },
      {
        name: 'policy',
        summary: 'Policies: check, test, compare, try on recorded calls, make, put in force.',
        load: () => import('./policy/policy.ts'),
      },
      {
        name: 'apply',
        summary: 'Makes servers, policies and grants what a file says.',
        load: () => import('./registry/apply.ts'),
      },
      {
        name: 'export',
        summary: 'Writes servers, policies and grants as a file for apply.',
        load: () => import('./registry/export.ts'),
      },
      { name: 'inventory', summary: 'Lists what agents can call.', load: () => import('./registry/inventory.ts') },
      {
        name: 'definition',
        summary: 'Tools that are new or changed: see what differs, approve or reject.',
        load: () => import('./registry/definition.ts'),
      },
      {
        name: 'catalog',
        summary: 'What tools can do at worst: definitions, classed by risk.',
        load: () => import('./catalog/catalog.ts'),
      },
      {
        name: 'scan',
        summary: 'Says what the configurations of MCP clients let an agent do, and what is wrong with them.',
        load: () => import('./clients/scan.ts'),
      },
    ],
  },
  {
    title: 'What happens',
    commands: [
      {
        name: 'approvals',
        summary: 'Calls that wait for people: see, approve, deny.',
        load: () => import('./approvals/approvals.ts'),
      },
      {
        name: 'kill',
        summary: 'Stops everything, a grant, a server or a tool, at once.',
        load: () => import('./registry/kill.ts'),
      },
      { name: 'unkill', summary: 'Lets what was stopped go on.', load: () => import('./registry/unkill.ts') },
      {
        name: 'audit',
        summary: 'What happened: follow, search, export and verify the records.',
        load: () => import('./audit/audit.ts'),
      },
      {
        name: 'capture',
        summary: 'Whose arguments are kept, sealed, so that policies can be tried on them.',
        load: () => import('./registry/capture.ts'),
      },
      {
        name: 'channel',
        summary: 'Who is told of what happens: webhooks, chats, mail, collectors; and what was told.',
        load: () => import('./registry/channel.ts'),
      },
    ],
  },
  {
    title: 'Who operates it',
    commands: [
      {
        name: 'user',
        summary: 'Who operates the installation: invite, list, change, remove.',
        load: () => import('./registry/user.ts'),
      },
      {
        name: 'api-key',
        summary: 'Keys for programs that act for an operator.',
        load: () => import('./registry/api-key.ts'),
      },
    ],
  },
  {
    title: 'Upkeep',
    commands: [
      {
        name: 'doctor',
        summary: 'Says what is wrong with this installation, and the fix.',
        load: () => import('./doctor/doctor.ts'),
      },
      {
        name: 'config',
        summary: 'Checks the configuration file, or prints its JSON Schema.',
        load: () => import('./config.ts'),
      },
      {
        name: 'retention',
        summary: 'How long records are kept, and removing now what is older.',
        load: () => import('./registry/retention.ts'),
      },
      { name: 'keys', summary: 'The secret keys: list, rotate, reseal.', load: () => import('./installation/keys.ts') },
      {
        name: 'backup',
        summary: 'Seals everything that is kept into one file.',
        load: () => import('./installation/backup.ts'),
      },
      {
        name: 'restore',
        summary: 'Puts a backup into a data folder.',
        load: () => import('./installation/restore.ts'),
      },
      {
        name: 'migrate-store',
        summary: 'Moves an installation from its data folder into PostgreSQL.',
        load: () => import('./installation/migrate-store.ts'),
      },
    ],
  },
];

export const commands: readonly Entry[] = groups.flatMap((group) => group.commands);
