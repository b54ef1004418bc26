import type { Journal } from '../audit/index.ts';
import type { CapturedCall, CaptureLevel } from '../captures/index.ts';
import type { DefinitionGate, TableCache, ToolTable } from '../definitions/index.ts';
import type { Principal } from '../identity/index.ts';
import type { Clock, Code, Outcome } from '../kernel/index.ts';
import type { Limiter } from '../limits/index.ts';
import type { Snapshot } from '../snapshot/index.ts';
import type { Admission } from './admission.ts';
import type { Approvals } from './approval/approvals.ts';
import type { CallsUnderWay } from './calls-under-way.ts';
import type { GrantUses } from './grant-uses.ts';
import type { ListChanges } from './list-changes.ts';
import type { SessionSeal } from './sessions/session-seal.ts';
import type { StatelessSessions } from './sessions/stateless-sessions.ts';
import type { TaskSeal } from './tasks/task-seal.ts';

/** What the way of a call needs of the world. `composition/` fills it in; nothing in here knows an adapter. */
export interface Ports {
  readonly clock: Clock;
  /** The configuration in force now. Taken once for each request. */
  snapshot(): Snapshot;
  /** Whether it is unknown at the moment if that is still the one in force: then nobody is served. */
  stale(): boolean;
  readonly limiter: Limiter;
  /** Where calls wait for people. */
  readonly approvals: Approvals;
  readonly journal: Journal;
  readonly admission: Admission;
  readonly tables: TableCache;
  /** Which definitions of pinned servers may be shown and called. */
  readonly definitions: DefinitionGate;
  readonly risks: Risks;
  readonly captures: Captures;
  readonly calls: CallsUnderWay;
  readonly listChanges: ListChanges;
  readonly uses: GrantUses;
  readonly stateless: StatelessSessions;
  readonly sessionSeal: SessionSeal;
  readonly taskSeal: TaskSeal;
  readonly refusals: Refusals;
  readonly telemetry: Telemetry;
}

/** Port: whole arguments, kept beside the record where an operator asks for them. No call waits for it or fails by it. */
export interface Captures {
  /** How much of a call is captured: `off` nearly always. */
  levelFor(grant: { readonly id: string; readonly label: string }, server: string): CaptureLevel;
  keep(call: CapturedCall): void;
}

/** Port: what tools can do at worst. Asked when a list is read; no call waits for it. */
export interface Risks {
  /** Whether every list is classed; otherwise those that a policy asks about. */
  readonly always: boolean;
  /**
   * @param trusted whether the operator believes the server's author: then hints may lower a class
   * @returns the table with each tool's class
   */
  classed(server: string, table: ToolTable, trusted: boolean): Promise<ToolTable>;
}

/** Port: where refusals before judgement are counted and recorded, floods as one record. */
export interface Refusals {
  refused(refusal: RefusedRequest): void;
}

export interface RefusedRequest {
  /** The authority's time, ms since the epoch. */
  readonly time: number;
  readonly address: string;
  readonly server: string;
  readonly outcome: Outcome;
  readonly code: Code;
  /** Absent before authentication. */
  readonly principal?: Principal;
}

/** What the data plane tells the operator besides the record. No argument, token or tool name from outside the table. */
export interface Telemetry {
  /** One judged call has ended, `ms` after its arrival. */
  call(server: string, outcome: Outcome, code: Code | undefined, ms: number): void;
  /** Something an operator should read: `fields` are flat and free of secrets. */
  warn(message: string, fields: Readonly<Record<string, unknown>>): void;
}
