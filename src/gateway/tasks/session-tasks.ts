import type { TaskClaims, TaskOwner, TaskSeal } from './task-seal.ts';
import type { TaskState } from './task-shape.ts';

/** A task of a session's that its server has, as far as is known. */
export interface Task extends TaskClaims {
  /** How the client knows it. */
  readonly id: string;
  /** The number that the server says progress under, and the client's own token for it, as JSON text. */
  readonly progress: { readonly upstream: number; readonly client: string } | undefined;
  /** How often it came into being before others: the order of lists. */
  readonly order: number;
  isOver: boolean;
  /** Its client has been given what came of it, and that is on the record. */
  isTold: boolean;
}

/** What a task that begins holds until it ends. */
export interface Begun extends Pick<Task, 'tool' | 'requestId' | 'progress'> {
  /** What is to be done once it has ended, by itself or by its time: slots are free again. */
  over(): void;
}

interface Entry {
  readonly task: Task;
  timer: NodeJS.Timeout | undefined;
  over: (() => void) | undefined;
}

/** Tasks that are remembered for one session, those that have ended included; the oldest of these give way. */
const mostKnown = 256;

/** A server that names no end, or a later one, is not believed to work for longer. */
const longestMs = 24 * 60 * 60_000;

/**
 * The tasks of one session with one server: which of the server's ids are the client's own, and what they hold. It is
 * the only thing that turns a client's id into a server's, so that what is not this session's reaches no server.
 */
export class SessionTasks {
  readonly #byUpstreamId = new Map<string, Entry>();
  readonly #owner: () => TaskOwner;
  readonly #seal: TaskSeal;
  #order = 0;

  /** @param owner asked for when it is needed: a session gets its name once it has begun */
  constructor(owner: () => TaskOwner, seal: TaskSeal) {
    this.#owner = owner;
    this.#seal = seal;
  }

  /**
   * The server has begun a task.
   *
   * @returns `undefined` when it cannot be passed on: its id is too long, or known already
   */
  begin(state: TaskState, begun: Begun): Task | undefined {
    if (this.#byUpstreamId.has(state.taskId)) return undefined;
    const { tool, requestId, progress } = begun;
    const claims = { upstreamId: state.taskId, tool, requestId };
    const id = this.#seal.seal(this.#owner(), claims);
    if (id === undefined) return undefined;
    const entry = this.#keep({ ...claims, id, progress }, () => begun.over());
    this.heard(state);
    return entry.task;
  }

  /**
   * The task that a client names.
   *
   * @returns `undefined` for whatever is none of this session's
   */
  open(id: string): Task | undefined {
    const claims = this.#seal.open(this.#owner(), id);
    if (claims === undefined) return undefined;
    // One that this process has not seen begin is the session's all the same: the gateway was started again.
    return (this.#byUpstreamId.get(claims.upstreamId) ?? this.#keep({ ...claims, id, progress: undefined })).task;
  }

  /** @returns how the client knows what the server calls so; `undefined` when it is none of this session's */
  idOf(upstreamId: string): string | undefined {
    return this.#byUpstreamId.get(upstreamId)?.task.id;
  }

  /** @returns the client's own token for progress that the server reports of a task */
  progressToken(upstream: number): string | undefined {
    for (const { task } of this.#byUpstreamId.values()) {
      if (task.progress?.upstream === upstream) return task.progress.client;
    }
    return undefined;
  }

  /** The server says how a task stands. */
  heard({ taskId, ended, ttlMs }: TaskState): void {
    const entry = this.#byUpstreamId.get(taskId);
    if (entry === undefined) return;
    if (ended) this.#end(entry);
    clearTimeout(entry.timer);
    entry.timer = setTimeout(() => this.forget(taskId), Math.min(ttlMs ?? longestMs, longestMs)).unref();
  }

  /** The server does not know it any more. */
  forget(upstreamId: string): void {
    const entry = this.#byUpstreamId.get(upstreamId);
    if (entry === undefined) return;
    clearTimeout(entry.timer);
    this.#byUpstreamId.delete(upstreamId);
    this.#end(entry);
  }

  /** All that are known, the oldest first. */
  get all(): readonly Task[] {
    return [...this.#byUpstreamId.values()].map(({ task }) => task);
  }

  get size(): number {
    return this.#byUpstreamId.size;
  }

  /** The session ends, and what its server did for it with it. */
  close(): void {
    for (const id of this.#byUpstreamId.keys()) this.forget(id);
  }

  #keep(about: Omit<Task, 'order' | 'isOver' | 'isTold'>, over?: () => void): Entry {
    this.#makeRoom();
    this.#order += 1;
    const entry: Entry = {
      task: { ...about, order: this.#order, isOver: false, isTold: false },
      timer: undefined,
      over,
    };
    this.#byUpstreamId.set(about.upstreamId, entry);
    return entry;
  }

  #makeRoom(): void {
    if (this.#byUpstreamId.size < mostKnown) return;
    const all = [...this.#byUpstreamId.values()];
    const gives = all.find(({ task }) => task.isOver) ?? all.find(({ over }) => over === undefined) ?? all[0];
    if (gives !== undefined) this.forget(gives.task.upstreamId);
  }

  #end(entry: Entry): void {
    entry.task.isOver = true;
    const { over } = entry;
    entry.over = undefined;
    over?.();
  }
}
