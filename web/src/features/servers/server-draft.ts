import type { Operations } from '../../api/operations.generated.ts';

export type Server = Operations['server.list']['output']['items'][number];
type Changes = Omit<Operations['server.update']['input'], 'slug'>;

/** A header that is sent with every request; values that are sealed are not known here. */
export interface HeaderDraft {
  readonly id: number;
  readonly name: string;
  /** Empty where the sealed value stays. */
  readonly value: string;
  readonly state: 'sealed' | 'removed' | 'added';
}

export const spans = ['connectMs', 'firstByteMs', 'idleMs'] as const;
export type Span = (typeof spans)[number];

/** The settings of a server as they are typed. Times are in seconds. */
export interface ServerDraft {
  readonly name: string;
  readonly url: string;
  readonly headers: readonly HeaderDraft[];
  /** What it is verified with: as now, with what the system trusts, or with what is pasted. */
  readonly trust: 'as now' | 'system' | 'own';
  readonly ca: string;
  readonly allowPrivate: boolean;
  readonly pinned: boolean;
  readonly trusted: boolean;
  readonly twoPerson: boolean;
  readonly timeouts: Readonly<Record<Span, string>>;
  /** Empty where there is no limit. */
  readonly maxConcurrency: string;
}

const prefix = 'header:';

/** A draft that changes nothing. */
export function draftOf(server: Server): ServerDraft {
  const seconds = (span: Span): string => String(server.timeouts[span] / 1_000);
  const { name, allowPrivate, pinned, trusted, twoPerson } = server;
  return {
    name,
    allowPrivate,
    pinned,
    trusted,
    twoPerson,
    url: server.url ?? '',
    headers: server.credentials
      .filter((field) => field.startsWith(prefix))
      .map((field, id) => ({ id, name: field.slice(prefix.length), value: '', state: 'sealed' })),
    trust: 'as now',
    ca: '',
    timeouts: { connectMs: seconds('connectMs'), firstByteMs: seconds('firstByteMs'), idleMs: seconds('idleMs') },
    maxConcurrency: server.maxConcurrency === null ? '' : String(server.maxConcurrency),
  };
}

/** What a draft changes of a server, and nothing else: what somebody else changed meanwhile stays theirs. */
export function changesOf(server: Server, draft: ServerDraft): Changes {
  const before = draftOf(server);
  const given = ['name', 'url', 'allowPrivate', 'pinned', 'trusted', 'twoPerson'] as const;
  const headers = Object.fromEntries(
    draft.headers.flatMap(({ name, value, state }): [string, string | null][] =>
      state === 'removed' ? [[name, null]] : state === 'added' || value !== '' ? [[name.trim(), value]] : [],
    ),
  );
  const timeouts = spans
    .filter((span) => draft.timeouts[span] !== before.timeouts[span])
    .map((span) => [span, Math.round(Number(draft.timeouts[span]) * 1_000)] as const);
  return {
    ...Object.fromEntries(given.filter((key) => draft[key] !== before[key]).map((key) => [key, draft[key]])),
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
    ...(draft.trust === 'as now' ? {} : { ca: draft.trust === 'system' ? null : draft.ca }),
    ...(timeouts.length === 0 ? {} : { timeouts: Object.fromEntries(timeouts) }),
    ...(draft.maxConcurrency === before.maxConcurrency
      ? {}
      : { maxConcurrency: draft.maxConcurrency === '' ? null : Number(draft.maxConcurrency) }),
  };
}

/** Whether a URL is of another origin than the server has, which what is sealed for it is never sent to. */
export function moves(server: Server, url: string): boolean {
  const [before, after] = [URL.parse(server.url ?? ''), URL.parse(url)];
  return after !== null && after.origin !== before?.origin;
}

/** What a sealed field is called. */
export const credentialName = (field: string): string =>
  field.startsWith(prefix) ? field.slice(prefix.length) : `the ${field} of its URL`;
