import { assertNever } from '../kernel/index.ts';

/** What is stopped. */
export type KillTarget =
  | { readonly kind: 'all' }
  | {
      readonly kind: 'grant';
      /** Its id or its label. */
      readonly grant: string;
    }
  | { readonly kind: 'server'; readonly server: string }
  | {
      readonly kind: 'tool';
      /** Absent: the tool of that name on every server. */
      readonly server?: string;
      readonly tool: string;
    };

/** A stop that is in force. */
export interface Kill {
  readonly id: string;
  readonly target: KillTarget;
  /** The operator's words, for other operators. Agents do not see them. */
  readonly reason?: string;
  /** When it was set, ms since the epoch. */
  readonly since: number;
  /** Who set it. */
  readonly by: string;
}

/** The target in words, as records and the command line show it. */
export function targetWords(target: KillTarget): string {
  switch (target.kind) {
    case 'all':
      return 'everything';
    case 'grant':
      return `grant ${target.grant}`;
    case 'server':
      return `server ${target.server}`;
    case 'tool':
      return target.server === undefined
        ? `tool ${target.tool} on every server`
        : `tool ${target.server}/${target.tool}`;
    default:
      return assertNever(target);
  }
}
