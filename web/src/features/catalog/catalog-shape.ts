/** What the catalogue's pages say as JSON, as far as it is shown here. All words in it are of strangers: text, never more. */

export interface ToolLine {
  readonly name: string;
  readonly slug: string;
  readonly server: { readonly name: string; readonly slug: string; readonly title?: string };
  readonly category: string;
  readonly severity: string;
  readonly confidence: number;
  readonly unclassified: boolean;
  readonly flags: readonly string[];
}

export interface ServerLine {
  readonly name: string;
  readonly slug: string;
  readonly title?: string;
  readonly summary?: string;
  readonly tools: number;
  readonly severities: Readonly<Record<string, number>>;
}

export interface Found {
  readonly servers: readonly ServerLine[];
  readonly tools: readonly ToolLine[];
  readonly counts: Readonly<Record<'category' | 'severity', Readonly<Record<string, number>>>>;
  readonly total: number;
  readonly more: boolean;
  /** What was looked for in place of words that nothing has. */
  readonly meant: readonly string[];
}

export const strengths = ['observe', 'guarded', 'strict'] as const;
export type Strength = (typeof strengths)[number];

export interface Recommendation {
  readonly strength: Strength;
  readonly title: string;
  readonly sentence: string;
  readonly document: object;
}

export interface CatalogServer extends ServerLine {
  readonly version?: string;
  readonly homepage?: string;
  readonly repository?: string;
  readonly packages: readonly { readonly registry: string; readonly name: string; readonly version?: string }[];
  readonly note?: string;
  readonly status: string;
  readonly lastSeen: number;
  readonly list: readonly ToolLine[];
  readonly toxicFlow: Readonly<Record<'untrusted' | 'private' | 'out', readonly ToolLine[]>> | null;
  readonly recommended: readonly Recommendation[];
}

export interface CatalogTool extends ToolLine {
  readonly definition: object;
  readonly hash: string;
  readonly judged: {
    readonly reason: string;
    readonly evidence: readonly { readonly field: string; readonly words: readonly string[]; readonly says: string }[];
  };
  readonly findings: readonly { readonly kind: string; readonly at: string }[];
  readonly history: readonly { readonly hash: string; readonly version?: string; readonly firstSeen: number }[];
  readonly recommended: readonly Recommendation[];
}

export const strengthWords: Readonly<Record<Strength, string>> = {
  observe: 'Observe',
  guarded: 'Guarded',
  strict: 'Reads only',
};
