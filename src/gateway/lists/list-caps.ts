/**
 * What a server's list may be in all. Every answer to a page may be as large as any other, so that
 * only their sum bounds what one list makes the gateway hold.
 */
export const listCaps = { pages: 100, bytes: 32 * 1024 * 1024 } as const;
