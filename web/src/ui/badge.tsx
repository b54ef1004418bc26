import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import { Icon, type IconName } from './icon.tsx';

const tones = {
  neutral: 'bg-sunken text-ink-2 border-line',
  accent: 'bg-accent-soft text-accent border-transparent',
  allow: 'bg-allow-soft text-allow border-transparent',
  deny: 'bg-deny-soft text-deny border-transparent',
  ask: 'bg-ask-soft text-ask border-transparent',
  limit: 'bg-limit-soft text-limit border-transparent',
} as const;
export type Tone = keyof typeof tones;

/** A short word with a meaning; the colour only says again what the word and the sign say. */
export function Badge({ tone = 'neutral', icon, children }: { tone?: Tone; icon?: IconName; children: ReactNode }) {
  return (
    <span
      className={cx(
        'inline-flex h-5 max-w-full items-center align-middle gap-1 rounded-sm border px-1.5 text-2xs font-medium whitespace-nowrap',
        tones[tone],
      )}
    >
      {icon !== undefined && <Icon name={icon} className="size-3" />}
      <span className="truncate">{children}</span>
    </span>
  );
}

const outcomes: ReadonlyMap<string, { tone: Tone; icon: IconName; word: string }> = new Map([
  ['allow', { tone: 'allow', icon: 'check', word: 'Allowed' }],
  ['deny', { tone: 'deny', icon: 'close', word: 'Denied' }],
  ['hidden', { tone: 'neutral', icon: 'hidden', word: 'Hidden' }],
  ['hold', { tone: 'ask', icon: 'clock', word: 'Held' }],
  ['would_deny', { tone: 'ask', icon: 'eye', word: 'Would deny' }],
  ['would_hold', { tone: 'ask', icon: 'eye', word: 'Would hold' }],
  ['error', { tone: 'deny', icon: 'warning', word: 'Error' }],
  ['refused', { tone: 'deny', icon: 'stop', word: 'Refused' }],
]);

/** How the end of a call is called, wherever it is shown or chosen. */
export const outcomeWord = (outcome: string): string => outcomes.get(outcome)?.word ?? outcome;

/** How a call ended. */
export function Outcome({ outcome }: { readonly outcome: string }) {
  const known = outcomes.get(outcome);
  return (
    <Badge tone={known?.tone ?? 'neutral'} {...(known === undefined ? {} : { icon: known.icon })}>
      {outcomeWord(outcome)}
    </Badge>
  );
}

const bars: ReadonlyMap<string, { filled: number; tone: string }> = new Map([
  ['low', { filled: 1, tone: 'text-ink-3' }],
  ['medium', { filled: 2, tone: 'text-ink-2' }],
  ['high', { filled: 3, tone: 'text-ask' }],
  ['critical', { filled: 4, tone: 'text-deny' }],
]);

/** Severity as bars that grow and a word: told apart without colour. */
export function Severity({ severity, bare }: { readonly severity: string; readonly bare?: boolean }) {
  const { filled, tone } = bars.get(severity) ?? { filled: 0, tone: 'text-ink-3' };
  return (
    <span
      className={cx('inline-flex items-center gap-1.5 align-middle text-xs font-medium whitespace-nowrap', tone)}
      title={`${severity} severity`}
    >
      <svg viewBox="0 0 14 14" className="size-3.5 shrink-0" aria-hidden="true">
        {filled === 4 ? (
          <>
            <path d="M4.5 1h5L13 4.500v5L9.5 13h-5L1 9.500v-5z" fill="currentColor" />
            <path d="M7 4v3.600M7 9.900h.01" stroke="var(--color-surface)" strokeWidth="1.6" strokeLinecap="round" />
          </>
        ) : (
          [1, 2, 3].map((bar) => (
            <rect
              key={bar}
              x={bar * 4 - 2.5}
              y={12.5 - bar * 3.5}
              width="3"
              height={bar * 3.5}
              rx="0.7"
              fill="currentColor"
              opacity={bar <= filled ? 1 : 0.22}
            />
          ))
        )}
      </svg>
      <span className={bare === true ? 'sr-only' : undefined}>{severity}</span>
    </span>
  );
}

/** What kind of thing a tool does. */
export function Category({ category }: { readonly category: string }) {
  return <Badge>{category}</Badge>;
}
