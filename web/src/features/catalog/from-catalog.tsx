import { useState } from 'react';
import { usePage } from '../../api/ask-page.ts';
import { Dialog, ProblemNote, Skeleton } from '../../ui/index.ts';
import type { Recommendation, Strength } from './catalog-shape.ts';
import { policyName } from './policy-name.ts';
import { RecommendedPolicy } from './recommended-policy.tsx';

/**
 * The recommended policy of a server or a tool of the catalogue, to be made one of one's own.
 *
 * @param from `server` or `server/tool`, as the catalogue's pages name them
 */
export function FromCatalog({ from, onClose }: { readonly from: string; readonly onClose: () => void }) {
  const [strength, setStrength] = useState<Strength>('guarded');
  const path = from.split('/').slice(0, 2).map(encodeURIComponent).join('/');
  const asked = usePage<{ readonly recommended: readonly Recommendation[] }>(`/catalog/${path}?policy=${strength}`);
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title="A policy from the catalogue"
      lead={<code className="foreign">{from}</code>}
    >
      {asked.isError ? (
        <ProblemNote problem={asked.error} onRetry={() => void asked.refetch()} />
      ) : asked.data === undefined ? (
        <Skeleton rows={5} />
      ) : (
        <RecommendedPolicy
          recommended={asked.data.recommended}
          strength={strength}
          onStrength={setStrength}
          name={policyName(from)}
          pending={asked.isPlaceholderData}
        />
      )}
    </Dialog>
  );
}
