import type { CallRecord } from '../../src/audit/index.ts';
import { openAuditReader } from '../../src/store/index.ts';
import type { TestGateway } from '../support/gateway/start-gateway.ts';
import { Agents, type Answered } from './agents.ts';
import { grants } from './changes.ts';
import type { Changing } from './changing.ts';
import { faultsOf } from './oracle.ts';
import { startUpstream, tools } from './upstream.ts';

export interface Plan {
  readonly changes: number;
  /** Calls that are begun each second. */
  readonly rate: number;
  /** Calls that are begun for each change at least, on a machine that makes changes faster than they come by the rate. */
  readonly callsPerChange: number;
}

export interface Report {
  readonly seconds: number;
  readonly calls: readonly Answered[];
  readonly refused: number;
  /** Kind of change → what each took, ms. */
  readonly took: ReadonlyMap<string, readonly number[]>;
  readonly versions: number;
  /** What was wrong; empty when all is as it must be. */
  readonly faults: readonly string[];
}

const tickMs = 5;
/** Most calls at a time: a machine that cannot keep up gets fewer calls, and the report says how many it were. */
const mostOpen = 100;

/**
 * A real gateway, a load of calls at a steady rate, and changes of every kind made meanwhile, one after the other.
 *
 * @param begin prepares the changes: a server stands at the URL, and calls go by the agents
 * @param tell told now and then how far it is
 */
export async function changesUnderLoad(
  gateway: TestGateway,
  begin: (agents: Agents, url: string) => Promise<Changing>,
  { changes: many, rate, callsPerChange }: Plan,
  tell = (_line: string): void => {},
): Promise<Report> {
  const upstream = await startUpstream();
  const agents = new Agents(gateway.url('load'));
  try {
    const changes = await begin(agents, upstream.url);
    const underWay: Promise<Answered>[] = [];
    const began = performance.now();
    let open = 0;
    const call = (): void => {
      const i = underWay.length;
      const grant = i % grants;
      const tool = tools[i % tools.length] ?? 'middle';
      open += 1;
      const answered = agents.call(tool, changes.tokens[grant] ?? '', grant).finally(() => {
        open -= 1;
      });
      underWay.push(answered);
    };
    const timer = setInterval(() => {
      const due = ((performance.now() - began) / 1_000) * rate;
      while (underWay.length < due && open < mostOpen) call();
    }, tickMs);
    try {
      for (let i = 0; i < many; i += 1) {
        await changes.make(i);
        while (underWay.length < (i + 1) * callsPerChange) call();
        if ((i + 1) % 100 === 0) tell(`${i + 1} changes, ${underWay.length} calls`);
      }
    } finally {
      clearInterval(timer);
    }
    const calls = await Promise.all(underWay);
    const seconds = (performance.now() - began) / 1_000;
    const records = await recordsOf(gateway.dataFolder, calls);
    return {
      seconds,
      calls,
      refused: calls.filter(({ outcome }) => outcome === 'deny').length,
      took: changes.took,
      versions: changes.versions.size,
      faults: [...faultsOf({ calls, records, arrived: upstream.arrived, changes })],
    };
  } finally {
    agents.close();
    await upstream.close();
  }
}

/** Records are filed a moment after their calls: waits until each call that was answered has one. */
async function recordsOf(folder: string, calls: readonly Answered[]): Promise<readonly CallRecord[]> {
  const wanted = calls.map(({ requestId }) => requestId ?? '');
  const reader = openAuditReader(folder);
  try {
    for (let tries = 0; ; tries += 1) {
      const found = await reader.query({ kind: 'call', order: 'oldest', limit: 1_000_000 });
      const records = found.map(({ text }) => JSON.parse(text) as CallRecord);
      const known = new Set(records.map(({ requestId }) => requestId));
      if (wanted.every((id) => id === '' || known.has(id)) || tries === 50) return records;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  } finally {
    await reader.close();
  }
}
