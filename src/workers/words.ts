/** What a worker and the process that looks after it say to each other. Everything else on their channel is Node's. */
export type Word =
  /** A worker asks for the metrics of all. */
  | { readonly toolgate: 'gather'; readonly ask: number }
  | { readonly toolgate: 'gathered'; readonly ask: number; readonly text: string }
  /** It is asked for its own. */
  | { readonly toolgate: 'tell'; readonly ask: number }
  | { readonly toolgate: 'told'; readonly ask: number; readonly text: string };

/** @returns whether what came over the channel is one of ours: both ends are the same program */
export function isWord(said: unknown): said is Word {
  return typeof said === 'object' && said !== null && 'toolgate' in said;
}
