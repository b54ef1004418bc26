/** What may stand behind the `?` of any page; whatever else stands there is dropped. */
export interface Search {
  /** The server that a policy or grant is looked at for. */
  readonly server?: string;
  /** The policy that a new grant is to be judged by. */
  readonly policy?: string;
  /** Whether the dialog for a new one is open. */
  readonly new?: 1;
  /** Filters of the activity. */
  readonly grant?: string;
  readonly tool?: string;
  readonly outcome?: string;
  /** How far back: `1h`, `7d`. */
  readonly span?: string;
  readonly order?: 'oldest';
  /** What is looked for in the catalogue, and narrowed to. */
  readonly q?: string;
  readonly category?: string;
  readonly severity?: string;
  /** A server of the catalogue, or `server/tool`, whose policy is to be one of one’s own. */
  readonly catalog?: string;
  /** The address of a server that is to be registered. */
  readonly url?: string;
  /** The call whose story is open. */
  readonly call?: number;
  readonly log?: 'changes';
  /** Where to go after signing in. */
  readonly next?: string;
}

const texts = [
  'server',
  'policy',
  'grant',
  'tool',
  'outcome',
  'span',
  'q',
  'category',
  'severity',
  'catalog',
  'url',
  'next',
] as const;

export function searchOf(raw: Readonly<Record<string, unknown>>): Search {
  const { new: fresh, call, log, order } = raw;
  return {
    // A tool may be called 7, and an address does not say that it is a text.
    ...Object.fromEntries(
      texts.flatMap((key) =>
        typeof raw[key] === 'string' || typeof raw[key] === 'number' ? [[key, String(raw[key])]] : [],
      ),
    ),
    ...(fresh === 1 ? { new: 1 as const } : {}),
    ...(typeof call === 'number' ? { call } : {}),
    ...(log === 'changes' ? { log } : {}),
    ...(order === 'oldest' ? { order } : {}),
  };
}
