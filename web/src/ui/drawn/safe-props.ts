import { spelledOut } from '../spelled-out.ts';

/** Attributes that are read by somebody. */
const said = ['title', 'aria-label', 'aria-description', 'alt', 'placeholder'] as const;

const safe = (child: unknown): unknown =>
  typeof child === 'string' ? spelledOut(child) : Array.isArray(child) ? allSafe(child) : child;

/** The same array where nothing had to be changed: an element is not made anew for nothing. */
function allSafe(children: readonly unknown[]): readonly unknown[] {
  const found = children.map(safe);
  return found.some((child, index) => child !== children[index]) ? found : children;
}

/** What an element is made of, with all of its text spelled out. */
export function safeProps(props: object): object {
  const given = props as Readonly<Record<string, unknown>>;
  let changed: Record<string, unknown> | undefined;
  const take = (name: string, value: unknown): void => {
    if (value !== given[name]) changed = { ...(changed ?? given), [name]: value };
  };
  take('children', safe(given.children));
  for (const name of said) if (typeof given[name] === 'string') take(name, spelledOut(given[name]));
  return changed ?? props;
}
