import { readdirSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { describe, expect, it } from 'vitest';
import * as engine from './index.ts';

const documentation = readFileSync(new URL('../../docs/policy.md', import.meta.url), 'utf8');
const blocks = (language: string): string[] =>
  [...documentation.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(([, text = '']) => text);

/** A snippet of the documentation, put where it would stand in a policy. */
function around(snippet: string): string {
  const keys = Object.keys(JSON.parse(snippet));
  if (keys.includes('version')) return snippet;
  const rules = keys.includes('counter') ? `{"limits":[${snippet}]}` : `{"require":[${snippet}]}`;
  return `{"version":"1","default":"deny","tools":{"t":${rules}}}`;
}

/** One value a block, or one a line. */
function snippets(block: string): string[] {
  try {
    JSON.parse(block);
    return [block];
  } catch {
    return block.trimEnd().split('\n');
  }
}

describe('the examples in docs/policy.md', () => {
  const found = blocks('json').flatMap(snippets);
  it('are there', () => expect(found.length).toBeGreaterThanOrEqual(5));
  it.each(found)('%s', (snippet) => {
    const read = engine.readPolicy(around(snippet), 'json');
    expect(read.ok ? [] : read.errors).toEqual([]);
  });

  it('run as code', async () => {
    const [code = ''] = blocks('ts');
    const index = new URL('./index.ts', import.meta.url).href;
    const body = stripTypeScriptTypes(code).replace("'toolgate/policy'", JSON.stringify(index));
    const source = `const text = ${JSON.stringify(blocks('json')[0])};\n${body}\nexport { judgement };`;
    const module: { judgement: unknown } = await import(`data:text/javascript,${encodeURIComponent(source)}`);
    expect(module.judgement).toMatchObject({ verdict: 'pass' });
  });
});

describe('examples/policies', () => {
  const folder = new URL('../../examples/policies/', import.meta.url);
  it.each(readdirSync(folder).filter((file) => !file.includes('.test.')))('%s', (file) => {
    const read = engine.readPolicy(
      readFileSync(new URL(file, folder), 'utf8'),
      file.endsWith('.json') ? 'json' : 'yaml',
    );
    expect(read.ok ? read.warnings : read.errors).toEqual([]);
  });
});
