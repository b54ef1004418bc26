import cluster, { type Worker } from 'node:cluster';
import { mkdirSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { workerVariable } from './as-worker.ts';
import { BackOff } from './back-off.ts';
import { workerFolder } from './worker-folders.ts';

/** What every worker of a gateway is started with. */
export interface WorkerProgram {
  /** The program, and its arguments without the data folder. */
  readonly program: string;
  readonly args: readonly string[];
  readonly dataFolder: string;
  /** How long one that was asked to end has before it is killed, in ms. */
  readonly leaveMs: number;
}

/** A worker that has served so long and then dies begins anew with the shortest wait. */
const soundAfterMs = 60_000;

/** One place for a worker: filled again whenever its process dies, until it is emptied. */
export class Slot {
  readonly number: number;
  readonly #program: WorkerProgram;
  readonly #say: (sentence: string) => void;
  readonly #wait = new BackOff();
  #worker: Worker | undefined;
  #serves = false;
  /** Whoever ends is meant to. */
  #leaving = false;
  #emptied = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(number: number, program: WorkerProgram, say: (sentence: string) => void) {
    this.number = number;
    this.#program = program;
    this.#say = say;
  }

  /** The process, once it serves and until it is asked to end. */
  get serving(): Worker | undefined {
    return this.#serves && !this.#leaving ? this.#worker : undefined;
  }

  /**
   * Starts a process here. One that dies after it has served is followed by another.
   *
   * @param keep whether one that dies before it serves is, too
   * @param stdout where what it prints goes; nowhere when absent
   * @returns whether it serves; `false` when it has ended before
   */
  async fill(keep: boolean, stdout?: Writable): Promise<boolean> {
    const worker = this.#fork();
    if (stdout === undefined) worker.process.stdout?.resume();
    else worker.process.stdout?.pipe(stdout, { end: false });
    const serves = await new Promise<boolean>((resolve) => {
      worker.once('listening', () => resolve(true));
      worker.once('exit', () => resolve(false));
    });
    if (serves) this.#serves = true;
    else if (keep && !this.#leaving) this.#again(worker);
    const since = performance.now();
    if (serves) {
      worker.once('exit', () => {
        this.#serves = false;
        if (this.#leaving) return;
        if (performance.now() - since > soundAfterMs) this.#wait.reset();
        this.#again(worker);
      });
    }
    return serves;
  }

  /** Puts another process in the place of the one that serves, which takes no new connections and ends what it has. */
  async replace(): Promise<boolean> {
    clearTimeout(this.#timer);
    await this.#end('SIGUSR2');
    if (this.#emptied) return false;
    this.#leaving = false;
    return await this.fill(true);
  }

  /** Ends the process in order and starts no other. */
  async empty(): Promise<void> {
    this.#emptied = true;
    clearTimeout(this.#timer);
    await this.#end('SIGTERM');
  }

  /** Ends the process at once. */
  kill(): void {
    if (this.#worker?.isDead() === false) this.#worker.process.kill('SIGKILL');
  }

  #fork(): Worker {
    const { program, args, dataFolder } = this.#program;
    const folder = workerFolder(dataFolder, this.number);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    cluster.setupPrimary({
      exec: program,
      args: [...args, '--data', folder],
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    const worker = cluster.fork({ [workerVariable]: String(this.number) });
    // One that cannot be told anything any more is one that ends: its exit says so.
    worker.on('error', () => undefined);
    this.#worker = worker;
    return worker;
  }

  #again(worker: Worker): void {
    const ms = this.#wait.next();
    const { signalCode, exitCode } = worker.process;
    this.#say(`worker ${this.number} has ended (${signalCode ?? exitCode}); another is started in ${ms} ms`);
    this.#timer = setTimeout(() => void this.fill(true), ms);
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    this.#leaving = true;
    const worker = this.#worker;
    if (worker === undefined || worker.isDead()) return;
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    worker.process.kill(signal);
    const timer = setTimeout(() => {
      this.#say(`worker ${this.number} does not end; it is killed`);
      worker.process.kill('SIGKILL');
    }, this.#program.leaveMs);
    await ended;
    clearTimeout(timer);
  }
}
