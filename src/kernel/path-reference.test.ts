import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromPathReference, toPathReference } from './path-reference.ts';

test('whatever is named is written with unreserved characters only, and read again', () => {
  const names = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 64 }),
    fc.constantFrom('', '.', '..', '~', 'file:a', 'a/b@c+d'),
  );
  fc.assert(
    fc.property(names, (name) => {
      const segment = toPathReference(name);
      expect(segment).toMatch(/^(?!\.{1,2}$)[A-Za-z0-9._~-]+$/);
      expect(fromPathReference(segment)).toBe(name);
    }),
  );
});

test('ids and slugs stay as they are', () => {
  for (const name of ['0f3c', 'alice-laptop', 'a.b_c', '...']) expect(toPathReference(name)).toBe(name);
  expect(toPathReference('file:alice')).toBe('~ZmlsZTphbGljZQ');
});

test.each(['~', '~YQ', '~ZmlsZTphbGljZR', '~ZmlsZTphbGljZQ==', '~_w'])(
  '%s is one more way of writing, and none',
  (segment) => {
    expect(fromPathReference(segment)).toBe(segment === '~' ? '' : undefined);
  },
);
