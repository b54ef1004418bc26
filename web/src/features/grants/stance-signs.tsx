import type { ReactNode } from 'react';
import { Icon } from '../../ui/index.ts';
import type { Stance } from './matrix-columns.ts';

/** How each stance is drawn: by form, so that the colour is left to say how grave the tool is. */
export const stanceSigns: ReadonlyMap<Stance, { readonly sign: ReactNode; readonly word: string }> = new Map([
  ['open', { sign: <span className="size-2.5 rounded-full bg-current" />, word: 'may call it' }],
  ['limited', { sign: <Icon name="clock" className="size-3.5" />, word: 'limited' }],
  ['conditional', { sign: <Icon name="filter" className="size-3.5" />, word: 'some calls only' }],
  ['asks', { sign: <Icon name="person" className="size-3.5" />, word: 'a person is asked' }],
  ['observed', { sign: <Icon name="eye" className="size-3.5" />, word: 'observed only' }],
]);
