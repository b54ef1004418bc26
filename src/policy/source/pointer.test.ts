import { expect, it } from 'vitest';
import { pointerOf } from './pointer.ts';

it.each([
  [[], ''],
  [['a', 0, 'b'], '/a/0/b'],
  [[''], '/'],
  [['a/b', 'm~n', '~1', '//~~'], '/a~1b/m~0n/~01/~1~1~0~0'],
])('%j is the pointer %j', (tokens, pointer) => expect(pointerOf(tokens)).toBe(pointer));
