/** What may stand behind the `?` of any page; whatever else stands there is dropped. */
export interface Search {
  /** The server that a policy or grant is looked at for. */
  readonly server?: string;
  /** Whether the dialog for a new one is open. */
  readonly new?: 1;
  /** Where to go after signing in. */
  readonly next?: string;
}

export function searchOf({ server, new: fresh, next }: Readonly<Record<string, unknown>>): Search {
  return {
    ...(typeof server === 'string' ? { server } : {}),
    ...(fresh === 1 ? { new: 1 as const } : {}),
    ...(typeof next === 'string' ? { next } : {}),
  };
}
