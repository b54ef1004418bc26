import type { JsonValue } from '../protocol/index.ts';

/** How much of a call's arguments is captured. */
export type CaptureLevel = 'off' | 'paths' | 'full';

/** What a judgement needs of a call beyond its record: all that the policy could have asked for. */
export interface CapturedFacts {
  /** The arguments as they were judged and forwarded; absent at the level `paths`. */
  readonly arguments?: Readonly<Record<string, unknown>> | undefined;
  /** Canonical path → value, at the level `paths`: what the policy's `audit` names. */
  readonly values?: Readonly<Record<string, unknown>> | undefined;
  readonly facts: {
    readonly category: string;
    readonly severity: string;
    readonly annotations: Readonly<Record<string, JsonValue>>;
  };
  readonly tags: Readonly<Record<string, string>>;
  readonly user?: { readonly email: string | null; readonly groups: readonly string[] } | undefined;
}

/** A call of a tool that was judged, on its way into the capture. */
export interface CapturedCall {
  readonly requestId: string;
  /** Of its arrival, ms since the epoch. */
  readonly time: number;
  readonly grant: { readonly id: string; readonly label: string };
  readonly server: string;
  readonly tool: string;
  /** The very span that was judged, as text; `undefined` at the level `paths`. */
  readonly arguments: string | undefined;
  readonly rest: Omit<CapturedFacts, 'arguments'>;
}

/** @returns what is sealed of a call: one JSON object, with the arguments to the letter */
export function capturedText({ arguments: args, rest }: CapturedCall): string {
  const text = JSON.stringify(rest);
  return args === undefined ? text : `${text.slice(0, -1)},"arguments":${args}}`;
}

/** @param text as `capturedText` made it and an envelope kept it */
export function readCaptured(text: string): CapturedFacts {
  return JSON.parse(text);
}
