import type { ControlAnswer } from '../support/gateway/control.ts';
import type { Agents } from './agents.ts';
import type { Changing } from './changing.ts';
import { History, type Version } from './history.ts';
import type { ToolName } from './upstream.ts';

export type Ask = (method: string, path: string, body?: object) => Promise<ControlAnswer>;

/** Grants that the load goes by. */
export const grants = 5;

const label = (grant: number): string => `load-${grant}`;

/**
 * Changes of every kind that requests see, one after the other: each cycle is one of each. It keeps what was in force
 * when, which is what the calls are judged by.
 */
export class Changes implements Changing {
  /** Tokens of the grants, as they are now. */
  readonly tokens: string[] = [];
  readonly versions = new Map<number, Version>();
  readonly inForce: History<number>;
  readonly killed = new History<boolean>(false);
  /** What each kind of change took to be answered, ms. */
  readonly took = new Map<string, number[]>();
  /** What was not as it must be, in words. */
  readonly wrong: string[] = [];
  readonly #ask: Ask;
  readonly #agents: Agents;
  readonly #url: string;
  #turn = 0;
  #current = 1;
  #kill = '';
  #guest = '';

  private constructor(ask: Ask, agents: Agents, url: string) {
    this.#ask = ask;
    this.#agents = agents;
    this.#url = url;
    this.inForce = new History(1);
    this.versions.set(1, { opens: 'left', turn: 0 });
  }

  static async begin(ask: Ask, agents: Agents, url: string): Promise<Changes> {
    const changes = new Changes(ask, agents, url);
    await changes.#must('POST', '/configuration/apply', { document: changes.#document() });
    for (let grant = 0; grant < grants; grant += 1) {
      const made = await changes.#must('POST', '/grants', { label: label(grant), servers: { load: 'load' } });
      changes.tokens.push((made as { token: string }).token);
    }
    return changes;
  }

  /** The kinds, in the order of a cycle. */
  readonly kinds: readonly (readonly [name: string, make: (i: number) => Promise<void>])[] = [
    ['configuration.apply (policy and server)', () => this.#turnOver()],
    ['policy.save + activate', (i) => this.#save(i)],
    ['policy.rollback', () => this.#rollBack()],
    ['grant.create', () => this.#create()],
    ['grant.update', (i) => this.#plain('PATCH', `/grants/${label(i % grants)}`, { tags: { turn: String(i) } })],
    ['grant.rotate', (i) => this.#rotate(i % grants)],
    ['grant.revoke', () => this.#revoke()],
    ['server.create', (i) => this.#plain('POST', '/servers', { slug: `other-${i}`, url: 'https://other.example/mcp' })],
    ['server.update', (i) => this.#plain('PATCH', '/servers/load', { maxConcurrency: 1_000 + i })],
    ['server.remove', (i) => this.#plain('DELETE', `/servers/other-${i - 2}`)],
    ['kill.set', () => this.#stop()],
    ['kill.lift', () => this.#lift()],
  ];

  /** Makes change number `i`, which counts from 0. */
  async make(i: number): Promise<void> {
    const [name, make] = this.kinds[i % this.kinds.length] ?? this.#nothing();
    const began = performance.now();
    await make(i);
    this.took.set(name, [...(this.took.get(name) ?? []), performance.now() - began]);
  }

  /** Policy and header in one transaction: no call may see one without the other. */
  async #turnOver(): Promise<void> {
    this.#turn += 1;
    const began = performance.now();
    await this.#must('POST', '/configuration/apply', { document: this.#document() });
    const ended = performance.now();
    const shown = (await this.#must('GET', '/policies/load')) as { activeVersion: number };
    this.#version(shown.activeVersion, began, ended);
  }

  async #save(i: number): Promise<void> {
    const began = performance.now();
    const saved = await this.#must('PUT', '/policies/load', { text: this.#text(`change ${i}`), activate: true });
    this.#version((saved as { version: number }).version, began, performance.now());
  }

  /** To the version before, which is of the same turn. */
  async #rollBack(): Promise<void> {
    const began = performance.now();
    await this.#must('POST', '/policies/load/rollback', {});
    this.#version(this.#current - 1, began, performance.now());
  }

  async #create(): Promise<void> {
    const made = await this.#must('POST', '/grants', { label: 'guest', servers: { load: 'load' } });
    this.#guest = (made as { token: string }).token;
    await this.#probe('a grant that was made', this.#guest, 200);
  }

  async #rotate(grant: number): Promise<void> {
    const before = this.tokens[grant] ?? '';
    const rotated = await this.#must('POST', `/grants/${label(grant)}/rotate`, { overlapMs: 60_000 });
    this.tokens[grant] = (rotated as { token: string }).token;
    await this.#probe('a token in its overlap', before, 200);
  }

  async #revoke(): Promise<void> {
    await this.#must('DELETE', '/grants/guest');
    await this.#probe('a grant that was revoked', this.#guest, 401);
  }

  async #stop(): Promise<void> {
    const began = performance.now();
    const set = await this.#must('POST', '/kills', { server: 'load', tool: 'middle', reason: 'a change' });
    this.#kill = (set as { kill: { id: string } }).kill.id;
    this.killed.change(true, began, performance.now());
  }

  async #lift(): Promise<void> {
    const began = performance.now();
    await this.#must('DELETE', `/kills/${this.#kill}`);
    this.killed.change(false, began, performance.now());
  }

  async #plain(method: string, path: string, body?: object): Promise<void> {
    await this.#must(method, path, body);
  }

  async #probe(what: string, token: string, expected: number): Promise<void> {
    const { status, outcome } = await this.#agents.call('middle', token);
    if (status !== expected) this.wrong.push(`the next call by ${what}: ${status} ${outcome}`);
  }

  #version(version: number, asked: number, answered: number): void {
    if (!this.versions.has(version)) this.versions.set(version, { opens: this.#opens(), turn: this.#turn });
    this.#current = version;
    this.inForce.change(version, asked, answered);
  }

  #opens(): ToolName {
    return this.#turn % 2 === 0 ? 'left' : 'right';
  }

  #text(reason: string): string {
    const tools = { [this.#opens()]: {}, middle: { reason } };
    return JSON.stringify({ version: '1', default: 'deny', tools });
  }

  #document(): object {
    const headers = { 'X-Turn': String(this.#turn) };
    const load = { url: this.#url, allowPrivate: true, pinned: false, headers };
    return { servers: { load }, policies: { load: { text: this.#text(`turn ${this.#turn}`) } } };
  }

  #nothing(): never {
    throw new Error('there are no changes');
  }

  async #must(method: string, path: string, body?: object): Promise<unknown> {
    const { status, body: said } = await this.#ask(method, path, body);
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(said)}`);
    return said;
  }
}
