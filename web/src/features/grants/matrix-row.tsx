import type { VirtualItem } from '@tanstack/react-virtual';
import { memo } from 'react';
import { cx } from '../../ui/index.ts';
import { type Column, cellOf, type Row, stanceOf } from './matrix-columns.ts';
import { stanceSigns } from './stance-signs.tsx';

/** Side of a cell, in px. */
export const cellSize = 30;

/** A place in the grid: both counted from 0, without the heads. */
export interface At {
  readonly row: number;
  readonly column: number;
}

const tones: ReadonlyMap<string, string> = new Map([
  ['critical', 'bg-deny-soft text-deny'],
  ['high', 'bg-ask-soft text-ask'],
  ['medium', 'bg-limit-soft text-limit'],
  ['low', 'bg-allow-soft text-allow'],
]);

/** One grant. A step from one row to the next draws these two anew, and no other. */
export const MatrixRow = memo(function MatrixRow(props: {
  readonly row: Row;
  readonly index: number;
  readonly top: number;
  readonly nameWidth: number;
  readonly columns: readonly Column[];
  readonly shown: readonly VirtualItem[];
  readonly chosen: number | undefined;
  readonly onPoint: (at: At) => void;
  readonly onOpen: (at: At) => void;
}) {
  const { row, index, columns, chosen } = props;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a grid of a million cells of which a few hundred are there
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus, and moves inside
    <div
      role="row"
      aria-rowindex={index + 2}
      className="absolute left-0 w-full border-b border-line"
      style={{ top: props.top, height: cellSize }}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: see above */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: see above */}
      <div
        role="rowheader"
        aria-colindex={1}
        className={cx(
          'sticky left-0 z-10 flex h-full items-center gap-1 border-r border-line bg-surface px-3 text-xs',
          chosen === undefined ? 'text-ink' : 'font-medium text-accent',
        )}
        style={{ width: props.nameWidth }}
      >
        <span className="foreign min-w-0 truncate whitespace-nowrap">{row.label}</span>
        {row.toxicFlow && (
          <span
            role="img"
            aria-label="toxic flow"
            title="reads strangers’ text and private data, has a way out"
            className="text-ask"
          >
            ▲
          </span>
        )}
      </div>
      {props.shown.map(({ index: of, start }) => {
        const cell = cellOf(row, columns[of] as Column);
        const stance = cell === undefined ? undefined : stanceSigns.get(stanceOf(cell));
        return (
          // biome-ignore lint/a11y/useSemanticElements: see above
          // biome-ignore lint/a11y/useFocusableInteractive: see above
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys are the grid’s
          <div
            key={of}
            id={`cell-${index}-${of}`}
            role="gridcell"
            aria-colindex={of + 2}
            aria-label={stance?.word ?? 'may not'}
            // A cell that is scrolled under a pointer at rest was not pointed at: the keys are used.
            onPointerMove={({ movementX, movementY }) => {
              if (of !== chosen && (movementX !== 0 || movementY !== 0)) props.onPoint({ row: index, column: of });
            }}
            onClick={() => props.onOpen({ row: index, column: of })}
            className="absolute top-0 grid cursor-default place-items-center"
            style={{ left: props.nameWidth + start, width: cellSize, height: cellSize }}
          >
            <span
              className={cx(
                'grid size-6 place-items-center rounded-md',
                cell !== undefined && tones.get(cell.severity),
                of === chosen && 'outline-2 outline-accent',
              )}
            >
              {stance?.sign}
            </span>
          </div>
        );
      })}
    </div>
  );
});
