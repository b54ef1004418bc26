import type { TestGateway } from '../support/gateway/start-gateway.ts';
import type { Agents } from './agents.ts';
import { grants } from './changes.ts';
import type { Changing } from './changing.ts';
import { History, type Version } from './history.ts';

const label = (grant: number): string => `load-${grant}`;

/** The file is written anew, and the gateway notices: policy and server of one turn come into force together, or not at all. */
export class Reloads implements Changing {
  readonly tokens: readonly string[];
  readonly versions = new Map<number, Version>();
  readonly inForce = new History(1);
  readonly killed = new History<boolean>(false);
  readonly took = new Map<string, number[]>([['reload of the file', []]]);
  readonly wrong: string[] = [];
  readonly #gateway: TestGateway;
  readonly #agents: Agents;
  readonly #url: string;
  #turn = 0;

  private constructor(gateway: TestGateway, agents: Agents, url: string) {
    this.#gateway = gateway;
    this.#agents = agents;
    this.#url = url;
    this.tokens = Array.from({ length: grants }, (_, grant) => gateway.token(label(grant)));
  }

  static async begin(gateway: TestGateway, agents: Agents, url: string): Promise<Reloads> {
    await gateway.rewrite(setup(url, 0));
    const reloads = new Reloads(gateway, agents, url);
    await reloads.#seen(1);
    return reloads;
  }

  async make(): Promise<void> {
    this.#turn += 1;
    const began = performance.now();
    await this.#gateway.rewrite(setup(this.#url, this.#turn));
    const ended = await this.#seen(this.#turn + 1);
    this.inForce.change(this.#turn + 1, began, ended);
    this.took.get('reload of the file')?.push(ended - began);
  }

  /** Asks until an answer was judged by that version of the policy: each text is another one, so each turn has its own. */
  async #seen(version: number): Promise<number> {
    this.versions.set(version, { opens: this.#turn % 2 === 0 ? 'left' : 'right', turn: this.#turn });
    const until = performance.now() + 60_000;
    while (performance.now() < until) {
      const { policyVersion, ended } = await this.#agents.call('middle', this.tokens[0] ?? '');
      if (policyVersion === version) return ended;
    }
    throw new Error(`the file of turn ${this.#turn} did not come into force`);
  }
}

function setup(url: string, turn: number): Parameters<TestGateway['rewrite']>[0] {
  const opens = turn % 2 === 0 ? 'left' : 'right';
  const load = { url, allowPrivate: true, pinned: false, headers: { 'X-Turn': String(turn) } };
  const tools = { [opens]: {}, middle: { reason: `turn ${turn}` } };
  return {
    servers: { load },
    policies: { load: { version: '1', default: 'deny', tools } },
    grants: Object.fromEntries(Array.from({ length: grants }, (_, grant) => [label(grant), { load: 'load' }])),
    more: { admission: { requestsPerSecond: 1_000_000, inFlight: 1_000 } },
  };
}
