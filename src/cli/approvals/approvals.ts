import { Command } from 'commander';
import type { CommandModule } from '../command-module.ts';
import { approveCommand, denyCommand, proposeCommand } from './approvals-decide.ts';
import { exceptionsCommand } from './approvals-exceptions.ts';
import { groupsCommand } from './approvals-groups.ts';
import { listCommand } from './approvals-list.ts';
import { showCommand } from './approvals-show.ts';

/** `toolgate approvals`: calls that wait for people. */
export const build: CommandModule['build'] = (io) =>
  new Command('approvals')
    .description(
      'Calls that a policy lets pass only when a person agrees. Works beside `toolgate up` and `toolgate run`.',
    )
    .addHelpText(
      'after',
      '\nExample:\n  toolgate approvals list --watch\n  toolgate approvals show 3f2a9c\n  toolgate approvals approve 3f2a9c',
    )
    .addCommand(listCommand(io))
    .addCommand(showCommand(io))
    .addCommand(approveCommand(io))
    .addCommand(denyCommand(io))
    .addCommand(proposeCommand(io))
    .addCommand(exceptionsCommand(io))
    .addCommand(groupsCommand(io));
