import type { Config } from '../../config/index.ts';
import { describeTools } from '../../control/index.ts';
import { inspectServer } from '../../gateway/index.ts';
import { anchoredClock, escapeUnsafe, Fault } from '../../kernel/index.ts';
import { listed, type Policy, readPolicy } from '../../policy/index.ts';
import { openUpstream } from '../../upstream/index.ts';
import { CommandError, type Io } from '../io.ts';
import { LastWords } from '../last-words.ts';
import { policyProblems } from '../problems.ts';
import { say } from '../say.ts';
import { version } from '../version.ts';
import { toolLines } from './tool-lines.ts';

/**
 * Asks a server of a configuration for its tools and shows them as a gateway would see them, and under which of the file's
 * policies each is listed.
 *
 * @throws CommandError when the server is not there, or cannot be had
 */
export async function showConfiguredTools(io: Io, config: Config, slug: string, json: boolean): Promise<void> {
  const server = config.servers.get(slug);
  if (server === undefined) throw new CommandError(`the configuration has no server ${slug}`, 2);
  const policies = policiesFor(config, slug);
  const lastWords = new LastWords();
  const upstream = await openUpstream(server, {
    clock: anchoredClock(),
    log: (event) => {
      if (event.level === 'warn') say(io.stderr, `${slug}: ${event.detail}`);
      else lastWords.hear(event);
    },
  });
  try {
    const { tools, unusable } = await describeTools(slug, await inspectServer(upstream, version), server.trusted);
    if (json) {
      const lines = [
        ...tools.map((tool) => ({ ...tool, usable: true, listedBy: listedBy(policies, tool.name) })),
        ...unusable.map((tool) => ({ ...tool, usable: false })),
      ];
      for (const line of lines) io.stdout.write(`${escapeUnsafe(JSON.stringify(line))}\n`);
      return;
    }
    const shown = (name: string): string => {
      const by = listedBy(policies, name);
      return policies.length === 0 ? 'no policy' : by.length === 0 ? 'not listed' : `listed by ${by.join(', ')}`;
    };
    for (const line of toolLines({ tools, unusable }, shown)) io.stdout.write(`${line}\n`);
  } catch (error) {
    for (const line of lastWords.lines) say(io.stderr, `${slug}: ${line}`);
    if (error instanceof Fault) throw new CommandError(`${slug}: ${error.message} (${error.code})`);
    throw error;
  } finally {
    await upstream.close();
  }
}

/** The policies under which some grant reaches the server. */
function policiesFor(config: Config, slug: string): Policy[] {
  const names = new Set(config.grants.flatMap(({ servers }) => servers.get(slug) ?? []));
  return [...names].flatMap((name) => {
    const source = config.policies.get(name);
    if (source === undefined) return [];
    const read = readPolicy(source.text, source.format, {
      name,
      lineOffset: source.lineOffset,
      columnOffset: source.columnOffset,
    });
    if (read.ok) return [read.policy];
    throw new CommandError(policyProblems([{ policy: name, file: source.file, errors: read.errors }]));
  });
}

function listedBy(policies: readonly Policy[], name: string): string[] {
  return policies.filter((policy) => listed(policy, 'tool', name)).map((policy) => policy.name);
}
