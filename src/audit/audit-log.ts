import type { Head } from './chain.ts';

/** Which records. All given members must hold. */
export interface AuditFilter {
  /** Calls, or what happened to the gateway itself. The members from `grant` to `code` are about calls. */
  readonly kind: 'call' | 'event';
  /** A grant's id or its label. */
  readonly grant?: string;
  readonly server?: string;
  /** Tool name, prompt name or resource URI. */
  readonly tool?: string;
  readonly outcome?: string;
  readonly code?: string;
  /** Arrival at or after, ms since the epoch. */
  readonly since?: number;
  /** Arrival before, ms since the epoch. */
  readonly until?: number;
  /** Only records kept after this one: for following along. */
  readonly after?: number;
  readonly order: 'newest' | 'oldest';
  /** Most records, at least 1. */
  readonly limit: number;
}

/** A record as it is kept. */
export interface StoredRecord {
  /** Its place in the order of arrival in the store. */
  readonly id: number;
  readonly writer: string;
  readonly seq: number;
  /** JSON text, byte for byte as the mac covers it. */
  readonly text: string;
  /** 64 hexadecimal digits each. */
  readonly prevMac: string;
  readonly mac: string;
}

/** Port: what was kept, read back. */
export interface AuditLog {
  query(filter: AuditFilter): Promise<StoredRecord[]>;
  /** The last record of every writer's chain. */
  heads(): Promise<Head[]>;
}
