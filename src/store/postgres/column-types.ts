import pg from 'pg';

const int8 = 20;
const numeric = 1_700;

/** Numbers as numbers: every one that is kept is a whole one that JavaScript counts exactly. */
export const columnTypes: pg.CustomTypesConfig = {
  // Its overloads cannot be written down twice.
  getTypeParser: ((oid: number, format?: 'text') =>
    oid === int8 || oid === numeric ? exact : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
};

/** @throws RangeError for one that it would not */
function exact(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && !Number.isSafeInteger(value))
    throw new RangeError('a column holds too large a number');
  return value;
}
