import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { cpuTime } from '../../bench/cpu-time.ts';
import { measure } from '../../bench/measure.ts';
import { answerTo, callOf, firstId } from '../../bench/message.ts';
import { reportOf, tableOf } from '../../bench/report.ts';
import type { Side } from '../../bench/side.ts';
import { direct } from '../../bench/sides/direct.ts';
import { pipe } from '../../bench/sides/pipe.ts';
import { spreadOf } from '../../bench/spread.ts';

const plan = {
  connections: 2,
  warmUpSeconds: 0.05,
  warmUpCalls: 1,
  rounds: 2,
  roundSeconds: 0.2,
  pacedRate: 50,
  shape: 'small',
} as const;

describe('the bench harness', () => {
  it('sends and receives what docs/performance.md says', () => {
    expect(callOf(firstId)).toHaveLength(206);
    expect(answerTo(String(firstId))).toHaveLength(93);
    expect(JSON.parse(callOf(firstId))).toMatchObject({ id: firstId, method: 'tools/call' });
  });

  it('sums rounds up as minimum, median and maximum', () => {
    expect(spreadOf([3, 1, 2])).toEqual({ min: 1, median: 2, max: 3 });
    expect(spreadOf([4, 1, 2, 3])).toEqual({ min: 1, median: 2.5, max: 4 });
    expect(spreadOf([])).toBeUndefined();
  });

  it.runIf(process.platform === 'linux')('measures direct and the pipe, and gives ratios to the pipe', async () => {
    const report = reportOf(await measure([direct, pipe], plan, () => {}), plan);
    const [bare, reference] = report.rows;
    expect(bare).toMatchObject({ name: 'direct', cpuMicros: undefined, addedP50: { median: 0 } });
    expect(reference).toMatchObject({ name: 'pipe', cpuRatio: { median: 1 }, idleMb: expect.any(Number) });
    expect(reference?.callsPerSecond?.min).toBeGreaterThan(0);
    expect(tableOf(report)).toContain('| pipe |');
  });

  it.runIf(process.platform === 'linux')('does not count an answer that is not the upstream’s', async () => {
    const server = createServer((_, response) => response.end('{"jsonrpc":"2.0","id":1,"result":{}}'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
    const liar: Side = {
      name: 'liar',
      start: async () => ({ url, headers: {}, pid: undefined, stop: async () => {} }),
    };
    await expect(measure([liar], plan, () => {})).rejects.toThrow(/^liar: call \d+ was answered with/);
    server.closeAllConnections();
    server.close();
  });

  it.runIf(process.platform === 'linux')('reads CPU time from the kernel', () => {
    const before = cpuTime(process.pid);
    const from = process.cpuUsage();
    while (process.cpuUsage(from).user < 100_000) Math.sqrt(before);
    // The kernel counts in steps of 10 ms.
    expect(cpuTime(process.pid) - before).toBeGreaterThanOrEqual(80_000);
  });
});
