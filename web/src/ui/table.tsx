import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { cx } from './cx.ts';
import { Icon } from './icon.tsx';
import { ProblemNote } from './problem-note.tsx';

export interface Column<T> {
  readonly id: string;
  readonly head: ReactNode;
  /** A track of CSS grid: `minmax(0,2fr)`, `6rem`. */
  readonly width: string;
  /** The same where there is little room, if it is another. */
  readonly narrow?: string;
  readonly cell: (item: T) => ReactNode;
  /** Left out where there is little room. */
  readonly wide?: boolean;
  readonly end?: boolean;
  /** In which order the rows stand by it, and how to turn it around. */
  readonly sort?: { readonly order: 'ascending' | 'descending'; readonly onTurn: () => void };
}

const isRow = (target: EventTarget): boolean => target instanceof Element && target.hasAttribute('data-row');

/** From so many rows on, only those that are seen are there. */
const virtualFrom = 80;
const rowHeight = 44;

/**
 * A list of things with what is known of each. Arrow keys, or j and k, move; Home and End go to the first and to the last,
 * reading on until there is a last one; Enter opens.
 */
export function Table<T>(props: {
  readonly label: string;
  readonly items: readonly T[];
  readonly columns: readonly Column<T>[];
  readonly keyOf: (item: T) => string;
  readonly onOpen?: (item: T) => void;
  /** What has not been read yet: it is asked for when the end comes near. */
  readonly rest?: {
    readonly more: () => void;
    readonly hasMore: boolean;
    readonly failed: { readonly problem: unknown; readonly again: () => void } | undefined;
  };
}) {
  const { items, columns, keyOf, onOpen, rest } = props;
  const more = rest?.more;
  const hasMore = rest?.hasMore === true;
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
    if (last >= items.length - 20) more?.();
  }, [last, items.length, more]);

  /** The row that is to have the focus: it is drawn a moment later, or has not been read yet. */
  const [wanted, setWanted] = useState<'first' | 'last'>();
  const to = wanted === 'first' ? 0 : items.length - 1;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the virtualizer is another one with each picture
  useEffect(() => {
    if (wanted === undefined) return;
    if (wanted === 'last' && hasMore) return more?.();
    if (some) virtual.scrollToIndex(to);
    const row = place.current?.querySelector<HTMLElement>(`[aria-rowindex="${to + 2}"]`);
    if (row === null || row === undefined) return;
    setWanted(undefined);
    // Whoever is somewhere else by now stays there.
    const { activeElement } = document;
    if (activeElement === document.body || place.current?.contains(activeElement)) row.focus({ preventScroll: some });
  }, [wanted, to, more, hasMore, last]);

  const move = (event: KeyboardEvent<HTMLDivElement>): void => {
    // Keys in a dialog of a row, which is drawn elsewhere, come here, too.
    if (!(event.target instanceof Node) || place.current?.contains(event.target) !== true) return;
    // ⌘ K and Ctrl K are no step upwards.
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    if ((event.key === 'Home' || event.key === 'End') && onOpen !== undefined && isRow(event.target)) {
      event.preventDefault();
      setWanted(event.key === 'Home' ? 'first' : 'last');
      return;
    }
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

  /** Whoever does something else has given up on the end. */
  const stop = (): void => setWanted(undefined);

  const narrow = {
    '--narrow': columns
      .filter(({ wide }) => wide !== true)
      .map(({ width, narrow: small }) => small ?? width)
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
        {columns.map(({ id, head, wide, end, sort }) => (
          // biome-ignore lint/a11y/useSemanticElements: see above
          // biome-ignore lint/a11y/useFocusableInteractive: see above
          <div
            key={id}
            role="columnheader"
            aria-sort={sort?.order}
            className={cx('truncate', wide === true && 'max-md:hidden', end === true && 'text-right')}
          >
            {sort === undefined ? (
              head
            ) : (
              <button
                type="button"
                onClick={sort.onTurn}
                className="inline-flex items-center gap-1 rounded-sm hover:text-ink"
              >
                {head}
                <Icon name="down" className={cx('size-3', sort.order === 'ascending' && 'rotate-180')} />
              </button>
            )}
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
        onWheel={stop}
        onPointerDown={stop}
        onKeyDownCapture={stop}
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
                const { target, currentTarget } = event;
                // A click in a menu of the row, which is drawn elsewhere, comes here, too.
                if (!(target instanceof Element) || !currentTarget.contains(target)) return;
                if (target.closest('button, a, input, select') !== null) return;
                onOpen?.(item);
              }}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' || event.target !== event.currentTarget || onOpen === undefined) return;
                // The rest of this key would press the first button of what it opens: the one that closes it.
                event.preventDefault();
                onOpen(item);
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
      {wanted === 'last' && hasMore && (
        <p
          role="status"
          className="fixed bottom-4 left-1/2 z-40 -translate-x-1/2 rounded-full border border-line bg-raised px-3.5 py-1.5 text-xs font-medium shadow-pop"
        >
          Reading on to the last: {items.length.toLocaleString('en')} so far. Any key stops.
        </p>
      )}
      {rest?.failed !== undefined && (
        <div className="border-t border-line p-3">
          <ProblemNote problem={rest.failed.problem} onRetry={rest.failed.again} />
        </div>
      )}
    </div>
  );
}
