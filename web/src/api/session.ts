import { useSyncExternalStore } from 'react';

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

let current: Session = { state: 'unknown' };
const listeners = new Set<() => void>();

export const session = (): Session => current;

export function putSession(next: Session): void {
  current = next;
  for (const listener of listeners) listener();
}

/** The API no longer knows this session. */
export function sessionEnded(): void {
  if (current.state === 'signed-in') putSession({ state: 'expired', user: current.user });
  else if (current.state === 'unknown') putSession({ state: 'signed-out' });
}

/** Hears of each change. @returns what ends that */
export const onSession = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useSession = (): Session => useSyncExternalStore(onSession, session);

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
