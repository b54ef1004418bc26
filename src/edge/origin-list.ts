/** Serialised web origin: scheme, host, no path. */
const originForm = /^https?:\/\/(?:\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::[0-9]{1,5})?$/;

/** Where a browser's request may come from. */
export type OriginVerdict = 'own' | 'listed' | 'foreign';

/**
 * From whose pages a request may come (threats B77; MCP demands 403 otherwise). A request without `Origin` comes from
 * no page. The gateway's own pages have the scheme of this listener and the host that the request is addressed to,
 * which the host list has admitted before; with an https public URL, that host over plain http is not our own.
 */
export class OriginList {
  readonly #listed = new Set<string>();
  readonly #scheme: string;
  readonly #publicUrl: URL | undefined;

  /**
   * @param origins the operator's, each `scheme://host[:port]`
   * @throws Error naming the entry that is no origin
   */
  constructor(origins: Iterable<string>, tls: boolean, publicUrl: string | undefined) {
    for (const origin of origins) {
      if (!originForm.test(origin)) throw new Error(`"${origin}" is no web origin (scheme://host[:port], lower case)`);
      this.#listed.add(origin);
    }
    this.#scheme = tls ? 'https://' : 'http://';
    this.#publicUrl = publicUrl === undefined ? undefined : new URL(publicUrl);
  }

  /** @param host the request's `Host`, already admitted */
  judge(origin: string, host: string): OriginVerdict {
    if (this.#listed.has(origin)) return 'listed';
    if (origin === this.#publicUrl?.origin) return 'own';
    const own = this.#scheme + host.toLowerCase();
    return origin === own && this.#publicUrl?.host !== host.toLowerCase() ? 'own' : 'foreign';
  }
}
