import { usePages } from '../../api/use-pages.ts';
import { Badge, moment, Section } from '../../ui/index.ts';

const words = { approved: 'approved', waiting: 'waits', rejected: 'rejected' } as const;
const tones = { approved: 'allow', waiting: 'ask', rejected: 'deny' } as const;

/** Every definition that a tool ever had here, and who decided on it. */
export function ToolHistory({ server, tool }: { readonly server: string; readonly tool: string }) {
  const { items } = usePages('definition.list', { server, tool, state: 'any' });
  if (items.length === 0) return null;
  return (
    <Section title="History" hint="Each definition that it had, since it was first seen.">
      <ul className="divide-y divide-line rounded-md border border-line text-xs">
        {items.map(({ id, hash, state, seenAt, decidedBy }) => (
          <li key={id} className="flex flex-wrap items-center gap-3 px-3 py-2">
            <code>{hash.slice(0, 12)}</code>
            <Badge tone={tones[state]}>{words[state]}</Badge>
            <span className="foreign min-w-0 flex-1 truncate text-ink-3">{decidedBy ?? ''}</span>
            <span className="text-ink-2">{moment(seenAt)}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
