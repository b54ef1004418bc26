import type { Services } from '../../services.ts';

/**
 * A one-time link into the dashboard. The secret is in the fragment, which a browser sends to nobody: the page takes it
 * out and posts it.
 *
 * @returns a path where this process does not know how the gateway is reached
 */
export function linkOf({ origin, dashboard = origin }: Services, page: 'setup' | 'invitation', secret: string): string {
  return `${dashboard?.() ?? ''}/${page}#${secret}`;
}
