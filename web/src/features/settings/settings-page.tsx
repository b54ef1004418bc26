import { useParams } from '@tanstack/react-router';
import { useMay } from '../../api/session.ts';
import { Page, Tabs } from '../../ui/index.ts';
import { ApiKeys } from './api-keys.tsx';
import { Installation } from './installation.tsx';
import { Members } from './members.tsx';
import { Notifications } from './notifications.tsx';
import { YourAccount } from './your-account.tsx';

/** Parts of the settings, each with what one must be allowed to see it. */
export function SettingsPage() {
  const { tab = 'account' } = useParams({ strict: false }) as { tab?: string };
  const members = useMay('accounts:read');
  const keys = useMay('api_keys:read');
  const notifications = useMay('notifications:read');
  const installation = useMay('installation:read');
  return (
    <Page title="Settings">
      <Tabs
        label="Settings"
        tabs={[
          { to: '/settings', label: 'Your account' },
          ...(members ? [{ to: '/settings/members', label: 'Members' }] : []),
          ...(notifications ? [{ to: '/settings/notifications', label: 'Notifications' }] : []),
          ...(installation ? [{ to: '/settings/installation', label: 'Installation' }] : []),
          ...(keys ? [{ to: '/settings/api-keys', label: 'API keys' }] : []),
        ]}
      />
      <Part tab={tab} />
    </Page>
  );
}

function Part({ tab }: { readonly tab: string }) {
  switch (tab) {
    case 'members':
      return <Members />;
    case 'api-keys':
      return <ApiKeys />;
    case 'notifications':
      return <Notifications />;
    case 'installation':
      return <Installation />;
    default:
      return <YourAccount />;
  }
}
