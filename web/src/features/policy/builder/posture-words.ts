import type { Posture } from '../model/index.ts';

/** The words of the builder, with what each promises. */
export const postureWords: readonly {
  readonly value: Posture;
  readonly label: string;
  readonly title: string;
  readonly tone: string;
}[] = [
  { value: 'unset', label: 'Default', title: 'No entry of its own: globs and the default decide', tone: 'text-ink' },
  { value: 'allow', label: 'Allow', title: 'Every call passes', tone: 'text-allow' },
  { value: 'limit', label: 'Limit', title: 'So many calls in a window', tone: 'text-limit' },
  { value: 'ask', label: 'Ask', title: 'A human decides each call', tone: 'text-ask' },
  { value: 'deny', label: 'Deny', title: 'Listed, and every call is refused with the reason', tone: 'text-deny' },
  { value: 'hide', label: 'Hide', title: 'As if it did not exist', tone: 'text-ink-2' },
  {
    value: 'custom',
    label: 'Custom',
    title: 'Conditions, schemas and whatever else the language has',
    tone: 'text-accent',
  },
];
