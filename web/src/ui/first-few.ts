/**
 * What is seen of a long list before somebody asks for the rest. Never all but one: a line that says “one more” takes
 * the room of the one.
 *
 * @returns the list itself where it is short
 */
export function firstFew<T>(all: readonly T[], most: number): readonly T[] {
  return all.length <= most + 1 ? all : all.slice(0, most);
}
