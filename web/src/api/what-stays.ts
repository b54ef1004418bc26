import { Problem } from './problem.ts';

interface Asked {
  readonly data: unknown;
  readonly error: Error | null;
  readonly isError: boolean;
  readonly isSuccess: boolean;
}

/**
 * A question that was answered once and was not answered again takes nothing from the page: what was read stays, with
 * whatever was typed into it, and the shell says that the gateway is gone or that the session has ended. Only that it is no
 * longer there, or no longer for this person, is an answer that replaces another.
 */
export function whatStays<Q extends Asked>(query: Q): Q {
  const { error, data } = query;
  const replaces = error instanceof Problem && (error.status === 403 || error.status === 404);
  if (!query.isError || data === undefined || replaces) return query;
  return { ...query, error: null, isError: false, isSuccess: true, status: 'success' };
}
