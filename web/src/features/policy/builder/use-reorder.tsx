import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { cx, Icon } from '../../../ui/index.ts';
import { moveItem, type Path } from '../model/index.ts';
import { useEditing } from './editing.tsx';

/**
 * Lets the items of a list be put in another order: dragged by their handle, or moved by Arrow keys while it has the
 * focus. The order of conditions never changes an outcome; it decides which reason is told when several hold.
 *
 * @param path the list
 */
export function useReorder(path: Path, count: number, word: string) {
  const { edit, readOnly } = useEditing();
  const place = useRef<HTMLDivElement>(null);
  const [drag, setDrag] = useState<{ readonly from: number; readonly to: number }>();
  const move = (from: number, to: number): void => {
    if (to < 0 || to >= count || to === from) return;
    edit((text) => moveItem(text, path, from, to));
    requestAnimationFrame(() =>
      place.current?.querySelector<HTMLElement>(`:scope > [data-item="${to}"] [data-handle]`)?.focus(),
    );
  };
  const under = (y: number): number => {
    const items = [...(place.current?.querySelectorAll(':scope > [data-item]') ?? [])];
    const index = items.findIndex((item) => {
      const { top, height } = item.getBoundingClientRect();
      return y < top + height / 2;
    });
    return index === -1 ? count - 1 : index;
  };
  const handle = (index: number) => {
    if (readOnly || count < 2) return null;
    return (
      <button
        type="button"
        data-handle
        aria-label={`Move ${word} ${index + 1} of ${count}: drag, or use the arrow keys`}
        title="Drag to reorder"
        className={cx(
          'grid size-6 shrink-0 touch-none place-items-center rounded-md text-ink-3 hover:bg-hover hover:text-ink',
          drag === undefined ? 'cursor-grab' : 'cursor-grabbing',
        )}
        onPointerDown={(event: PointerEvent<HTMLButtonElement>) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          setDrag({ from: index, to: index });
        }}
        onPointerMove={({ clientY }) => {
          if (drag !== undefined) setDrag({ from: drag.from, to: under(clientY) });
        }}
        onPointerUp={() => {
          if (drag !== undefined) move(drag.from, drag.to);
          setDrag(undefined);
        }}
        onPointerCancel={() => setDrag(undefined)}
        onKeyDown={(event: KeyboardEvent) => {
          const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
          if (by === 0) return;
          event.preventDefault();
          move(index, index + by);
        }}
      >
        <Icon name="grip" className="size-3.5" />
      </button>
    );
  };
  const itemClass = (index: number): string =>
    cx(
      drag?.from === index && 'opacity-50',
      drag !== undefined && drag.to === index && drag.to < drag.from && 'shadow-[0_-2px_0_var(--color-accent)]',
      drag !== undefined && drag.to === index && drag.to > drag.from && 'shadow-[0_2px_0_var(--color-accent)]',
    );
  return { place, handle, itemClass };
}
