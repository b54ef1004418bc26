import { slugName } from './names.ts';

/** What a server is called where nobody has given it a slug: of any name the letters and digits that one may have. */
export function slugFrom(name: string): string {
  const slug = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 31)
    .replace(/-$/, '');
  return slug === '' || slugName.reserved.includes(slug) ? 'server' : slug;
}
