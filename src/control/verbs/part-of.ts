import { type RawBuilder, type SqlBool, sql } from 'kysely';

/**
 * Whether a part of a name stands in a column, the case of ASCII's letters aside: no database folds others in a column
 * sorted by bytes. An underscore and a percent sign are meant as they are: names have them.
 */
export function isPartOfColumn(part: string, column: string): RawBuilder<SqlBool> {
  const folded = part.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
  const pattern = `%${folded.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  return sql<SqlBool>`lower(${sql.ref(column)}) like ${pattern} escape '\\'`;
}

/** The same of what the configuration file declares, or a server says; there the case of every letter is left aside. */
export function isPartOf(part: string, name: string): boolean {
  return name.toLowerCase().includes(part.toLowerCase());
}
