/**
 * What many rules cost: `node bench/compile.ts`. How long 100,000 rules take to read and compile, beside `JSON.parse` of the
 * same texts, how long everything else waits meanwhile, and a judgement among ten rules and
 * among 14,000, which is about what one document holds. CPU time of the
 * thread where nothing else is said; the longest wait is what a timer that is due every millisecond saw.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { type PolicySource, readConfig } from '../src/config/index.ts';
import { Slices } from '../src/kernel/index.ts';
import { type Call, type CallContext, judge, type Policy, readPolicy, unclassified } from '../src/policy/index.ts';
import { Configurator } from '../src/snapshot/index.ts';
import { policyVersions } from '../src/store/index.ts';
import { manyRules } from './many-rules.ts';
import { medianOf } from './spread.ts';
import { threadMs } from './thread-ms.ts';

const rules = 100_000;

function report(what: string, value: number, unit: string): void {
  console.log(`${what.padEnd(66)} ${value.toFixed(2).padStart(10)} ${unit}`);
}

function document(from: number, count: number): string {
  return JSON.stringify({ version: '1', default: 'deny', tools: manyRules(from, count) });
}

function sources(documents: number): ReadonlyMap<string, PolicySource> {
  const each = rules / documents;
  const all = Array.from({ length: documents }, (_, i): [string, PolicySource] => {
    const name = `p${i}`;
    return [
      name,
      { name, text: document(i * each, each), format: 'json', file: `/${name}.json`, lineOffset: 0, columnOffset: 0 },
    ];
  });
  return new Map(all);
}

async function apply(documents: number): Promise<void> {
  const read = readConfig({}, '/toolgate.yaml', {});
  if (!read.ok) throw new Error('an empty configuration does not read');
  const config = { ...read.config, policies: sources(documents) };
  const folder = mkdtempSync(join(tmpdir(), 'toolgate-compile-'));
  const versions = policyVersions(folder);
  // Longest turn of the loop that the work took, by the thread's own time: no other process is in it.
  let since = threadMs();
  let longest = 0;
  const configurator = new Configurator({
    openUpstream: () => Promise.reject(new Error('there is no server')),
    policyVersions: (policies, slices) => versions.of(policies, slices),
    slices: new Slices(undefined, async () => {
      longest = Math.max(longest, threadMs() - since);
      await new Promise((resolve) => setImmediate(resolve));
      since = threadMs();
    }),
  });
  for (const what of ['read and put in force', 'again, all of it known']) {
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    longest = 0;
    const began = threadMs();
    since = began;
    const applied = await configurator.apply({ ...config });
    const took = threadMs() - began;
    longest = Math.max(longest, threadMs() - since);
    // What held the loop to the end is seen by the next turn of the timer.
    await new Promise((resolve) => setTimeout(resolve, 5));
    delay.disable();
    if (!applied.ok) throw new Error(applied.problems[0]?.errors[0]?.message);
    report(`${rules} rules in ${documents} policies, ${what}`, took, 'ms');
    report('  longest turn, in CPU time', longest, 'ms');
    report('  longest wait of everything else, by the clock', delay.max / 1e6, 'ms');
  }
  const began = threadMs();
  const parsed = [...config.policies.values()].map(({ text }) => JSON.parse(text) as unknown);
  report(`JSON.parse of the same ${parsed.length} texts`, threadMs() - began, 'ms');
  rmSync(folder, { recursive: true });
}

function judgements(): void {
  const context: CallContext = {
    grant: { id: 'g', label: 'g', tags: new Map() },
    server: 's',
    organization: 'default',
    now: 1_772_625_600_000,
  };
  const callOf = (n: number): Call => ({
    kind: 'tool',
    name: `tool_${n}`,
    arguments: { path: `/srv/${n}/x`, n: 0 },
    facts: unclassified,
  });
  const calls = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(callOf);
  /** µs a judgement. */
  const cost = (policy: Policy): number => {
    const began = threadMs();
    for (let i = 0; i < 10_000; i++) {
      for (const call of calls) {
        if (judge(policy, call, context).verdict !== 'pass')
          throw new Error('a call that was meant to pass is refused');
      }
    }
    return (threadMs() - began) / 100;
  };
  const policyOf = (count: number): Policy => {
    const read = readPolicy(document(0, count), 'json', { name: 'p' });
    if (!read.ok) throw new Error(read.errors[0]?.message);
    return read.policy;
  };
  // A document of 1 MiB holds some 15,000 of these rules: the most that one policy can have.
  const [ten, most] = [policyOf(10), policyOf(14_000)];
  const rounds = Array.from({ length: 15 }, () => ({ few: cost(ten), many: cost(most) }));
  const few = medianOf(rounds.map((round) => round.few));
  const many = medianOf(rounds.map((round) => round.many));
  report('a judgement among 10 rules', few, 'µs');
  report('a judgement among 14,000 rules', many, 'µs');
  report('  the second in parts of the first', many / few, '');
}

for (const documents of [10_000, 100, 10]) await apply(documents);
judgements();
