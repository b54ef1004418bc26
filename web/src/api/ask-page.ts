import { keepPreviousData, type QueryClient, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { watched } from './connection.ts';
import { Problem, problemOf, unreachable } from './problem.ts';
import { sessionEnded } from './session.ts';
import { whatStays } from './what-stays.ts';

/** It changes by imports, a few times a day. */
const freshMs = 60_000;

/**
 * Reads a page of the catalogue as JSON. The pages are served beside the API to whoever is signed in; they change
 * nothing and hold nothing of this installation.
 *
 * @param path from `/catalog` on, with its query
 * @throws Problem
 */
async function askPage<T>(path: string, signal?: AbortSignal): Promise<T> {
  const request: RequestInit = {
    headers: { Accept: 'application/json' },
    credentials: 'same-origin',
    redirect: 'manual',
    ...(signal === undefined ? {} : { signal }),
  };
  const response = await watched(path, request).catch(unreachable);
  // Whoever is nobody is sent to where one signs in.
  if (response.type === 'opaqueredirect') {
    sessionEnded();
    throw new Problem(401, 'unauthenticated', 'Your session has ended.');
  }
  if (!response.ok) throw await problemOf(response);
  return (await response.json()) as T;
}

/** Asks for a page that will probably be wanted, so that it is there, or on its way, by then. */
export function askAhead(queries: QueryClient, path: string): void {
  const queryFn = ({ signal }: { readonly signal: AbortSignal }): Promise<unknown> => askPage(path, signal);
  void queries.prefetchQuery({ queryKey: ['page', path], queryFn, staleTime: freshMs });
}

/** The same for what is on the screen: what was answered before stays until the next answer is there. */
export function usePage<T>(path: string, enabled = true): UseQueryResult<T> {
  const query = useQuery({
    queryKey: ['page', path],
    queryFn: ({ signal }) => askPage<T>(path, signal),
    placeholderData: keepPreviousData as never,
    staleTime: freshMs,
    enabled,
  });
  return whatStays(query as UseQueryResult<T>);
}
