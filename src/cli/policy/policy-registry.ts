import { Command } from 'commander';
import type { OutputOf } from '../../control/index.ts';
import type {
  activatePolicy,
  attachPolicy,
  confirmPolicy,
  listPolicies,
  listPolicyVersions,
  rollbackPolicy,
  savePolicy,
  showPolicy,
} from '../../control/verbs/policy/index.ts';
import type { Io } from '../io.ts';
import { wholeNumber } from '../option-values.ts';
import { printDone } from '../print-done.ts';
import { printList, timeText } from '../print-list.ts';
import { say } from '../say.ts';
import { everyItem, type GatewayFlags, gatewayOptions, withGateway } from '../with-gateway.ts';
import { readTextFile } from './policy-file.ts';

/** `toolgate policy apply|list|show|versions|activate|confirm|rollback|attach`: policies that are kept in the store. */
export function policyRegistry(io: Io): Command[] {
  return [apply(io), list(io), show(io), versions(io), activate(io), confirm(io), rollback(io), attach(io)];
}

function apply(io: Io): Command {
  return gatewayOptions(new Command('apply').argument('<name>').argument('<file>', '.json, .yaml or .yml'))
    .description('Saves a document as the next version of a policy, and puts it in force unless it is a draft.')
    .option('--note <text>', 'why', '')
    .option('--draft', 'save it, and leave in force what is', false)
    .option('--observe', 'put it in force on trial: refuse nothing, record what would be refused', false)
    .addHelpText(
      'after',
      "\nExample:\n  toolgate policy apply github policies/github.yaml --note 'lets CI read issues'",
    )
    .action(
      async (
        name: string,
        file: string,
        options: GatewayFlags & { readonly note: string; readonly draft: boolean; readonly observe: boolean },
      ) => {
        const { note, draft, observe } = options;
        const format = /\.ya?ml$/i.test(file) ? 'yaml' : 'json';
        const text = await readTextFile(io, file);
        const saved = await withGateway(io, options, (api) =>
          api.call<typeof savePolicy>('PUT', '/policies/:name', {
            name,
            text,
            format,
            note,
            activate: !draft,
            observe,
          }),
        );
        for (const warning of saved.warnings) say(io.stderr, `${file}: ${warning}`);
        const { activation } = saved;
        const state = activation === null ? 'saved as a draft' : stateWords(activation);
        printDone(io, options, saved, `${name} version ${saved.version}: ${state}`);
      },
    );
}

function stateWords({ state }: OutputOf<typeof activatePolicy>): string {
  return state === 'active' ? 'in force' : 'proposed; a second person agrees with `toolgate policy confirm`';
}

function list(io: Io): Command {
  return gatewayOptions(new Command('list'))
    .description('Lists the policies, those that the configuration file declares included.')
    .addHelpText('after', '\nExample:\n  toolgate policy list')
    .action(async (options: GatewayFlags) => {
      await withGateway(io, options, (api) =>
        printList(io, everyItem<typeof listPolicies>(api, '/policies', {}), {
          json: options.json,
          empty: 'there are no policies; `toolgate policy apply` saves one',
          columns: [
            ['name', ({ name }) => name],
            ['from', ({ origin }) => origin],
            ['in force', ({ activeVersion, observe }) => `${activeVersion ?? '-'}${observe ? ' (on trial)' : ''}`],
            ['newest', ({ latestVersion }) => `${latestVersion ?? '-'}`],
            ['changed', ({ updatedAt }) => timeText(updatedAt)],
          ],
        }),
      );
    });
}

function show(io: Io): Command {
  return gatewayOptions(new Command('show').argument('<name>'))
    .description('Prints the text of a policy: the version in force, or the one that is named.')
    .option('--version <n>', 'another version', wholeNumber)
    .addHelpText('after', '\nExample:\n  toolgate policy show github --version 3 > github-3.json')
    .action(async (name: string, options: GatewayFlags & { readonly version?: number }) => {
      const { version } = options;
      const shown = await withGateway(io, options, (api) =>
        api.call<typeof showPolicy>('GET', '/policies/:name', { name, version }),
      );
      io.stdout.write(options.json ? `${JSON.stringify(shown)}\n` : shown.text.replace(/\n?$/, '\n'));
    });
}

function versions(io: Io): Command {
  return gatewayOptions(new Command('versions').argument('<name>'))
    .description('Lists the versions of a policy, the newest first.')
    .addHelpText('after', '\nExample:\n  toolgate policy versions github')
    .action(async (name: string, options: GatewayFlags) => {
      await withGateway(io, options, (api) =>
        printList(
          io,
          everyItem<typeof listPolicyVersions>(api, '/policies/:name/versions', {
            name,
          }),
          {
            json: options.json,
            empty: 'there are no versions',
            columns: [
              ['version', ({ version }) => `${version}`],
              ['state', ({ state }) => state],
              ['saved', ({ createdAt }) => timeText(createdAt)],
              ['by', ({ author }) => author],
              ['note', ({ note }) => note],
            ],
          },
        ),
      );
    });
}

function activate(io: Io): Command {
  return gatewayOptions(new Command('activate').argument('<name>'))
    .description('Puts a version in force; where a server wants two people, proposes it to the second.')
    .option('--version <n>', 'the newest when absent', wholeNumber)
    .option('--observe', 'on trial: refuse nothing, record what would be refused', false)
    .option('--two-person', 'propose it in any case', false)
    .addHelpText('after', '\nExample:\n  toolgate policy activate github --version 4 --observe')
    .action(
      async (name: string, options: GatewayFlags & { version?: number; observe: boolean; twoPerson: boolean }) => {
        const { version, observe, twoPerson } = options;
        const done = await withGateway(io, options, (api) =>
          api.call<typeof activatePolicy>('POST', '/policies/:name/activate', { name, version, observe, twoPerson }),
        );
        told(io, options, name, done);
      },
    );
}

function confirm(io: Io): Command {
  return gatewayOptions(new Command('confirm').argument('<name>'))
    .description('Agrees, as the second person, to the version that another one has proposed.')
    .requiredOption('--version <n>', 'the version that you have looked at', wholeNumber)
    .option('--observe', 'it was proposed on trial: it refuses nothing')
    .addHelpText('after', '\nExample:\n  toolgate policy confirm github --version 4')
    .action(
      async (name: string, { observe = false, ...options }: GatewayFlags & { version: number; observe?: boolean }) => {
        const { version } = options;
        const done = await withGateway(io, options, (api) =>
          api.call<typeof confirmPolicy>('POST', '/policies/:name/confirm', { name, version, observe }),
        );
        told(io, options, name, done);
      },
    );
}

function rollback(io: Io): Command {
  return gatewayOptions(new Command('rollback').argument('<name>'))
    .description('Puts the version in force again that was so before this one.')
    .option('--to <n>', 'another one that was in force', wholeNumber)
    .addHelpText('after', '\nExample:\n  toolgate policy rollback github')
    .action(async (name: string, options: GatewayFlags & { to?: number }) => {
      const { to } = options;
      const done = await withGateway(io, options, (api) =>
        api.call<typeof rollbackPolicy>('POST', '/policies/:name/rollback', { name, to }),
      );
      told(io, options, name, done);
    });
}

function attach(io: Io): Command {
  return gatewayOptions(new Command('attach').argument('<name>'))
    .description('Puts a grant under another policy with a server that it opens already.')
    .requiredOption('--grant <grant>', 'id or label')
    .requiredOption('--server <slug>', 'the server')
    .addHelpText('after', '\nExample:\n  toolgate policy attach read-only --grant alice-laptop --server github')
    .action(async (name: string, options: GatewayFlags & { grant: string; server: string }) => {
      const { grant, server } = options;
      const done = await withGateway(io, options, (api) =>
        api.call<typeof attachPolicy>('POST', '/policies/:name/attach', { name, grant, server }),
      );
      printDone(io, options, done, `${done.label} calls ${server} under ${name} now`);
    });
}

function told(io: Io, { json }: GatewayFlags, name: string, done: OutputOf<typeof activatePolicy>): void {
  printDone(io, { json }, done, `${name} version ${done.version}: ${stateWords(done)}`);
}
