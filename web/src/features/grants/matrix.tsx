import { useNavigate } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Rest } from '../../api/use-pages.ts';
import { cx, ProblemNote, Severity } from '../../ui/index.ts';
import { type Column, cellOf, type Row, wordsOf } from './matrix-columns.ts';
import { type At, cellSize, MatrixRow } from './matrix-row.tsx';

const headHeight = 190;
/** The part of it that names the servers. */
const serverHeight = 24;

/**
 * A grid of which only those rows and columns are there that are seen: of ten thousand grants a screenful is drawn. Arrow
 * keys move, Home and End go along the row, with Ctrl to the first grant and the last of all, reading on until there is one;
 * Enter opens the calls of a cell, and what a cell means is said below.
 */
export function Matrix(props: {
  readonly rows: readonly Row[];
  readonly columns: readonly Column[];
  readonly rest: Rest;
}) {
  const { rows, columns, rest } = props;
  const { more, hasMore } = rest;
  const navigate = useNavigate();
  const place = useRef<HTMLDivElement>(null);
  const [narrow] = useState(() => window.innerWidth < 640);
  const nameWidth = narrow ? 112 : 190;
  const [at, setAt] = useState<At>({ row: 0, column: 0 });
  const down = useVirtualizer({
    count: rows.length,
    getScrollElement: () => place.current,
    estimateSize: () => cellSize,
    overscan: 6,
  });
  const across = useVirtualizer({
    horizontal: true,
    count: columns.length,
    getScrollElement: () => place.current,
    estimateSize: () => cellSize,
    overscan: 6,
  });
  // The last server's name has as much room as the others', however few its tools are.
  const spans = useMemo(() => serversOf(columns), [columns]);
  const { from = 0, to = 0 } = spans.at(-1) ?? {};
  const spare = Math.max(12, lastWidth - (to - from) * cellSize);
  const shownRows = down.getVirtualItems();
  const shownColumns = across.getVirtualItems();
  const [firstColumn, lastColumn] = [shownColumns[0]?.index ?? 0, shownColumns.at(-1)?.index ?? -1];
  const last = shownRows.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= rows.length - 40) more();
  }, [last, rows.length, more]);
  /** Whether the last grant of all is wanted, which may not have been read yet. */
  const [toEnd, setToEnd] = useState(false);
  const bottom = rows.length - 1;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the virtualizer is another one with each picture
  useEffect(() => {
    if (!toEnd) return;
    if (hasMore) return more();
    setToEnd(false);
    down.scrollToIndex(bottom);
    setAt(({ column: of }) => ({ row: bottom, column: of }));
  }, [toEnd, bottom, hasMore, more]);
  const row = rows[Math.min(at.row, rows.length - 1)];
  const column = columns[Math.min(at.column, columns.length - 1)];
  const current = row === undefined || column === undefined ? undefined : cellOf(row, column);
  const open = useCallback(
    ({ row: of, column: under }: At): void => {
      const [grant, tool] = [rows[of], columns[under]];
      if (grant === undefined || tool === undefined) return;
      void navigate({ to: '/activity', search: { grant: grant.label, server: tool.server, tool: tool.tool } });
    },
    [rows, columns, navigate],
  );
  const move = (event: KeyboardEvent): void => {
    const by = steps.get(event.key);
    const end = event.key === 'Home' || event.key === 'End';
    if (event.key === 'Enter') open(at);
    else if (by === undefined) return;
    else if (end && (event.ctrlKey || event.metaKey)) {
      setToEnd(event.key === 'End');
      if (event.key === 'Home') {
        setAt({ row: 0, column: 0 });
        down.scrollToIndex(0);
        across.scrollToIndex(0);
      }
    } else {
      setToEnd(false);
      const next = {
        row: within(at.row + by[0], rows.length),
        column: within(at.column + by[1], columns.length),
      };
      setAt(next);
      down.scrollToIndex(next.row);
      across.scrollToIndex(next.column);
    }
    event.preventDefault();
  };
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a grid of a million cells of which a few hundred are there */}
      <div
        ref={place}
        role="grid"
        tabIndex={0}
        aria-label="What each grant may call"
        aria-rowcount={rows.length + 1}
        aria-colcount={columns.length + 1}
        aria-activedescendant={`cell-${at.row}-${at.column}`}
        onKeyDown={move}
        className="relative max-h-[max(15rem,calc(100dvh-19rem))] w-fit max-w-full overflow-auto rounded-lg border border-line bg-surface shadow-card"
      >
        <div
          className="relative"
          style={{ width: nameWidth + across.getTotalSize() + spare, height: headHeight + down.getTotalSize() }}
        >
          {/* biome-ignore lint/a11y/useSemanticElements: see above */}
          {/* biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus, and moves inside */}
          <div role="row" aria-rowindex={1} className="sticky top-0 z-20 bg-canvas" style={{ height: headHeight }}>
            {/* biome-ignore lint/a11y/useSemanticElements: see above */}
            {/* biome-ignore lint/a11y/useFocusableInteractive: see above */}
            <div
              role="columnheader"
              aria-colindex={1}
              className="sticky left-0 z-10 flex h-full items-end border-r border-b border-line bg-canvas px-3 pb-2 text-xs font-medium text-ink-2"
              style={{ width: nameWidth }}
            >
              Grant
            </div>
            {spans
              .filter(({ from, to }) => from <= lastColumn && to > firstColumn)
              .map(({ server, from, to }) => (
                <div
                  key={server}
                  aria-hidden
                  title={server}
                  className="absolute top-0 truncate border-l border-line px-1.5 pt-1.5 text-2xs font-medium text-ink-2"
                  style={{
                    left: nameWidth + from * cellSize,
                    width: (to - from) * cellSize + (to === columns.length ? spare : 0),
                    height: serverHeight,
                  }}
                >
                  {server}
                </div>
              ))}
            {shownColumns.map(({ index, start }) => {
              const { key, tool, server } = columns[index] as Column;
              const first = columns[index - 1]?.server !== server;
              return (
                // biome-ignore lint/a11y/useSemanticElements: see above
                // biome-ignore lint/a11y/useFocusableInteractive: see above
                <div
                  key={key}
                  role="columnheader"
                  aria-colindex={index + 2}
                  title={`${server} · ${tool}`}
                  className={cx(
                    'absolute bottom-0 flex items-end justify-center border-b border-line pb-2',
                    first && 'border-l',
                    index === at.column && 'text-accent',
                  )}
                  style={{ left: nameWidth + start, width: cellSize, height: headHeight - serverHeight }}
                >
                  <span
                    className="foreign max-h-38 truncate font-mono text-2xs whitespace-nowrap"
                    style={{ writingMode: 'vertical-rl', transform: 'rotate(180deg)' }}
                  >
                    {tool}
                  </span>
                </div>
              );
            })}
          </div>
          {shownRows.map(({ index, start }) => (
            <MatrixRow
              key={(rows[index] as Row).grant}
              row={rows[index] as Row}
              index={index}
              top={headHeight + start}
              nameWidth={nameWidth}
              columns={columns}
              shown={shownColumns}
              chosen={index === at.row ? at.column : undefined}
              onPoint={setAt}
              onOpen={open}
            />
          ))}
        </div>
      </div>
      {rest.failed !== undefined && (
        <ProblemNote problem={rest.failed.problem} onRetry={rest.failed.again} className="mt-2" />
      )}
      <div className="mt-2 flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1 text-xs" aria-live="polite">
        {row !== undefined && column !== undefined && (
          <>
            <strong className="foreign font-medium">{row.label}</strong>
            <code className="foreign">
              {column.server} · {column.tool}
            </code>
            <Severity severity={column.severity} />
            <span className="text-ink-2">{current === undefined ? 'may not call it' : wordsOf(current)}</span>
            {current !== undefined && (
              <span className="text-ink-3">
                policy {current.policy}
                {current.lastUsedAt === null && ', nobody used it in 30 days'}
              </span>
            )}
          </>
        )}
      </div>
    </>
  );
}

/** Room for the name of the last server, in px. */
const lastWidth = 90;

/** Which columns are a server's: they stand together. */
function serversOf(columns: readonly Column[]): readonly { server: string; from: number; to: number }[] {
  const spans: { server: string; from: number; to: number }[] = [];
  for (const [index, { server }] of columns.entries()) {
    const span = spans.at(-1);
    if (span?.server === server) span.to = index + 1;
    else spans.push({ server, from: index, to: index + 1 });
  }
  return spans;
}

const steps: ReadonlyMap<string, readonly [number, number]> = new Map([
  ['ArrowDown', [1, 0]],
  ['ArrowUp', [-1, 0]],
  ['ArrowRight', [0, 1]],
  ['ArrowLeft', [0, -1]],
  ['PageDown', [20, 0]],
  ['PageUp', [-20, 0]],
  ['Home', [-1e9, 0]],
  ['End', [1e9, 0]],
]);

const within = (index: number, count: number): number => Math.max(0, Math.min(count - 1, index));
