import { Tabs } from '../../ui/index.ts';

/** The two views of grants. */
export function GrantTabs() {
  return (
    <Tabs
      label="Views of grants"
      tabs={[
        { to: '/grants', label: 'Grants' },
        { to: '/grants/matrix', label: 'What they may call' },
      ]}
    />
  );
}
