// Classes the tools of data/starter/servers.jsonl anew after a change of the classifier: `node scripts/starter/reclass.ts`
// with TOOLGATE_CATALOG_DATA naming the folder of definitions. Where the whole definition is there it is classed again;
// where it is not, an older class stays as far as it is graver than what the facts alone say.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { rankOf } from '../../src/catalog/classify/category.ts';
import { classifierVersion, classify } from '../../src/catalog/index.ts';
import { readClass, writeClass } from '../../src/catalog/starter/given-class.ts';
import { readParameters } from '../../src/catalog/starter/parameters.ts';
import { type StarterLine, starterLine } from '../../src/catalog/starter/starter-line.ts';

const folder = process.env.TOOLGATE_CATALOG_DATA;
if (folder === undefined) throw new Error('see the first lines of this file');

interface Row {
  readonly server: string;
  readonly name: string;
  readonly description?: string;
  readonly inputSchema?: unknown;
}

const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');
const whole = new Map<string, Row>();
for (const line of lines(gunzipSync(readFileSync(join(folder, 'tools.jsonl.gz'))).toString())) {
  const row: Row = JSON.parse(line);
  whole.set(`${row.server}\t${row.name}`, row);
}

type Tool = StarterLine['tools'][number];

function reclassed(server: StarterLine, [name, parameters, given = '', hash]: Tool): Tool {
  const inputSchema = parameters === null ? undefined : readParameters(parameters);
  const definition = { server: server.name, name, inputSchema };
  const facts = classify(definition);
  const row = whole.get(`${server.key}\t${name}`);
  let text = '';
  if (row !== undefined) {
    text = writeClass(classify({ ...definition, description: row.description, inputSchema: row.inputSchema }), facts);
  } else if (given !== '') {
    const old = readClass(given, definition);
    text = rankOf(old.category) >= rankOf(facts.category) ? writeClass(old, facts) : '';
  }
  if (hash !== undefined) return [name, parameters, text, hash];
  return text === '' ? [name, parameters] : [name, parameters, text];
}

const file = new URL('../../data/starter/servers.jsonl', import.meta.url);
const servers = lines(readFileSync(file, 'utf8')).map((line) => {
  const server = starterLine.parse(JSON.parse(line));
  return { ...server, classes: classifierVersion, tools: server.tools.map((tool) => reclassed(server, tool)) };
});
writeFileSync(file, `${servers.map((server) => JSON.stringify(server)).join('\n')}\n`);
console.log(`${servers.length} servers`);
