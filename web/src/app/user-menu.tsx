import { useNavigate } from '@tanstack/react-router';
import type { User } from '../api/session.ts';
import { signOut } from '../features/account/sign-out.ts';
import { IconButton, Menu, MenuItem } from '../ui/index.ts';
import { setTheme, useTheme } from '../ui/theme.ts';

/** Who is here, the way out, and how everything looks to them. */
export function UserMenu({ user }: { readonly user: User }) {
  const navigate = useNavigate();
  const theme = useTheme();
  return (
    <div className="mt-auto flex items-center gap-1 border-t border-line p-2">
      <Menu
        trigger={
          <button
            type="button"
            className="flex h-9 min-w-0 flex-1 items-center gap-2 rounded-md px-2 text-left hover:bg-hover"
          >
            <span className="grid size-6 shrink-0 place-items-center rounded-full bg-accent-soft text-2xs font-semibold text-accent uppercase">
              {(user.name || user.email).slice(0, 2)}
            </span>
            <span className="min-w-0 flex-1 truncate">{user.name || user.email}</span>
            <span className="text-2xs text-ink-3">{user.role.replace('_', ' ')}</span>
          </button>
        }
      >
        <MenuItem icon="person" onSelect={() => void navigate({ to: '/settings' })}>
          Your account
        </MenuItem>
        <MenuItem icon="leave" onSelect={() => void signOut()}>
          Sign out
        </MenuItem>
      </Menu>
      <IconButton
        icon={theme === 'dark' ? 'moon' : 'sun'}
        label={`Theme: ${theme}`}
        onClick={() => setTheme(theme === 'system' ? 'dark' : theme === 'dark' ? 'light' : 'system')}
      />
    </div>
  );
}
