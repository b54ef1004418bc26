import { vi } from 'vitest';
import { runHere } from './run-here.ts';

/** An approval as the command lists it. */
export interface ListedApproval {
  readonly id: string;
  readonly state: string;
  readonly grant: { readonly label: string };
  readonly consumedBy: string | null;
}

/** A command about approvals, of a process other than the gateway's. */
export function approvals(dataFolder: string, ...args: string[]): Promise<string> {
  return runHere('approvals', ...args, '--data', dataFolder);
}

export async function listedApprovals(
  dataFolder: string,
  state: 'pending' | 'approved' | 'denied' | 'expired' | 'consumed' | 'all' = 'pending',
  grant?: string,
): Promise<readonly ListedApproval[]> {
  const of = grant === undefined ? [] : ['--grant', grant];
  const lines = await approvals(dataFolder, 'list', '--json', '--state', state, ...of);
  return lines.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as ListedApproval]));
}

/** @returns the id of the one that waits, as soon as one does */
export function onlyPending(dataFolder: string, grant?: string): Promise<string> {
  return vi.waitFor(
    async () => {
      const [one, ...more] = await listedApprovals(dataFolder, 'pending', grant);
      if (one === undefined || more.length > 0) throw new Error(`${more.length} more wait`);
      return one.id;
    },
    { timeout: 30_000, interval: 50 },
  );
}

/** The text of a tool's result. */
export const textOf = (result: unknown): string => (result as { content: [{ text: string }] }).content[0].text;

/** The id in the sentence by which an agent is told that its call waits; the sentence itself when it is another. */
export const pendingId = (result: unknown): string =>
  /Approval ([0-9a-f]{32}) is pending/.exec(textOf(result))?.[1] ?? textOf(result);
