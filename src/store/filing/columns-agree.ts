import type { CallRecord } from '../../audit/index.ts';

/** What a record is searched by; `name` is an event's. */
export interface SearchedColumns {
  readonly time: unknown;
  readonly name: unknown;
  readonly grant_id: unknown;
  readonly label: unknown;
  readonly server: unknown;
  readonly subject: unknown;
  readonly outcome: unknown;
  readonly code: unknown;
}

/**
 * Whether the columns that are searched say what the record says.
 *
 * @param kept how text stands in a column of this database
 */
export function columnsAgree(row: SearchedColumns, text: string, kept: (text: string) => string = same): boolean {
  const column = (said: string | undefined): string | null => (said === undefined ? null : kept(said));
  try {
    const said: CallRecord & { readonly event?: string } = JSON.parse(text);
    return (
      row.time === said.time &&
      row.name === column(said.event) &&
      row.grant_id === column(said.grant?.id) &&
      row.label === column(said.grant?.label) &&
      row.server === column(said.server) &&
      row.subject === column(said.subject) &&
      row.outcome === column(said.outcome) &&
      row.code === column(said.code)
    );
  } catch {
    return false;
  }
}

const same = (text: string): string => text;
