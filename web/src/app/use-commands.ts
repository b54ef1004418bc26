import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { signOut } from '../features/account/sign-out.ts';
import { setTheme } from '../ui/theme.ts';
import type { Command } from './commands.ts';
import type { NavItem } from './nav.ts';

/** Everything that the palette offers to whoever is here. @param stop asks whether everything is to be stopped */
export function useCommands(
  seen: readonly NavItem[],
  permissions: readonly string[],
  stop: () => void,
): readonly Command[] {
  const navigate = useNavigate();
  // biome-ignore lint/correctness/useExhaustiveDependencies: what stops is the same thing each time
  return useMemo<readonly Command[]>(() => {
    const go = (to: string): void => void navigate({ to });
    return [
      ...seen.map(
        ({ to, label, icon, key }): Command => ({
          name: label,
          words: 'go to',
          hint: `G ${key.toUpperCase()}`,
          icon,
          run: () => go(to),
        }),
      ),
      ...(permissions.includes('servers:write')
        ? [{ name: 'Register a server', words: 'new add', icon: 'plus', run: () => go('/servers/new') } as const]
        : []),
      ...(permissions.includes('grants:write')
        ? [
            {
              name: 'Create a grant',
              words: 'new add token agent',
              icon: 'plus',
              run: () => void navigate({ to: '/grants', search: { new: 1 } }),
            } as const,
          ]
        : []),
      ...(permissions.includes('kill:write')
        ? [
            {
              name: 'Stop everything…',
              words: 'kill switch emergency halt',
              icon: 'stop',
              run: stop,
            } as const,
          ]
        : []),
      { name: 'Use the light theme', words: 'appearance', icon: 'sun', run: () => setTheme('light') },
      { name: 'Use the dark theme', words: 'appearance', icon: 'moon', run: () => setTheme('dark') },
      { name: 'Follow the system’s theme', words: 'appearance', icon: 'settings', run: () => setTheme('system') },
      { name: 'Sign out', words: 'leave log out', icon: 'leave', run: () => void signOut() },
    ];
  }, [seen, permissions, navigate]);
}
