import { monitorEventLoopDelay } from 'node:perf_hooks';
import { callOf, firstId, proof } from '../message.ts';
import { handshake } from './handshake.ts';
import { type HttpLine, openLine } from './http-line.ts';
import { messagesTo } from './http-messages.ts';
import type { LoadTarget } from './mcp-line.ts';
import { percentile } from './percentile.ts';

/** Calls that come whether or not the last ones were answered, over many connections of many agents. */
export interface Flood {
  /**
   * @param rate calls a second, evenly spaced; without one, each connection calls again as soon as it is answered
   */
  run(seconds: number, rate?: number): Promise<FloodResult>;
  close(): void;
}

export interface FloodResult {
  readonly seconds: number;
  /** Answered by the upstream's own words. */
  readonly good: number;
  /** Refused with `overloaded`. */
  readonly shed: number;
  /** Any other answer, and connections that broke. */
  readonly other: number;
  /** Due, and no connection was free to carry them. */
  readonly unsent: number;
  /** From a call's being sent to its answer, ms. */
  readonly goodP50: number;
  readonly goodP99: number;
  /** From a call's being sent to its refusal, ms. */
  readonly shedP99: number;
  /** The same, from when the client had been told to come back, where it did not wait for that. */
  readonly shedDueP99: number;
  /** What the clients themselves took: the CPU of this process, as a share of one core, and how late its turns came, p99 in ms. */
  readonly clientCpu: number;
  readonly clientLateP99: number;
  /** What an `other` was, for whoever looks. */
  readonly sample: string | undefined;
}

let nextId = firstId;

/**
 * Opens connections for each agent, all in its one session.
 *
 * @param polite whether a connection that is told to wait (`Retry-After`) does
 */
export async function openFlood(agents: readonly LoadTarget[], connections: number, polite: boolean): Promise<Flood> {
  const made = agents.flatMap((agent) => Array.from({ length: connections }, () => agent));
  const carriers: Carrier[] = [];
  const sessions = new Map<LoadTarget, string>();
  for (const agent of agents) sessions.set(agent, await sessionOf(agent));
  for (const agent of made) carriers.push(await openCarrier(agent, sessions.get(agent) ?? '', polite));
  return {
    run: (seconds, rate) => (rate === undefined ? closed(carriers, seconds) : paced(carriers, seconds, rate)),
    close: () => {
      for (const carrier of carriers) carrier.close();
    },
  };
}

interface Carrier {
  /** Sends one call and notes how it was answered. */
  call(count: Count): Promise<void>;
  close(): void;
}

class Count {
  readonly good: number[] = [];
  readonly shed: number[] = [];
  readonly shedDue: number[] = [];
  other = 0;
  unsent = 0;
  sample: string | undefined;
  readonly #cpu = process.cpuUsage();
  readonly #start = performance.now();
  readonly #late = monitorEventLoopDelay({ resolution: 1 });

  constructor() {
    this.#late.enable();
  }

  /** @param sinceDue since the client might ask again, or did, whichever was later */
  refused(took: number, sinceDue: number): void {
    this.shed.push(took);
    this.shedDue.push(Math.max(0, sinceDue));
  }

  result(seconds: number): FloodResult {
    this.#late.disable();
    const { user, system } = process.cpuUsage(this.#cpu);
    const { good, shed, shedDue, other, unsent, sample } = this;
    return {
      seconds,
      good: good.length,
      shed: shed.length,
      other,
      unsent,
      goodP50: percentile(good, 0.5),
      goodP99: percentile(good, 0.99),
      shedP99: percentile(shed, 0.99),
      shedDueP99: percentile(shedDue, 0.99),
      clientCpu: (user + system) / 1_000 / (performance.now() - this.#start),
      clientLateP99: this.#late.percentile(99) / 1e6,
      sample,
    };
  }
}

function open({ url }: LoadTarget): Promise<HttpLine> {
  const { hostname, port } = new URL(url);
  return openLine(hostname, Number(port));
}

async function sessionOf(agent: LoadTarget): Promise<string> {
  const line = await open(agent);
  const session = await handshake(line, messagesTo(agent), nextId++);
  line.close();
  return session;
}

async function openCarrier(agent: LoadTarget, session: string, polite: boolean): Promise<Carrier> {
  const messages = messagesTo(agent);
  let line = await open(agent);
  let mayAsk = 0;
  return {
    async call(count) {
      const id = nextId++;
      const from = performance.now();
      try {
        if (line.broken) line = await open(agent);
        const { status, text } = await line.send(messages.post(callOf(id), session));
        const now = performance.now();
        const took = now - from;
        if (status === 200 && text.includes(String(id)) && text.includes(proof)) count.good.push(took);
        else if ((status === 429 || status === 503 || status === 200) && text.includes('"overloaded"'))
          count.refused(took, now - Math.max(from, mayAsk));
        else {
          count.other += 1;
          count.sample ??= text.slice(0, 400);
        }
        const wait = /\r\nretry-after: *(\d+)\r\n/i.exec(text)?.[1];
        if (wait !== undefined) mayAsk = now + Number(wait) * 1000;
        // Polite agents come back when they were told to.
        if (wait !== undefined && polite) await new Promise((resolve) => setTimeout(resolve, Number(wait) * 1000));
        // An answer that says so is the last on its connection.
        if (/\r\nconnection: close\r\n/i.test(text)) line.close();
      } catch (error) {
        count.other += 1;
        count.sample ??= String(error);
      }
    },
    close: () => line.close(),
  };
}

async function closed(carriers: readonly Carrier[], seconds: number): Promise<FloodResult> {
  const count = new Count();
  const start = performance.now();
  const loop = async (carrier: Carrier): Promise<void> => {
    while (performance.now() < start + seconds * 1000) await carrier.call(count);
  };
  await Promise.all(carriers.map(loop));
  return count.result((performance.now() - start) / 1000);
}

async function paced(carriers: readonly Carrier[], seconds: number, rate: number): Promise<FloodResult> {
  const count = new Count();
  const idle = [...carriers];
  const underWay = new Set<Promise<void>>();
  const start = performance.now();
  const total = Math.round(seconds * rate);
  for (let issued = 0; issued < total; ) {
    const due = Math.min(total, Math.floor(((performance.now() - start) * rate) / 1000));
    for (; issued < due; issued += 1) {
      const carrier = idle.shift();
      if (carrier === undefined) {
        count.unsent += 1;
        continue;
      }
      const call = carrier.call(count).finally(() => {
        underWay.delete(call);
        idle.push(carrier);
      });
      underWay.add(call);
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  const took = (performance.now() - start) / 1000;
  await Promise.all(underWay);
  return count.result(took);
}
