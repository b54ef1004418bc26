import type { MessagePort } from 'node:worker_threads';
import type { AuditFilter, Head, StoredRecord } from '../../audit/index.ts';
import type { CounterSnapshot } from '../../limits/index.ts';
import type { JournalPosition } from '../journal/segment.ts';
import type { Verification } from './verification.ts';

/** What the store worker is started with. */
export interface WorkerStart {
  readonly dataFolder: string;
  /** `postgres://…`; absent where the database is SQLite's, in the data folder. */
  readonly database?: string;
  /** Chain keys by the id of their secret key, the current one first. */
  readonly keys: readonly { readonly id: string; readonly key: Uint8Array }[];
  /** Writers that this process holds. Those of dead processes are drained; one of them is carried on if it can be. */
  readonly writers: readonly { readonly name: string; readonly folder: string }[];
}

/** What the worker says when it is ready. */
export interface WorkerReady {
  /** Which of the writers is to be carried on; absent when none was kept under the current key. */
  readonly writer: string | undefined;
  readonly lastTime: number;
  /** How far the clock of the database's server is ahead of this machine's, ms; 0 where there is none. */
  readonly clockAhead: number;
  readonly counters: CounterSnapshot;
}

/** Which records go. */
export interface Removal {
  /** Those that arrived before, ms since the epoch. */
  readonly before: number;
  readonly now: number;
  /** The oldest go, too, while there are more bytes. */
  readonly maxBytes?: number;
  /** It ends once so many have gone, or a few more: what is left is for the next time. */
  readonly most?: number;
}

/** What the main thread asks, and what it is answered. */
export interface WorkerCalls {
  /** Begins a writer (new or carried on). @returns the number of its next segment */
  begin(ask: { readonly name: string; readonly folder: string }): number | Promise<number>;
  /** Drains up to a place that is synced. */
  drain(ask: JournalPosition): null | Promise<null>;
  /** What had been taken by all writers, as far as it is drained, and may still count at a time. */
  counters(ask: { readonly now: number }): CounterSnapshot | Promise<CounterSnapshot>;
  query(ask: AuditFilter): StoredRecord[] | Promise<StoredRecord[]>;
  heads(ask: null): Head[] | Promise<Head[]>;
  /** Removes records of before a time, and the oldest while there are more bytes, under signed cuts. @returns how many */
  retain(ask: Removal): number | Promise<number>;
  /** Keeps that a session was ended, and forgets of which no id is of use any more. Durable when it is answered. */
  endSession(ask: { readonly digest: string; readonly until: number; readonly now: number }): null | Promise<null>;
  /** @returns those of the sessions that were ended */
  endedAmong(ask: { readonly digests: readonly string[] }): string[] | Promise<string[]>;
  /** Walks every chain, as it stood when it began. Others have their turns meanwhile. */
  verify(ask: { readonly heads: readonly Head[] }): Promise<Verification>;
  close(ask: null): null | Promise<null>;
}

/** On PostgreSQL the verbs have a pool of their own. */
export interface SqliteCalls extends WorkerCalls {
  /** Serves the control plane's connection at the other end of this port, too; one at a time. */
  connect(port: MessagePort): null;
}

export type CallName = keyof SqliteCalls;

export interface FilingAsk {
  readonly id: number;
  readonly name: CallName;
  readonly argument: unknown;
}

export type FilingAnswer =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly name: string; readonly message: string };
