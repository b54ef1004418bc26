import type { Caller } from '../caller.ts';
import type { TaskOwner } from './task-seal.ts';

/** @param session digest of the session; `undefined` in the stateless revision */
export function ownerOf({ grant, access }: Pick<Caller, 'grant' | 'access'>, session: string | undefined): TaskOwner {
  const { principal } = grant;
  return {
    grant: principal.grant.id,
    user: principal.user?.id,
    server: access.server.config.slug,
    session: session ?? '',
  };
}
