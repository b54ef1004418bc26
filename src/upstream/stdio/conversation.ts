import type { StdioServer } from '../../config/index.ts';
import { assertNever, type ByteParts, type Clock, Fault, joined } from '../../kernel/index.ts';
import type {
  ErrorMessage,
  Message,
  NotificationMessage,
  RequestMessage,
  ResultMessage,
  Unreadable,
} from '../../protocol/index.ts';
import { invalid, lostInHere, timedOut, unavailable, unsent } from '../failures.ts';
import { faultLog } from '../fault-log.ts';
import { cancelledNotification, nobodyToAsk, pong } from '../own-messages.ts';
import { printable } from '../printable.ts';
import { QuestionCap, tooManyQuestions } from '../question-cap.ts';
import { notificationsPerSecond, rateCap } from '../rate-cap.ts';
import type { Listener, Pending, UpstreamFailure } from '../upstream.ts';
import type { UpstreamLog } from '../upstream-event.ts';
import { whenRead } from '../when-read.ts';
import { attribute, issuedNumber } from './attribute.ts';
import { type Issued, IssuedRequests } from './issued-requests.ts';
import type { Participant } from './participant.ts';
import { ServerProcess, type ShutdownTimes } from './server-process.ts';

export interface StdioDeps {
  readonly clock: Clock;
  readonly log: UpstreamLog;
  /** How long a process is waited for when it is ended. */
  readonly patience?: ShutdownTimes;
  /** How long a process may be silent when it is asked for its era. */
  readonly silenceMs?: number;
}

const openBrace = 0x7b;
const logLinesPerSecond = 100;
const notStarted = 'The server could not be started.';
const notTaking = 'The server does not take requests at the moment.';

/**
 * One process and what is said with it. It mints the ids, hands each answer to the request that it answers, and finds
 * out to which request the rest belongs, since a pipe carries everything in one stream.
 */
export class Conversation {
  readonly #server: StdioServer;
  readonly #deps: StdioDeps;
  readonly #on: { heard(): void; ended(how: string): void };
  readonly #process: ServerProcess;
  readonly #participants = new Set<Participant>();
  readonly #issued: IssuedRequests;
  readonly #mayLog: () => boolean;
  readonly #mayNotify: () => boolean;
  readonly #questions: QuestionCap;
  #lastId = 0;
  #over: UpstreamFailure | undefined;
  #ending = false;

  /**
   * Starts the process.
   *
   * @param on.heard after each message of the process
   * @param on.ended once, when the process has ended without being asked to
   */
  constructor(server: StdioServer, deps: StdioDeps, on: { heard(): void; ended(how: string): void }) {
    this.#server = server;
    this.#deps = deps;
    this.#on = on;
    this.#mayLog = rateCap(deps.clock, logLinesPerSecond);
    this.#mayNotify = rateCap(deps.clock, notificationsPerSecond);
    this.#questions = new QuestionCap(deps.clock);
    this.#issued = new IssuedRequests(server.timeouts.idleMs);
    const fault = faultLog(server.slug, deps);
    const listener = {
      line: (bytes: Buffer) => this.#line(bytes),
      tooLong: () => {
        this.#violation('sent a message over the size limit');
        this.#giveUp(invalid('sent a message over the size limit'));
      },
      fault: (thrown: unknown) => {
        fault(thrown);
        this.#giveUp(lostInHere(thrown));
      },
      stderr: (text: string) => this.#logLine('stderr', text),
      ended: (how: string) => this.#ended(how),
    };
    this.#process = new ServerProcess(server, listener, deps.clock, deps.patience);
    if (this.#process.pid !== undefined) this.#log('info', 'started', `process ${this.#process.pid}`);
  }

  /** Whether the process has ended or is being ended: nothing can be said any more. */
  get over(): boolean {
    return this.#over !== undefined || this.#ending;
  }

  join(participant: Participant): void {
    this.#participants.add(participant);
  }

  /** Cancels what the participant has under way and forgets it. */
  leave(participant: Participant): void {
    this.#participants.delete(participant);
    for (const [id, { participant: owner, listener }] of this.#issued.waiting) {
      if (owner !== participant) continue;
      this.#cancel(id);
      listener.failure(unavailable('The conversation with the server was closed.', true));
    }
  }

  /** @param endless the answer may never come, as of a subscription */
  request(
    participant: Participant,
    render: (upstreamId: number) => ByteParts,
    listener: Listener,
    endless = false,
  ): Pending {
    this.#lastId += 1;
    const id = this.#lastId;
    if (this.over || !this.#process.writable) {
      const failure = this.#over ?? unavailable(this.#started ? notTaking : notStarted, false);
      return unsent(listener, failure, id);
    }
    const message = joined(render(id));
    const timer = setTimeout(() => this.#timeout(id), this.#server.timeouts.firstByteMs);
    this.#issued.add({ id, participant, listener, serverRequests: new Set(), endless, timer });
    this.#process.write(message, () => {});
    return { upstreamId: id, cancel: (reason) => this.#cancel(id, reason) };
  }

  send(message: Buffer): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#process.write(message, (error) => {
        if (error) reject(new Fault('upstream_unavailable', 'The server cannot be written to.', error));
        else resolve();
      });
    });
  }

  /** Ends the process. What is under way fails. */
  async end(): Promise<void> {
    this.#ending = true;
    this.#issued.failAll(unavailable('The conversation with the server was closed.', true));
    await this.#process.end();
  }

  #line(bytes: Buffer): void | Promise<void> {
    let start = 0;
    while (start < bytes.length && (bytes[start] ?? 0) <= 0x20) start += 1;
    if (start === bytes.length) return;
    // Banners and stray prints are common, and no message begins like them.
    if (bytes[start] !== openBrace) return this.#logLine('stdout', bytes.toString('utf8', 0, 8192));
    const { response, depth, nodes } = this.#server.caps;
    return whenRead(bytes, { bytes: response, depth, nodes }, (message) => this.#take(message, bytes));
  }

  #take(message: Message | Unreadable, bytes: Buffer): void {
    switch (message.kind) {
      case 'result':
      case 'error':
        this.#answer(message);
        break;
      case 'notification':
        this.#notification(message);
        break;
      case 'request':
        this.#request(message);
        break;
      case 'unreadable':
        this.#unreadable(bytes, message.message);
        break;
      default:
        assertNever(message);
    }
  }

  #answer(message: ResultMessage | ErrorMessage): void {
    this.#on.heard();
    const id = message.id === undefined ? undefined : issuedNumber(message.id);
    if (id !== undefined && this.#issued.end(id, (listener) => listener.answer(message))) return;
    if (id !== undefined && this.#issued.late(id)) return;
    // Given up too long ago, never asked, or answered before.
    const asked = id !== undefined && id >= 1 && id <= this.#lastId;
    this.#violation(asked ? 'answered a request that is no longer waiting' : 'answered what it was not asked');
  }

  #notification(message: NotificationMessage): void {
    this.#on.heard();
    if (!this.#mayNotify()) {
      this.#violation('sends more notifications than may be passed on');
      return;
    }
    // A log line names no request. That it comes while one call is under way does not make it that call's: the one before it
    // may have been another grant's.
    if (this.#server.shared && message.method === 'notifications/message') {
      this.#logLine('stdout', message.bytes.toString('utf8', 0, 8192));
      return;
    }
    const issued = attribute(message, this.#issued.waiting);
    if (issued !== undefined) {
      this.#alive(issued);
      issued.listener.notification(message);
    } else for (const { stray } of this.#participants) stray?.notification(message);
  }

  #request(message: RequestMessage): void {
    this.#on.heard();
    if (!this.#questions.passes()) {
      this.#violation(tooManyQuestions);
      return;
    }
    const issued = attribute(message, this.#issued.waiting);
    const asked = issued?.listener ?? [...this.#participants].find(({ stray }) => stray !== undefined)?.stray;
    // Of several sessions on one process none is the server's to ask.
    if (this.#server.shared || asked === undefined) {
      this.#process.write(message.method === 'ping' ? pong(message.id.text) : nobodyToAsk(message.id.text), () => {});
      return;
    }
    if (issued !== undefined) {
      issued.serverRequests.add(message.id.key);
      this.#alive(issued);
    }
    asked.request(message);
  }

  /**
   * Nothing of it goes anywhere. If a lenient reader would find the id of a waiting request in it, that request fails
   * now instead of waiting for an answer that has come already: all that the lenient reading can do is fail it.
   */
  #unreadable(bytes: Buffer, what: string): void {
    const id = lenientId(bytes);
    if (id === undefined) {
      this.#logLine('stdout', bytes.toString('utf8', 0, 8192));
      return;
    }
    this.#violation(`sent an unreadable message: ${what}`);
    this.#issued.end(id, (listener) => listener.failure(invalid('gave an answer that cannot be read', what)));
  }

  #timeout(id: number): void {
    const issued = this.#issued.waiting.get(id);
    if (issued === undefined) return;
    this.#cancel(id, 'timed out');
    issued.listener.failure(timedOut('The server did not answer in time.', true));
  }

  #cancel(id: number, reason?: string): void {
    if (!this.#issued.giveUp(id)) return;
    if (!this.over) this.#process.write(cancelledNotification(id, reason), () => {});
  }

  /** A sign of life: from now on the request may be silent for as long as a stream may. */
  #alive(issued: Issued): void {
    clearTimeout(issued.timer);
    if (issued.endless) return;
    issued.timer = setTimeout(() => this.#timeout(issued.id), this.#server.timeouts.idleMs);
  }

  /** The process is being ended; what is under way fails. */
  #giveUp(failure: UpstreamFailure): void {
    this.#over = failure;
    this.#issued.failAll(failure);
  }

  get #started(): boolean {
    return this.#process.pid !== undefined;
  }

  #ended(how: string): void {
    const started = this.#started;
    // One that never ran is news, whoever has given it up meanwhile.
    this.#log(started && this.#ending ? 'info' : 'warn', 'ended', how);
    const failure = unavailable(started ? 'The server has ended.' : notStarted, started, how);
    this.#over ??= failure;
    this.#issued.failAll(failure);
    if (this.#ending) return;
    this.#on.ended(how);
    for (const participant of this.#participants) participant.lost(failure);
  }

  #violation(detail: string): void {
    if (this.#mayLog()) this.#log('warn', 'violation', detail);
  }

  #logLine(event: 'stderr' | 'stdout', text: string): void {
    if (text !== '' && this.#mayLog()) this.#log('info', event, printable(text));
  }

  #log(level: 'info' | 'warn', event: 'started' | 'ended' | 'stderr' | 'stdout' | 'violation', detail: string): void {
    this.#deps.log({ server: this.#server.slug, level, event, detail });
  }
}

function lenientId(bytes: Buffer): number | undefined {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'number'
      ? value.id
      : undefined;
  } catch {
    return undefined;
  }
}
