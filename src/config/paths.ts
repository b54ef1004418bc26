import { resolve } from 'node:path';
import { textLike } from './scalars.ts';
import type { Shape } from './shape.ts';

const path = textLike('a path', /^[^\0]+$/);

/** A path, made absolute: relative ones start at the folder of the configuration file. */
export const pathText: Shape<string> = {
  schema: path.schema,
  read: (node, pointer, reading) => {
    const text = path.read(node, pointer, reading);
    return text === undefined ? undefined : resolve(reading.folder, text);
  },
};
