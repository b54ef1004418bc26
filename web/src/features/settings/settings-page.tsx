import { useParams } from '@tanstack/react-router';
import { useMay } from '../../api/session.ts';
import { Page, Tabs } from '../../ui/index.ts';
import { ApiKeys } from './api-keys.tsx';
import { Members } from './members.tsx';
import { YourAccount } from './your-account.tsx';

/** Parts of the settings, each with what one must be allowed to see it. */
export function SettingsPage() {
  const { tab = 'account' } = useParams({ strict: false }) as { tab?: string };
  const members = useMay('accounts:read');
  const keys = useMay('api_keys:read');
  return (
    <Page title="Settings">
      <Tabs
        label="Settings"
        tabs={[
          { to: '/settings', label: 'Your account' },
          ...(members ? [{ to: '/settings/members', label: 'Members' }] : []),
          ...(keys ? [{ to: '/settings/api-keys', label: 'API keys' }] : []),
        ]}
      />
      {tab === 'members' ? <Members /> : tab === 'api-keys' ? <ApiKeys /> : <YourAccount />}
    </Page>
  );
}
