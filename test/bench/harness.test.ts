import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { cpuTime } from '../../bench/cpu-time.ts';
import { measure } from '../../bench/measure.ts';
import { answerTo, callOf, firstId } from '../../bench/message.ts';
import { reportOf, tableOf } from '../../bench/report.ts';
import type { Side } from '../../bench/side.ts';
import { direct } from '../../bench/sides/direct.ts';
import { pipe } from '../../bench/sides/pipe.ts';
import { toolgate, toolgateWith } from '../../bench/sides/toolgate.ts';
import { spreadOf } from '../../bench/spread.ts';
import { answerOf } from '../../bench/upstream-answer.ts';

const plan = {
  connections: 2,
  warmUpSeconds: 0.05,
  warmUpCalls: 1,
  rounds: 2,
  roundSeconds: 0.2,
  pacedRate: 50,
  patienceSeconds: 60,
  shape: 'small',
} as const;

/** A side that is a server of this process. */
async function sideAt(server: Server, name: string, stop = async (): Promise<void> => {}): Promise<Side> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
  return { name, start: async () => ({ url, headers: {}, pid: undefined, stop }) };
}

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
    const liar: Side = { ...(await sideAt(server, 'liar')), essential: true };
    await expect(measure([liar], plan, () => {})).rejects.toThrow(/^liar: call \d+ was answered with/);
    server.closeAllConnections();
    server.close();
  });

  it.runIf(process.platform === 'linux')('leaves out a side that fails, and asks nothing of it any more', async () => {
    let broken = false;
    let stopped = false;
    let askedAfterwards = 0;
    const server = createServer((request, response) => {
      if (stopped) askedAfterwards += 1;
      // One connection breaks; the other would be answered as long as it asks.
      if (broken) request.socket.destroy();
      else request.on('data', (text) => response.end(answerOf(String(text))[1])).resume();
      broken = false;
    });
    const peer = await sideAt(server, 'peer', async () => {
      stopped = true;
    });
    const told: string[] = [];
    const report = reportOf(
      await measure([direct, peer, pipe], { ...plan, rounds: 3 }, (line) => {
        told.push(line);
        broken = line === 'round 2 of 3';
      }),
      plan,
    );
    server.closeAllConnections();
    server.close();
    expect(told).toContain('left out: peer, in round 2: the connection broke');
    expect({ stopped, askedAfterwards }).toEqual({ stopped: true, askedAfterwards: 0 });
    expect(report.rows.map(({ name, leftOut }) => [name, leftOut])).toEqual([
      ['direct', undefined],
      ['peer', 'in round 2: the connection broke'],
      ['pipe', undefined],
    ]);
    expect(report.rows[1]?.callsPerSecond?.min).toBeGreaterThan(0);
    expect(tableOf(report)).toContain('peer failed and was left out from then on (in round 2: the connection broke).');
  });

  it.runIf(process.platform === 'linux')('does not wait for ever for a side that says nothing', async () => {
    const server = createServer((request, response) => {
      request.on('data', (text) => {
        if (!String(text).includes('tools/call')) response.end(answerOf(String(text))[1]);
      });
    });
    const mute = await sideAt(server, 'mute');
    const [measured] = await measure([mute], { ...plan, patienceSeconds: 0.2 }, () => {});
    server.closeAllConnections();
    server.close();
    expect(measured).toMatchObject({ samples: [], leftOut: 'before the first round: nothing came for 0.2 s' });
  });

  it.runIf(process.platform === 'linux')('leaves out a side that does not start', async () => {
    const absent: Side = { name: 'absent', start: () => Promise.reject(new Error('it has\nended')) };
    const [measured] = await measure([absent], plan, () => {});
    expect(measured).toMatchObject({ samples: [], leftOut: 'before the first round: it has ended' });
  });

  it('has no figures without the references and the gateway', () => {
    expect([direct, pipe, toolgate, toolgateWith({ name: 'any', policy: {} })].map((side) => side.essential)).toEqual([
      true,
      true,
      true,
      true,
    ]);
  });

  it.runIf(process.platform === 'linux')('reads CPU time from the kernel', () => {
    const before = cpuTime(process.pid);
    const from = process.cpuUsage();
    while (process.cpuUsage(from).user < 100_000) Math.sqrt(before);
    // The kernel counts in steps of 10 ms.
    expect(cpuTime(process.pid) - before).toBeGreaterThanOrEqual(80_000);
  });
});
