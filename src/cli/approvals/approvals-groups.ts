import { Command } from 'commander';
import type { listApproverGroups, setApproverGroup } from '../../control/verbs/approval/index.ts';
import type { Io } from '../io.ts';
import { printDone } from '../print-done.ts';
import { printList } from '../print-list.ts';
import { type GatewayFlags, gatewayOptions, withGateway } from '../with-gateway.ts';

/** `toolgate approvals groups`: who may decide what a policy leaves to a group. */
export function groupsCommand(io: Io): Command {
  return new Command('groups')
    .description('Who may decide what a policy leaves to a group (`approvers: {"groups": ["finance"]}`).')
    .addHelpText('after', '\nExample:\n  toolgate approvals groups set finance user:5a3f… api_key:77c1…')
    .addCommand(list(io))
    .addCommand(set(io));
}

function list(io: Io): Command {
  return gatewayOptions(new Command('list'))
    .description('Lists the groups and their members.')
    .addHelpText('after', '\nExample:\n  toolgate approvals groups list')
    .action((options: GatewayFlags) =>
      withGateway(io, options, async (api) => {
        const { items } = await api.call<typeof listApproverGroups>('GET', '/approver-groups', {});
        return printList(io, items, {
          json: options.json,
          empty: 'there are no groups',
          columns: [
            ['group', ({ name }) => name],
            ['members', ({ members }) => members.join(', ')],
          ],
        });
      }),
    );
}

function set(io: Io): Command {
  return gatewayOptions(new Command('set').argument('<group>').argument('[members...]', 'user:<id> or api_key:<id>'))
    .description('Says who is in a group: all of its members, or none to be rid of it.')
    .addHelpText('after', '\nExample:\n  toolgate approvals groups set finance user:5a3f…')
    .action(async (name: string, members: readonly string[], options: GatewayFlags) => {
      const done = await withGateway(io, options, (api) =>
        api.call<typeof setApproverGroup>('PUT', '/approver-groups/:name', { name, members: [...members] }),
      );
      printDone(io, options, done, members.length === 0 ? 'the group is gone' : `${members.length} in ${name}`);
    });
}
