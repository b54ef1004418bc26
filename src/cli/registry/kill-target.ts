import type { Command } from 'commander';
import { CommandError } from '../io.ts';

/** What `kill` and `unkill` may be told to stop, and to let go on. */
export interface TargetOptions {
  readonly all?: true | undefined;
  readonly grant?: string | undefined;
  readonly server?: string | undefined;
  readonly tool?: string | undefined;
}

/** A target as the API takes it. */
export interface Target {
  readonly all?: true;
  readonly grant?: string;
  readonly server?: string;
  readonly tool?: string;
}

export function targetOptions(command: Command): Command {
  return command
    .option('--all', 'everything')
    .option('--grant <id or label>', 'every call of a grant')
    .option('--server <slug>', 'every call to a server')
    .option('--tool <name>', 'a tool of every server; of one with --server, or as <slug>/<name>');
}

/** @throws CommandError unless exactly one thing is named */
export function targetOf({ all, grant, server, tool }: TargetOptions): Target {
  const named = [all, grant, server ?? tool].filter((one) => one !== undefined);
  const twice = server !== undefined && tool?.includes('/');
  if (named.length !== 1 || twice) {
    throw new CommandError('name one of --all, --grant, --server, --tool, and --tool with its --server', 2);
  }
  if (all) return { all };
  if (grant !== undefined) return { grant };
  if (server !== undefined) return tool === undefined ? { server } : { server, tool };
  // A slug has no slash in it, and neither has the name of a tool.
  const [slug, name] = (tool ?? '').split('/');
  if (name === undefined) return { tool: slug ?? '' };
  return { server: slug ?? '', tool: name };
}
