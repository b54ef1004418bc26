import { textAt, writeNotification } from '../../protocol/index.ts';
import type { GovernedCall } from '../governed-call.ts';
import type { Ports } from '../ports.ts';
import type { UnderWay } from '../under-way.ts';
import { askWhetherToWait } from './wait-question.ts';

/**
 * What ended a wait. `turn`: there is a decision, and it is this call's turn to go by it. `elapsed`: the client has waited
 * long enough, or whoever sits at it has.
 */
export type Woken = 'turn' | 'elapsed' | 'gone' | 'cancelled' | 'killed';

/** How often a client is told that its call still waits, where it wants to be told of progress. */
const progressEveryMs = 10_000;

/**
 * So little that whatever progress the server reports afterwards is more: progress must increase all through a call, and
 * nobody knows yet in what the server counts.
 */
const progressStep = 1e-6;

/** So often whoever sits at the client may say that they go on waiting. */
const mostQuestions = 8;

/** The part of `hold` that is left to them to say so: who says nothing is kept waiting no longer than `hold`. */
const toAnswer = 1 / 3;

/**
 * A call that is held for a person, over all the decisions that it may have to wait for: its client is kept waiting no
 * longer than `hold` in all, and is kept awake in the meantime. Where its client has a session and can ask whoever sits at
 * it, they are asked whether to go on; each time that they say so it is `hold` once more. It never runs because time has
 * passed, nor for anything that they say.
 */
export class HeldCall {
  /** The request that it waited for last. */
  waitedFor: string | undefined;
  readonly #call: GovernedCall;
  readonly #underWay: UnderWay;
  readonly #ports: Pick<Ports, 'approvals' | 'clock'>;
  readonly #holdMs: number;
  #deadline: number;
  #questions = 0;
  #leave: (() => void) | undefined;
  #beat: NodeJS.Timeout | undefined;
  #progress = 0;
  #gone = false;
  #turn = false;
  #wake: ((woken: Woken) => void) | undefined;

  /**
   * @param waitedFor the request that the call waited for before it came back
   * @param holdMs how long its client is kept waiting
   */
  constructor(
    call: GovernedCall,
    waitedFor: string | undefined,
    holdMs: number,
    underWay: UnderWay,
    ports: Pick<Ports, 'approvals' | 'clock'>,
  ) {
    this.#call = call;
    this.waitedFor = waitedFor;
    this.#underWay = underWay;
    this.#ports = ports;
    this.#holdMs = holdMs;
    this.#deadline = call.startedAt + holdMs;
    const { reply, session } = call;
    // In the stateless revision a client that leaves has cancelled, and says so by itself.
    if (!session.revision.stateless) {
      reply.onGone(() => {
        this.#gone = true;
        this.#wake?.('gone');
      });
    }
  }

  /**
   * Waits until there is a decision on a request and it is this call's turn, or until there is no more to wait for.
   * After `turn` it keeps its place, so that nobody goes by the same decision, until {@link leave}.
   */
  async wait(id: string): Promise<Woken> {
    this.leave();
    this.waitedFor = id;
    if (this.#gone) return 'gone';
    if (this.#left() <= 0) return 'elapsed';
    const { promise, resolve } = Promise.withResolvers<Woken>();
    this.#wake = resolve;
    this.#underWay.onCancel(() => resolve(this.#underWay.killed ? 'killed' : 'cancelled'));
    const endPatience = this.#bePatient(id, () => resolve('elapsed'));
    this.#stayAwake(id);
    this.#leave = this.#ports.approvals.turns.join(id, {
      since: this.#call.startedAt,
      turn: () => resolve('turn'),
      enough: () => resolve('elapsed'),
    });
    const woken = await promise;
    endPatience();
    clearInterval(this.#beat);
    this.#wake = undefined;
    if (woken === 'turn') this.#turn = true;
    else this.leave();
    return woken;
  }

  /** Nobody is there any more to be answered. */
  get left(): boolean {
    return this.#gone || this.#underWay.cancelled !== undefined;
  }

  /** Whether it is this call's turn to go by the decision on a request. */
  hasTurn(id: string): boolean {
    return this.#turn && this.waitedFor === id;
  }

  /** The decision was used, or is not wanted: the next in line may have it. */
  leave(): void {
    this.#turn = false;
    this.#leave?.();
    this.#leave = undefined;
  }

  /** Ms for which the client may still be kept waiting. */
  #left(): number {
    return this.#deadline - this.#ports.clock.monotonic();
  }

  /**
   * Has had enough at the deadline, which whoever sits at the client may put off, or may not wait for.
   *
   * @returns what ends it: nothing is asked any more, and a question that stands is taken back
   */
  #bePatient(id: string, enough: () => void): () => void {
    let takeBack: (() => void) | undefined;
    let question: NodeJS.Timeout | undefined;
    let end: NodeJS.Timeout | undefined;
    const begin = (): void => {
      end = setTimeout(enough, Math.max(0, this.#left()));
      const untilAsked = Math.max(0, this.#left() - this.#holdMs * toAnswer);
      if (this.#questions < mostQuestions) question = setTimeout(ask, untilAsked);
    };
    const ask = (): void => {
      this.#questions += 1;
      takeBack = askWhetherToWait(this.#call, id, (goOn) => {
        if (!goOn) return enough();
        clearTimeout(end);
        this.#deadline = this.#ports.clock.monotonic() + this.#holdMs;
        begin();
      });
    };
    begin();
    return () => {
      clearTimeout(end);
      clearTimeout(question);
      takeBack?.();
    };
  }

  /** The client is owed a sign of life: its own time-out, and whatever stands between, may be shorter than a person. */
  #stayAwake(id: string): void {
    const { reply, message } = this.#call;
    reply.wait();
    const token = message.meta.get('progressToken');
    if (token === undefined) return;
    const tell = (): void => {
      this.#progress += progressStep;
      const told: [string, string][] = [
        ['progressToken', textAt(message.bytes, token)],
        ['progress', this.#progress.toFixed(6)],
        ['message', JSON.stringify(`Approval ${id} is pending.`)],
      ];
      reply.message(writeNotification('notifications/progress', told));
    };
    tell();
    this.#beat = setInterval(tell, progressEveryMs);
  }
}
