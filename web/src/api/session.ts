import { store } from '../kernel/store.ts';

/** Who has signed in, as the API says. */
export interface SignedIn {
  /** Kept in this page’s memory and nowhere else: the cookie alone opens nothing. */
  readonly token: string;
  readonly user: User;
}

export interface User {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: string;
  readonly secondFactor?: boolean;
  readonly permissions: readonly string[];
}

/**
 * `unknown` until the first answer; `expired`: was signed in on this page, so what is typed must stay while they sign
 * in again.
 */
export type Session =
  | { readonly state: 'unknown' | 'signed-out' }
  | ({ readonly state: 'signed-in' } & SignedIn)
  | { readonly state: 'expired'; readonly user: User };

const current = store<Session>({ state: 'unknown' });

export const session = current.get;
export const putSession = current.put;
export const onSession = current.onChange;
export const useSession = current.use;

/** The API no longer knows this session. */
export function sessionEnded(): void {
  const now = session();
  if (now.state === 'signed-in') putSession({ state: 'expired', user: now.user });
  else if (now.state === 'unknown') putSession({ state: 'signed-out' });
}

/** Who looks at this page. */
export function useUserId(): string | undefined {
  const now = useSession();
  return 'user' in now ? now.user.id : undefined;
}

/** Whether the one who is signed in may: what they may not is not offered, and the API refuses it anyway. */
export function useMay(permission: string): boolean {
  const now = useSession();
  return (now.state === 'signed-in' || now.state === 'expired') && now.user.permissions.includes(permission);
}
