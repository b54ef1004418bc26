import { array, assert, constantFrom, oneof, property, string } from 'fast-check';
import { expect, it } from 'vitest';
import { slugName } from './names.ts';
import { slugFrom } from './slug-from.ts';

it.each([
  ['GitHub', 'github'],
  ['@scope/server-files', 'scope-server-files'],
  ['  my server  ', 'my-server'],
  ['Catalog', 'server'],
  ['***', 'server'],
  ['', 'server'],
  [`${'a'.repeat(30)}-b`, 'a'.repeat(30)],
])('%j is called %s', (name, slug) => expect(slugFrom(name)).toBe(slug));

it('whatever a server is called, its slug is one', () => {
  const letters = constantFrom('a', 'Z', '9', '-', '_', ' ', 'ß', 'İ', 'catalog');
  assert(
    property(
      oneof(
        string(),
        array(letters, { maxLength: 60 }).map((some) => some.join('')),
      ),
      (name) => {
        const slug = slugFrom(name);
        expect(slug).toMatch(slugName.form);
        expect(slugName.reserved).not.toContain(slug);
      },
    ),
  );
});
