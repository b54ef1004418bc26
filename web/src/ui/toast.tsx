import { useSyncExternalStore } from 'react';
import { IconButton } from './button.tsx';
import { cx } from './cx.ts';

interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: 'normal' | 'deny';
}

let shown: readonly Toast[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

function put(next: readonly Toast[]): void {
  shown = next;
  for (const listener of listeners) listener();
}

/** Says shortly what happened. */
export function toast(text: string, tone: Toast['tone'] = 'normal'): void {
  const id = ++lastId;
  put([...shown, { id, text, tone }].slice(-3));
  setTimeout(() => put(shown.filter((one) => one.id !== id)), 5_000);
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export function Toasts() {
  const toasts = useSyncExternalStore(subscribe, () => shown);
  const close = (id: number): void => put(shown.filter((one) => one.id !== id));
  return (
    <div
      role="status"
      aria-live="polite"
      className="pointer-events-none fixed right-4 bottom-4 z-60 flex w-80 max-w-[calc(100vw-2rem)] flex-col gap-2"
    >
      {toasts.map(({ id, text, tone }) => (
        <div
          key={id}
          className={cx(
            'pointer-events-auto flex animate-rise items-center gap-2 rounded-lg border bg-raised py-1.5 pr-1.5 pl-3 shadow-pop',
            tone === 'deny' ? 'border-deny text-deny' : 'border-line',
          )}
        >
          <span className="foreign min-w-0 flex-1">{text}</span>
          <IconButton icon="close" label="Close" onClick={() => close(id)} />
        </div>
      ))}
    </div>
  );
}
