import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { cx } from './cx.ts';

export interface Column<T> {
  readonly id: string;
  readonly head: ReactNode;
  /** A track of CSS grid: `minmax(0,2fr)`, `6rem`. */
  readonly width: string;
  readonly cell: (item: T) => ReactNode;
  /** Left out where there is little room. */
  readonly wide?: boolean;
  readonly end?: boolean;
}

/** From so many rows on, only those that are seen are there. */
const virtualFrom = 80;
const rowHeight = 44;

/** A list of things with what is known of each. Arrow keys, or j and k, move; Enter opens. */
export function Table<T>(props: {
  readonly label: string;
  readonly items: readonly T[];
  readonly columns: readonly Column<T>[];
  readonly keyOf: (item: T) => string;
  readonly onOpen?: (item: T) => void;
  /** Called when the end comes near. */
  readonly onEnd?: () => void;
}) {
  const { items, columns, keyOf, onOpen, onEnd } = props;
  const place = useRef<HTMLDivElement>(null);
  const [offset, setOffset] = useState(0);
  useEffect(() => setOffset(place.current?.offsetTop ?? 0), []);
  const virtual = useWindowVirtualizer({
    count: items.length,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollMargin: offset,
  });
  const some = items.length > virtualFrom;
  const shown = some ? virtual.getVirtualItems() : items.map((_, index) => ({ index, start: 0 }));
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (onEnd !== undefined && last >= items.length - 20) onEnd();
  }, [last, items.length, onEnd]);

  const move = (event: KeyboardEvent<HTMLDivElement>): void => {
    const step =
      event.key === 'ArrowDown' || event.key === 'j' ? 1 : event.key === 'ArrowUp' || event.key === 'k' ? -1 : 0;
    if (step === 0 || (event.target instanceof Element && event.target.closest('input, select, textarea') !== null))
      return;
    const rows = [...(place.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
    const at = rows.indexOf(document.activeElement as HTMLElement);
    const next = rows[at + step];
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
  };

  const narrow = {
    '--narrow': columns
      .filter(({ wide }) => wide !== true)
      .map(({ width }) => width)
      .join(' '),
    '--wide': columns.map(({ width }) => width).join(' '),
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table of thousands of rows of which a few are there
    <div
      role="table"
      aria-label={props.label}
      aria-rowcount={items.length + 1}
      style={narrow as object}
      className="overflow-hidden rounded-lg border border-line bg-surface shadow-card"
    >
      {/* biome-ignore lint/a11y/useSemanticElements: see above */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: a row of names is not for the keyboard */}
      <div
        role="row"
        aria-rowindex={1}
        className="grid h-9 grid-cols-(--narrow) items-center gap-3 border-b border-line bg-canvas px-4 text-xs font-medium text-ink-2 md:grid-cols-(--wide)"
      >
        {columns.map(({ id, head, wide, end }) => (
          // biome-ignore lint/a11y/useSemanticElements: see above
          // biome-ignore lint/a11y/useFocusableInteractive: see above
          <div
            key={id}
            role="columnheader"
            className={cx('truncate', wide === true && 'max-md:hidden', end === true && 'text-right')}
          >
            {head}
          </div>
        ))}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: see above */}
      <div
        role="rowgroup"
        ref={place}
        className="relative"
        style={some ? { height: virtual.getTotalSize() } : undefined}
        onKeyDown={move}
      >
        {shown.map(({ index, start }) => {
          const item = items[index];
          if (item === undefined) return null;
          return (
            // biome-ignore lint/a11y/useSemanticElements: see above
            <div
              key={keyOf(item)}
              role="row"
              data-row
              aria-rowindex={index + 2}
              tabIndex={onOpen === undefined ? undefined : 0}
              style={
                some
                  ? {
                      position: 'absolute',
                      top: 0,
                      left: 0,
                      right: 0,
                      height: rowHeight,
                      transform: `translateY(${start - offset}px)`,
                    }
                  : undefined
              }
              className={cx(
                'grid min-h-11 grid-cols-(--narrow) items-center gap-3 border-b border-line px-4 py-1.5 last:border-b-0 md:grid-cols-(--wide)',
                onOpen !== undefined && 'cursor-pointer hover:bg-hover focus-visible:-outline-offset-2',
              )}
              onClick={(event) => {
                if (event.target instanceof Element && event.target.closest('button, a, input, select') !== null)
                  return;
                onOpen?.(item);
              }}
              onKeyDown={(event) => {
                if (event.key === 'Enter' && event.target === event.currentTarget) onOpen?.(item);
              }}
            >
              {columns.map(({ id, cell, wide, end }) => (
                // biome-ignore lint/a11y/useSemanticElements: see above
                <div
                  key={id}
                  role="cell"
                  className={cx('min-w-0', wide === true && 'max-md:hidden', end === true && 'text-right tabular-nums')}
                >
                  {cell(item)}
                </div>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}
