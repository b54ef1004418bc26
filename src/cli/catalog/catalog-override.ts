import { categories, severities } from '../../catalog/index.ts';
import { anchoredClock } from '../../kernel/index.ts';
import { CommandError, type Io } from '../io.ts';
import { type CatalogOptions, withCatalog } from './catalog-opened.ts';

export interface OverrideOptions extends CatalogOptions {
  readonly category?: string;
  readonly severity?: string;
  readonly reason?: string;
  readonly author?: string;
  readonly remove: boolean;
}

/** `toolgate catalog override`: an operator's word on a tool, which wins over the classifier's. */
export async function override(server: string, tool: string, options: OverrideOptions, io: Io): Promise<void> {
  const category = categories.find((one) => one === options.category);
  const severity = severities.find((one) => one === options.severity);
  const { reason } = options;
  if (!options.remove && (category === undefined || severity === undefined || reason === undefined)) {
    throw new CommandError(
      `an override wants --category (${categories.join(', ')}), --severity (${severities.join(', ')}) and --reason`,
      2,
    );
  }
  await withCatalog(io, options, (writer) => {
    const [slug] = writer.reader().serversNamed(server);
    if (slug === undefined) throw new CommandError(`the catalogue has no server ${server}`);
    if (options.remove) writer.removeOverride(server, tool);
    else if (category !== undefined && severity !== undefined && reason !== undefined) {
      const author = options.author ?? io.env.USER ?? 'operator';
      writer.override({ server, tool, category, severity, reason, author, at: anchoredClock().now() });
    }
    const view = writer.reader().tool(slug, tool);
    const kind = view === undefined ? 'not listed now' : `${view.severity} ${view.category}`;
    io.stdout.write(options.json ? `${JSON.stringify(view ?? null)}\n` : `${tool} on ${server}: ${kind}\n`);
  });
}
