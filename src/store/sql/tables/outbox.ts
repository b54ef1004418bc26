import type { Generated } from 'kysely';

interface OutboxTable {
  id: string;
  type: string;
  /** JSON. */
  data: string;
  /** Values that a channel asked for, sealed. */
  sealed: Generated<string | null>;
  created_at: number;
  /** 1 once its deliveries are there. */
  spread: Generated<number>;
}

interface DeliveryTable {
  id: string;
  /** Id of the message in the outbox. */
  message: string;
  /** Id of a stored channel, or `file:<name>`. */
  channel: string;
  /** `waiting`, `sent` or `dead`. */
  state: string;
  attempts: Generated<number>;
  due_at: number;
  ended_at: number | null;
  error: string | null;
}

interface ChannelTable {
  id: string;
  name: string;
  /** `webhook`, `slack`, `mail` or `otlp`. */
  kind: string;
  /** Sealed. */
  target: string;
  /** Sealed. */
  secret: string | null;
  /** JSON list; empty: every type. */
  types: string;
  /** 1: argument values, where a message has any, are told. */
  with_values: number;
  /** `active` or `paused`. */
  state: string;
  created_at: number;
  created_by: string;
}

interface AlertTable {
  key: string;
  told_at: number;
  value: string;
}

interface RecordFeedTable {
  /** Id of a stored channel, or `file:<name>`. */
  channel: string;
  /** `records.calls`, `records.events` or `records.spans`. */
  type: string;
  /** Id of the last record that is in a batch. */
  after: number;
}

/** What the installation tells others. */
export interface OutboxTables {
  outbox: OutboxTable;
  delivery: DeliveryTable;
  channel: ChannelTable;
  alert: AlertTable;
  record_feed: RecordFeedTable;
}
