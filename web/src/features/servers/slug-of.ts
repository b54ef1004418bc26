/** A short name out of a URL: the word of its host that says most. */
export function slugOf(url: string): string {
  try {
    const labels = new URL(url).hostname
      .split('.')
      .filter((label) => !['www', 'mcp', 'api', 'com', 'org', 'io', 'net', 'dev', 'ai'].includes(label));
    const word =
      labels
        .at(-1)
        ?.toLowerCase()
        .replaceAll(/[^a-z0-9-]/g, '') ?? '';
    return /^[a-z]/.test(word) ? word : 'server';
  } catch {
    return 'server';
  }
}
