import { store } from '../kernel/store.ts';
import { IconButton } from './button.tsx';
import { cx } from './cx.ts';

interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: 'normal' | 'deny';
}

const shown = store<readonly Toast[]>([]);
let lastId = 0;
const close = (id: number): void => shown.put(shown.get().filter((one) => one.id !== id));

/** Says shortly what happened. */
export function toast(text: string, tone: Toast['tone'] = 'normal'): void {
  const id = ++lastId;
  shown.put([...shown.get(), { id, text, tone }].slice(-3));
  setTimeout(close, 5_000, id);
}

export function Toasts() {
  const toasts = shown.use();
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
