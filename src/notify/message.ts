/** What the installation tells others about itself, by type. Never a secret; argument values stand in `values` alone. */
export type OutboxMessage =
  | {
      readonly type: 'definitions.waiting';
      readonly data: {
        readonly server: string;
        /** Tools whose definitions are new or changed, and quarantined until somebody approves them. */
        readonly tools: readonly { readonly name: string; readonly change: 'new' | 'changed' }[];
      };
    }
  | {
      readonly type: 'denials.spike';
      readonly data: {
        /** Label of the grant. */
        readonly grant: string;
        readonly denied: number;
        readonly windowMs: number;
      };
    }
  | {
      readonly type: 'chain.broken';
      readonly data: {
        readonly findings: readonly { readonly writer: string; readonly seq: number; readonly problem: string }[];
      };
    }
  | {
      readonly type: 'grant.expiring';
      readonly data: {
        readonly grant: string;
        readonly label: string;
        /** Ms since the epoch. */
        readonly expiresAt: number;
      };
    }
  | {
      readonly type: 'approval.waiting';
      readonly data: {
        readonly approval: string;
        /** Label of the grant. */
        readonly grant: string;
        readonly server: string;
        readonly tool: string;
        /** JSON pointer into the policy: what asks. */
        readonly rule: string;
        /** Names of the arguments, not their values. */
        readonly keys: readonly string[];
        /** Ms since the epoch. */
        readonly expiresAt: number;
        readonly reason?: string;
        /** Where it is decided, after signing in. Opening it decides nothing. */
        readonly link?: string;
      };
      /** The arguments, for channels that are to be told values. */
      readonly values?: Readonly<Record<string, unknown>>;
    }
  | {
      readonly type: 'kill.set' | 'kill.lifted';
      readonly data: { readonly kill: string; readonly target: string; readonly by: string };
    }
  | {
      readonly type: 'message.received';
      readonly data: {
        readonly message: string;
        /** The page that it was sent from. */
        readonly about: string;
      };
      /** Who wrote it, as they say, and what: for channels that are to be told values. */
      readonly values: { readonly from: string; readonly text: string };
    }
  | {
      /** A batch of records, for channels that are told of them. They are read when they are told, and lie here by number. */
      readonly type: RecordsType;
      readonly data: {
        /** Every record behind this one, … */
        readonly after: number;
        /** … up to this one. */
        readonly upTo: number;
        readonly count: number;
      };
    }
  | { readonly type: 'test'; readonly data: { readonly channel: string } };

export type MessageType = OutboxMessage['type'];

/** Every type that a channel may ask for. */
export const messageTypes = [
  'definitions.waiting',
  'denials.spike',
  'chain.broken',
  'grant.expiring',
  'approval.waiting',
  'kill.set',
  'kill.lifted',
  'message.received',
  'records.calls',
  'records.events',
  'records.spans',
  'test',
] as const satisfies readonly MessageType[];

/** Records, which only collectors are told of; calls also as spans of their traces. */
export type RecordsType = 'records.calls' | 'records.events' | 'records.spans';

/** @returns whether only collectors are told of it */
export function isOfRecords(type: string): type is RecordsType {
  return type === 'records.calls' || type === 'records.events' || type === 'records.spans';
}

/** A message as it lies in the outbox. */
export interface Kept {
  /** The same at every attempt and for every channel: who is told twice can tell. */
  readonly id: string;
  /** Ms since the epoch. */
  readonly time: number;
  readonly message: OutboxMessage;
}
