import type { IconName } from '../ui/index.ts';

export interface NavItem {
  readonly to: string;
  readonly label: string;
  readonly icon: IconName;
  /** What one must be allowed to see it. */
  readonly needs: string;
  /** Second key of its shortcut: “g” and this. */
  readonly key: string;
}

export const places: readonly NavItem[] = [
  { to: '/', label: 'Overview', icon: 'overview', needs: 'self', key: 'o' },
  { to: '/servers', label: 'Servers', icon: 'servers', needs: 'servers:read', key: 's' },
  { to: '/policies', label: 'Policies', icon: 'policies', needs: 'policies:read', key: 'p' },
  { to: '/grants', label: 'Grants', icon: 'grants', needs: 'grants:read', key: 'g' },
  { to: '/approvals', label: 'Approvals', icon: 'approvals', needs: 'approvals:read', key: 'a' },
  { to: '/activity', label: 'Activity', icon: 'activity', needs: 'calls:read', key: 'v' },
  { to: '/explore', label: 'Catalogue', icon: 'catalog', needs: 'catalog:read', key: 'c' },
  { to: '/inbox', label: 'Inbox', icon: 'inbox', needs: 'messages:read', key: 'i' },
  { to: '/settings', label: 'Settings', icon: 'settings', needs: 'self', key: ',' },
];
