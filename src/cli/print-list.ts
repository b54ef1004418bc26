import { escapeUnsafe } from '../kernel/index.ts';
import type { Io } from './io.ts';

/** A column of a printed list: its title, and what stands in it. */
export type Column<T> = readonly [title: string, text: (item: T) => string];

/**
 * Prints items as they come: JSON lines, or a table for people. What others wrote cannot turn or hide the terminal's text.
 *
 * @param empty what to say when there is nothing
 * @param none asked before that is said: why there may be nothing
 */
export async function printList<T>(
  io: Io,
  items: AsyncIterable<T> | Iterable<T>,
  {
    json,
    columns,
    empty,
    none,
  }: {
    readonly json: boolean;
    readonly columns: readonly Column<T>[];
    readonly empty: string;
    readonly none?: () => Promise<void>;
  },
): Promise<void> {
  if (json) {
    let some = false;
    for await (const item of items) {
      io.stdout.write(`${escapeUnsafe(JSON.stringify(item))}\n`);
      some = true;
    }
    if (!some) await none?.();
    return;
  }
  const rows: string[][] = [];
  for await (const item of items) rows.push(columns.map(([, text]) => escapeUnsafe(text(item))));
  if (rows.length === 0) {
    await none?.();
    io.stdout.write(`${empty}\n`);
    return;
  }
  const table = [columns.map(([title]) => title), ...rows];
  const widths = columns.map((_, index) => Math.max(...table.map((row) => row[index]?.length ?? 0)));
  for (const row of table) {
    io.stdout.write(
      `${row
        .map((cell, index) => cell.padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd()}\n`,
    );
  }
}

/** A time for people: to the minute, UTC. */
export function timeText(time: number | null): string {
  return time === null ? '-' : new Date(time).toISOString().slice(0, 16).replace('T', ' ');
}
