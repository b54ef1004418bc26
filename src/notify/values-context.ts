/** What the sealed values of a message belong to: they open as those of no other. */
export function valuesContext(id: string): string {
  return `default/outbox/${id}/values`;
}
