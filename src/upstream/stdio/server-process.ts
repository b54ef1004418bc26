import { type ChildProcessWithoutNullStreams, type StdioOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import type { Readable } from 'node:stream';
import type { StdioServer } from '../../config/index.ts';
import { type Clock, longReadMs, ReadingLine } from '../../kernel/index.ts';
import { oneLine } from '../../protocol/index.ts';
import { printable } from '../printable.ts';
import { childEnvironment } from './child-environment.ts';
import { besidePipes } from './inherited-descriptors.ts';
import { lineSplitter } from './line-splitter.ts';
import { forgetGroup, rememberGroup, signalGroup } from './process-group.ts';
import { bubblewrap, sandboxed } from './sandboxed.ts';
import { type WorkFolder, workFolder } from './work-folder.ts';

/** What a process tells. */
export interface ProcessListener {
  /** One line of standard output. @returns when it has been taken, where that is not at once */
  line(bytes: Buffer): void | Promise<void>;
  /** A line over the cap: the process is being ended. */
  tooLong(): void;
  /** One line of error output, as it came. */
  stderr(text: string): void;
  /** What it wrote could not be taken in, and something was thrown: the process is being ended. */
  fault(thrown: unknown): void;
  /** Nothing of the process is left, and nothing more will be heard. Once. */
  ended(how: string): void;
}

export interface ShutdownTimes {
  /** From closing the process's input to SIGTERM, ms. */
  readonly inputMs: number;
  /** From SIGTERM to SIGKILL, ms. */
  readonly termMs: number;
}

const defaultPatience: ShutdownTimes = Object.freeze({ inputMs: 2_000, termMs: 2_000 });

/** Bytes that may wait for a process that does not read; beyond, requests are turned away unsent. */
const unreadCap = 16 * 1024 * 1024;
const stderrLineCap = 64 * 1024;

/**
 * A server's process: minimal environment, group and folder of its own, three pipes and no other descriptor.
 * `pid` is `undefined` when it could not be started; `ended` says why.
 */
export class ServerProcess {
  readonly pid: number | undefined;
  readonly #child: ChildProcessWithoutNullStreams | undefined;
  readonly #folder: WorkFolder | undefined;
  readonly #listener: ProcessListener;
  readonly #patience: ShutdownTimes;
  readonly #clock: Clock;
  readonly #gone: Promise<void>;
  /** Something that takes long is being taken. */
  #taking: Promise<void> | undefined;
  #over = false;

  constructor(server: StdioServer, listener: ProcessListener, clock: Clock, patience = defaultPatience) {
    this.#listener = listener;
    this.#patience = patience;
    this.#clock = clock;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#gone = promise;
    const over = (how: string): void => {
      if (this.#over) return;
      this.#over = true;
      resolve();
      listener.ended(how);
    };
    try {
      this.#folder = workFolder(server);
      this.#child = start(server, this.#folder.path);
    } catch (error) {
      void this.#removeFolder().then(() => over(`could not be started: ${reason(error, server)}`));
      return;
    }
    this.pid = this.#child.pid;
    this.#attend(this.#child, server, over);
  }

  #attend(child: ChildProcessWithoutNullStreams, server: StdioServer, over: (how: string) => void): void {
    child.on('error', (error) => {
      if (child.pid === undefined)
        void this.#removeFolder().then(() => over(`could not be started: ${reason(error, server)}`));
    });
    if (child.pid === undefined) return;
    rememberGroup(child.pid);
    const tooLong = (): void => {
      this.#listener.tooLong();
      this.#signal('SIGKILL');
    };
    const contained = this.#contained();
    const line = lineSplitter(server.caps.response, (bytes) => this.#listener.line(bytes), tooLong);
    child.stdout.on('data', contained(child.stdout, line));
    const stderr = contained(
      child.stderr,
      cuttingLines(stderrLineCap, (text) => this.#listener.stderr(text.toString('utf8'))),
    );
    child.stderr.on('data', stderr);
    child.stderr.on('close', () => stderr(Buffer.from('\n')));
    // A process that is gone says so by `exit`; a broken pipe before that is no news.
    for (const stream of [child.stdin, child.stdout, child.stderr]) stream.on('error', () => {});
    child.on('exit', (code, signal) => {
      const how = signal === null ? `ended with status ${code}` : `was ended by ${signal}`;
      void this.#reap(child).then(() => over(how));
    });
    child.stdout.on('end', () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      // A server that lives on with its output closed can never answer again.
      const timer = setTimeout(() => this.#signal('SIGKILL'), this.#patience.inputMs);
      child.once('exit', () => clearTimeout(timer));
    });
  }

  /**
   * Takes in what comes from the pipes. From a pipe's event an exception would end the gateway, and with it the calls of
   * everybody; and while something is being taken, or where it took long, nothing more is read.
   */
  #contained(): (pipe: Readable, take: (chunk: Buffer) => void | Promise<void>) => (chunk: Buffer) => void {
    const line = new ReadingLine();
    let broken = false;
    const fault = (thrown: unknown): void => {
      broken = true;
      this.#listener.fault(thrown);
      this.#signal('SIGKILL');
    };
    return (pipe, take) => (chunk) => {
      if (broken) return;
      const began = this.#clock.monotonic();
      try {
        const taking = take(chunk);
        if (taking !== undefined) {
          pipe.pause();
          this.#taking = taking.catch(fault).finally(() => {
            this.#taking = undefined;
            pipe.resume();
          });
        } else if (this.#clock.monotonic() - began >= longReadMs) {
          pipe.pause();
          line.join({ readOn: () => pipe.resume() });
        }
      } catch (thrown) {
        fault(thrown);
      }
    };
  }

  /** Whether a message can be written now: the process runs, and reads. */
  get writable(): boolean {
    const stdin = this.#child?.stdin;
    return this.pid !== undefined && stdin?.writable === true && stdin.writableLength < unreadCap;
  }

  /**
   * Writes one message.
   *
   * @param written hears when the system has taken it, or why not
   */
  write(message: Buffer, written: (error: Error | null | undefined) => void): void {
    const stdin = this.#child?.stdin;
    if (stdin === undefined || !this.writable) {
      queueMicrotask(() => written(new Error('the process does not read')));
      return;
    }
    stdin.cork();
    stdin.write(oneLine(message));
    stdin.write('\n', written);
    stdin.uncork();
  }

  /** Ends the process and all that it started: its input is closed, then SIGTERM, then SIGKILL to the whole group. */
  async end(): Promise<void> {
    if (this.#over || this.pid === undefined) return this.#gone;
    this.#child?.stdin.end();
    if (!(await this.#goneWithin(this.#patience.inputMs))) {
      this.#signal('SIGTERM');
      if (!(await this.#goneWithin(this.#patience.termMs))) this.#signal('SIGKILL');
    }
    await this.#gone;
  }

  #signal(signal: NodeJS.Signals): void {
    if (this.pid !== undefined) signalGroup(this.pid, signal);
  }

  async #goneWithin(ms: number): Promise<boolean> {
    const late = Promise.withResolvers<false>();
    const timer = setTimeout(() => late.resolve(false), ms);
    const gone = await Promise.race([this.#gone.then(() => true), late.promise]);
    clearTimeout(timer);
    return gone;
  }

  /** The process itself is gone: ends what it left behind and hears out what still stands in the pipes. */
  async #reap(child: ChildProcessWithoutNullStreams): Promise<void> {
    const pid = child.pid ?? 0;
    const drained = Promise.all([child.stdout, child.stderr].map(closed));
    if (signalGroup(pid, 'SIGTERM')) {
      const until = this.#clock.monotonic() + this.#patience.termMs;
      while (signalGroup(pid, 0) && this.#clock.monotonic() < until) await pause(20);
      signalGroup(pid, 'SIGKILL');
    }
    forgetGroup(pid);
    // It may be the answer that somebody waits for.
    while (this.#taking !== undefined) await this.#taking;
    // Whoever left the group with the pipe in hand is not waited for.
    await Promise.race([drained, pause(500)]);
    child.stdout.destroy();
    child.stderr.destroy();
    await this.#removeFolder();
  }

  async #removeFolder(): Promise<void> {
    await this.#folder?.remove();
  }
}

function start(server: StdioServer, cwd: string): ChildProcessWithoutNullStreams {
  const [program, ...args] =
    server.sandbox === undefined ? server.command : sandboxed(server.command, cwd, server.sandbox);
  if (program === undefined) throw new Error('the command is empty');
  const env = childEnvironment(server.env, process.env);
  const hasHome = server.runAs === undefined && server.sandbox === undefined;
  // Another user can do nothing with the gateway's home, and in a sandbox it is not there; nor is its folder for what is passing.
  if (!hasHome && !server.env.has('HOME')) env.HOME = cwd;
  if (server.sandbox !== undefined && !server.env.has('TMPDIR')) env.TMPDIR = '/tmp';
  const stdio: StdioOptions = ['pipe', 'pipe', 'pipe', ...besidePipes()];
  const how = { cwd, env, detached: true, windowsHide: true, ...server.runAs, stdio };
  // With whatever beside them, the first three are pipes.
  return spawn(program, args, how) as ChildProcessWithoutNullStreams;
}

/** Lines of a stream that nobody promised to break into lines: what is longer than the cap is cut and goes on. */
function cuttingLines(cap: number, line: (bytes: Buffer) => void): (chunk: Buffer) => void {
  const begin = (): ReturnType<typeof lineSplitter> =>
    lineSplitter(cap, line, () => {
      line(Buffer.from('(a line that is too long)'));
      next = begin();
    });
  let next = begin();
  return (chunk) => void next(chunk);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function closed(pipe: Readable): Promise<void> {
  if (!pipe.closed) await once(pipe, 'close');
}

/** The likeliest of all mistakes with a server is a program that is not there, and the system says no more than `ENOENT`. */
function reason(error: unknown, { command, cwd, sandbox }: StdioServer): string {
  const code = (error as NodeJS.ErrnoException).code ?? (error instanceof Error ? error.message : String(error));
  if (code !== 'ENOENT' && code !== 'EACCES') return code;
  const program =
    sandbox === undefined ? printable(command[0] ?? '') : `${bubblewrap} (bubblewrap), which makes the sandbox,`;
  if (cwd !== undefined && !existsSync(cwd)) return `${code}: its working folder ${printable(cwd)} is not there`;
  return `${code}: ${code === 'ENOENT' ? `${program} is not there, nor in PATH` : `this user may not run ${program}`}`;
}
