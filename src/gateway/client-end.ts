import { newId, Roster } from '../kernel/index.ts';
import type { ErrorMessage, ResultMessage, RpcId } from '../protocol/index.ts';
import type { UpstreamSession } from '../upstream/index.ts';
import { StreamLog } from './http/stream-log.ts';
import type { SessionTasks } from './tasks/session-tasks.ts';
import { UnderWay } from './under-way.ts';

/** A question that was put to the client and waits for its answer. */
export type OpenQuestion = AskedByServer | AskedByGateway;

/** A request of the server's that was passed on. */
export interface AskedByServer {
  readonly kind: 'server';
  /** The id that the server gave it, and the conversation on which the answer belongs. */
  readonly upstreamId: RpcId;
  readonly upstream: UpstreamSession;
  /** Under which it wants to hear how far the client has come, as the key of an id; `undefined` where it does not. */
  readonly progressKey: string | undefined;
  /** Of the session that was asked. */
  readonly tasks: SessionTasks;
}

/** A question of the gateway's own. */
export interface AskedByGateway {
  readonly kind: 'gateway';
  answered(message: ResultMessage | ErrorMessage): void;
}

/** Questions that wait for one client's answers. Each is kept until it comes, and some clients never answer. */
const mostQuestions = 100;

/** The stream on which messages reach the client that belong to no request of its own. */
export interface ServerStream {
  /** @returns `false` when the client is gone */
  send(bytes: Buffer): boolean;
  close(): void;
}

/**
 * The client's end of a conversation: what it has under way, what it was asked, and the stream on which it listens.
 * Where one URL stands for several servers, one client's end is shared by the sessions with each of them.
 */
export class ClientEnd {
  stream: ServerStream | undefined;
  #log: StreamLog | undefined;
  /** What could not be told for want of a stream, and is as good later: each once. */
  #untold: Set<Buffer> | undefined;
  readonly #stateless: boolean;
  readonly #underWay = new Roster<UnderWay>();
  /** Requests that last as long as the client listens. Few clients have any, so that nothing is made for those who have none. */
  #listening: Set<UnderWay> | undefined;
  #asked: Map<string, OpenQuestion> | undefined;
  #nextAsk = 1;
  #passOn: ((message: Buffer) => void) | undefined;

  /** @param stateless in the stateless revision ids belong to their exchange and never clash */
  constructor(stateless: boolean) {
    this.#stateless = stateless;
  }

  /** From now on what nobody here waits for is passed on to other gateways. Each of them asks by ids of its own. */
  shares(passOn: (message: Buffer) => void): void {
    this.#passOn = passOn;
    this.#nextAsk = Number.parseInt(newId().slice(0, 10), 16);
  }

  /** Nobody here waits for this message of the client's. */
  passOn(message: Buffer): void {
    this.#passOn?.(message);
  }

  /** @returns the request's place, or `undefined` when one with this id is already under way */
  begin(id: RpcId): UnderWay | undefined {
    const underWay = new UnderWay();
    if (this.#stateless) return underWay;
    if (this.#underWay.has(id.key)) return undefined;
    this.#underWay.set(id.key, underWay);
    return underWay;
  }

  finish(id: RpcId, underWay: UnderWay): void {
    if (this.#underWay.get(id.key) === underWay) this.#underWay.delete(id.key);
  }

  /** Its streams over HTTP, for a client that comes back to them. */
  get log(): StreamLog {
    this.#log ??= new StreamLog();
    return this.#log;
  }

  /** The client listens from now on. */
  open(stream: ServerStream): void {
    this.stream = stream;
    for (const bytes of this.#untold ?? []) stream.send(bytes);
    this.#untold = undefined;
  }

  /** A notification of no request. One whose client has lost its stream is kept for it, as long as it may come back. */
  tell(bytes: Buffer): void {
    if (this.stream !== undefined) this.stream.send(bytes);
    else if (this.#log?.unasked.last !== undefined && this.#log.unasked.last > 0) this.#log.unasked.send(bytes);
  }

  /** @param bytes always the same ones, of something that its client wants to know whenever it listens */
  tellOnceOpen(bytes: Buffer): void {
    if (this.stream !== undefined) {
      this.stream.send(bytes);
      return;
    }
    this.#untold ??= new Set();
    this.#untold.add(bytes);
  }

  /** From now on the request stands until one side has had enough of it. @returns what is to be done at its end */
  listens(underWay: UnderWay): () => void {
    this.#listening ??= new Set();
    this.#listening.add(underWay);
    return () => void this.#listening?.delete(underWay);
  }

  /** Nobody is there to miss it: no stream is open and no request under way. */
  get idle(): boolean {
    return this.stream === undefined && this.#underWay.size === 0 && (this.#listening?.size ?? 0) === 0;
  }

  /** Ends the streams on which the client listens; its other requests go on. */
  closeStreams(reason: string): void {
    for (const underWay of this.#listening ?? []) underWay.cancel(reason);
    this.stream?.close();
  }

  /** The client cancels one of its requests; one that is unknown or has ended is ignored, as the protocol says. @returns whether it is under way here */
  cancel(idKey: string, reason: string | undefined): boolean {
    const underWay = this.#underWay.get(idKey);
    underWay?.cancel(reason);
    return underWay !== undefined;
  }

  /** Whether so few questions wait for the client's answer that it may be asked another. */
  get mayBeAsked(): boolean {
    return (this.#asked?.size ?? 0) < mostQuestions;
  }

  /** @returns the id under which the client is asked; ours, so that two servers' ids can never meet */
  ask(asked: OpenQuestion): number {
    const id = this.#nextAsk++;
    this.#asked ??= new Map();
    this.#asked.set(`n:${id}`, asked);
    return id;
  }

  /** @returns the id under which the client was asked what the server calls so; `undefined` when it was not asked that */
  askedAs(upstreamIdKey: string, upstream: UpstreamSession): number | undefined {
    for (const [key, asked] of this.#asked ?? []) {
      if (asked.kind === 'server' && asked.upstream === upstream && asked.upstreamId.key === upstreamIdKey) {
        return Number(key.slice(2));
      }
    }
    return undefined;
  }

  /** @returns the question that came with this token; `undefined` where none did, or several: tokens are their servers' own */
  askedWith(progressKey: string): AskedByServer | undefined {
    let found: AskedByServer | undefined;
    for (const asked of this.#asked?.values() ?? []) {
      if (asked.kind !== 'server' || asked.progressKey !== progressKey) continue;
      if (found !== undefined) return undefined;
      found = asked;
    }
    return found;
  }

  /** @returns what the client's answer with this id belongs to; each is answered once */
  answered(idKey: string): OpenQuestion | undefined {
    const asked = this.#asked?.get(idKey);
    this.#asked?.delete(idKey);
    return asked;
  }

  /** Requests under way are cancelled upstream, and the stream closes. */
  close(reason: string): void {
    for (const underWay of [...this.#underWay.values(), ...(this.#listening ?? [])]) underWay.cancel(reason);
    this.#underWay.clear();
    this.#asked = undefined;
    this.#log?.close();
    this.stream?.close();
    this.stream = undefined;
  }
}
