import { Link } from '@tanstack/react-router';
import { Badge, firstFew } from '../../ui/index.ts';

/** How many stand in a row of a table: one grant of hundreds of servers must not be all that is seen. */
const most = 6;

/** What a grant opens, each server under its policy; the first of many. */
export function Opens({ servers }: { readonly servers: Readonly<Record<string, string>> }) {
  const all = Object.entries(servers);
  const shown = firstFew(all, most);
  return (
    <span className="flex flex-wrap gap-1">
      {shown.map(([server, policy]) => (
        <Link key={server} to="/policies/$policy" params={{ policy }} search={{ server }} className="max-w-full">
          <Badge>
            {server} · {policy}
          </Badge>
        </Link>
      ))}
      {shown.length < all.length && <span className="text-xs text-ink-2">and {all.length - shown.length} more</span>}
    </span>
  );
}
