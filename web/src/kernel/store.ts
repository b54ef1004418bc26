import { useSyncExternalStore } from 'react';

/** A value of the whole page, beside every component, that draws anew whoever shows it. */
export interface Store<T> {
  readonly get: () => T;
  readonly put: (next: T) => void;
  /** Hears of each change. @returns what ends that */
  readonly onChange: (listener: () => void) => () => void;
  /** The value, for a component. */
  readonly use: () => T;
}

export function store<T>(first: T): Store<T> {
  let current = first;
  const listeners = new Set<() => void>();
  const get = (): T => current;
  const onChange = (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return {
    get,
    put: (next) => {
      if (next === current) return;
      current = next;
      for (const listener of listeners) listener();
    },
    onChange,
    use: () => useSyncExternalStore(onChange, get),
  };
}
