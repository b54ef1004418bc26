import { unknown } from '../condition/truth.ts';
import { describe, type Report } from '../read/report.ts';
import { under } from '../source/pointer.ts';
import type { Node } from '../source/tree.ts';
import { hostAndPort, hostCost, hostOf, withoutDot } from './host.ts';
import type { Operator } from './operator.ts';

/** One entry of the list: `host`, `host:port`, `*.host` or `*.host:port`. */
interface HostEntry {
  readonly name: string;
  /** Whether it stands for what is below the name, one label or more, and not for the name itself. */
  readonly below: boolean;
  /** `undefined` stands for the default port of the URL's scheme. */
  readonly port: number | undefined;
}

/** Reads an entry with the same host parser as values; `undefined` for what is none. */
function entryOf(text: string): HostEntry | undefined {
  const below = text.startsWith('*.');
  const parts = hostAndPort(below ? text.slice(2) : text);
  if (parts === undefined || parts.written.includes('*')) return undefined;
  return { name: withoutDot(parts.hostname), below, port: parts.port };
}

/** Entries by name, so that a list of any length costs one look-up for each label. */
function tableOf(entries: readonly HostEntry[]): (host: string) => HostEntry[] {
  const exact = Map.groupBy(
    entries.filter((entry) => !entry.below),
    (entry) => entry.name,
  );
  const below = Map.groupBy(
    entries.filter((entry) => entry.below),
    (entry) => entry.name,
  );
  const longest = [...below.keys()].reduce((most, name) => Math.max(most, name.length), 0);
  return (host) => {
    const found = [...(exact.get(host) ?? [])];
    // Not before the longest name that is listed: looking up every end of a long name would be quadratic.
    const from = Math.max(0, host.length - longest - 1);
    for (let dot = host.indexOf('.', from); dot > 0; dot = host.indexOf('.', dot + 1)) {
      found.push(...(below.get(host.slice(dot + 1)) ?? []));
    }
    return found;
  };
}

/** A URL where a host is wanted has the host in it. */
function refuseEntry(item: Node, pointer: string, report: Report): void {
  const host = item.kind === 'string' ? URL.parse(item.value)?.host : undefined;
  const meant = host === undefined || entryOf(host) === undefined ? undefined : host;
  report.error({ pointer, start: item.start }, 'host, host:port or *.host', describe(item), meant);
}

export const hostIn: Operator = {
  name: 'host_in',
  doc: 'The host of the URL (or the bare host) is in the list; `*.example.com` stands for everything below it.',
  operand: { type: 'array', minItems: 1, items: { type: 'string', minLength: 1 } },
  read(node, pointer, report) {
    if (node.kind !== 'array' || node.items.length === 0)
      return report.noList(node, pointer, 'a list of hosts, not empty');
    const entries: HostEntry[] = [];
    node.items.forEach((item, index) => {
      const entry = item.kind === 'string' ? entryOf(item.value) : undefined;
      if (entry === undefined) refuseEntry(item, under(pointer, index), report);
      else entries.push(entry);
    });
    const entriesFor = tableOf(entries);
    return {
      kind: 'value',
      judgesNull: false,
      test: (value, meter) => {
        if (typeof value !== 'string') return unknown;
        meter.spend(hostCost(value));
        const host = hostOf(value);
        if (host === undefined) return unknown;
        const found = entriesFor(host.name);
        if (found.length === 0) return false;
        const { port, defaultPort } = host;
        // A host that is listed with other ports only is neither in the list nor surely outside it.
        return found.some((entry) => (entry.port ?? defaultPort) === port) ? true : unknown;
      },
    };
  },
};
