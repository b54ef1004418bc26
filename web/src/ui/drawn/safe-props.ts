import { spelledOut } from '../spelled-out.ts';

/** Attributes that are read by somebody. */
const said = ['title', 'aria-label', 'aria-description', 'alt', 'placeholder'] as const;

const safe = (child: unknown): unknown =>
  typeof child === 'string' ? spelledOut(child) : Array.isArray(child) ? allSafe(child) : child;

/** The same array where nothing had to be changed: nothing is made anew for nothing. */
function allSafe(children: readonly unknown[]): readonly unknown[] {
  let changed: unknown[] | undefined;
  for (let i = 0; i < children.length; i++) {
    const found = safe(children[i]);
    if (found === children[i]) continue;
    changed ??= [...children];
    changed[i] = found;
  }
  return changed ?? children;
}

/** What an element is made of, with all of its text spelled out. */
export function safeProps(props: object): object {
  const given = props as Readonly<Record<string, unknown>>;
  const children = safe(given.children);
  let changed = children === given.children ? undefined : { ...given, children };
  for (const name of said) {
    const text = given[name];
    if (typeof text !== 'string') continue;
    const shown = spelledOut(text);
    if (shown !== text) changed = { ...(changed ?? { ...given, children }), [name]: shown };
  }
  return changed ?? props;
}
