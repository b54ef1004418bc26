/**
 * The exposition texts of several workers as one: what each says of itself stands under its family once, with the label
 * `worker`. Sums are left to whoever asks, since a rate is right only before they are made: a worker that was replaced
 * counts from nought again.
 *
 * @param texts by slot, as prom-client writes them: each sample below the `# HELP` of its family
 */
export function mergeMetrics(texts: ReadonlyMap<number, string>): string {
  const families = new Map<string, { readonly head: string[]; readonly samples: string[] }>();
  for (const [slot, text] of texts) {
    let family: { readonly head: string[]; readonly samples: string[] } | undefined;
    let isFirst = false;
    for (const line of text.split('\n')) {
      if (line === '') continue;
      const name = /^# HELP (\S+)/.exec(line)?.[1];
      if (name !== undefined) {
        const known = families.get(name);
        isFirst = known === undefined;
        family = known ?? { head: [], samples: [] };
        families.set(name, family);
      }
      if (!line.startsWith('#')) family?.samples.push(labelled(line, slot));
      else if (isFirst) family?.head.push(line);
    }
  }
  return [...families.values()].map(({ head, samples }) => `${[...head, ...samples].join('\n')}\n`).join('\n');
}

/** `name{a="b"} 1` and `name 1`: the label goes first, before whatever a value may hold. */
function labelled(sample: string, slot: number): string {
  return sample.replace(/^([A-Za-z_:][\w:]*)(\{?)/, (_, name: string, brace: string) => {
    return `${name}{worker="${slot}"${brace === '' ? '}' : ','}`;
  });
}
