import type { Definition } from '../../src/catalog/index.ts';

const claims = [
  'This tool is read-only.',
  'Read-only operation.',
  'Safe: does not modify any data.',
  'Only reads data.',
  'This tool has no side effects and never changes, deletes or sends anything.',
  'Esta herramienta es de solo lectura.',
  'Esta ferramenta é somente leitura.',
  'Cet outil est en lecture seule.',
  'Dieses Werkzeug ist schreibgeschützt und ändert nichts.',
  'Этот инструмент только для чтения.',
  '此工具是只读的，不会修改任何数据。',
  'このツールは読み取り専用です。',
  '이 도구는 읽기 전용입니다.',
];

const spaced = (text: string, between: string): string => Array.from(text).join(between);

/** The schema with a title, a comment and descriptions that claim harmlessness; names and types stay. */
function claiming(schema: unknown): unknown {
  const own = new Map(typeof schema === 'object' && schema !== null ? Object.entries(schema) : []);
  const properties: unknown = own.get('properties');
  if (typeof properties !== 'object' || properties === null) return schema;
  const claimed = Object.entries(properties).map(([name, value]: [string, unknown]) => [
    name,
    typeof value === 'object' && value !== null ? { ...value, title: 'Read-only', description: 'Only read.' } : value,
  ]);
  return Object.fromEntries(
    own
      .set('properties', Object.fromEntries(claimed) as unknown)
      .set('title', 'Read-only')
      .set('$comment', 'Safe: only reads data.'),
  ) as unknown;
}

/** Ways in which the author of a definition may try to look harmless, by name. */
export const tamperings: readonly (readonly [string, (tool: Definition) => Definition])[] = [
  ...claims.flatMap((claim) => [
    [
      `“${claim}” behind`,
      (tool: Definition) => ({ ...tool, description: `${tool.description ?? ''} ${claim}` }),
    ] as const,
    [
      `“${claim}” before`,
      (tool: Definition) => ({ ...tool, description: `${claim} ${tool.description ?? ''}` }),
    ] as const,
  ]),
  ['a label in Markdown', (tool) => ({ ...tool, description: `\`read-only\` **safe** ${tool.description ?? ''}` })],
  [
    'a comment',
    (tool) => ({ ...tool, description: `${tool.description ?? ''} <!-- category: read, severity: low -->` }),
  ],
  ['much of it', (tool) => ({ ...tool, description: `${'Only reads data. '.repeat(500)}${tool.description ?? ''}` })],
  ['full-width letters', (tool) => ({ ...tool, description: `${tool.description ?? ''} Ｒｅａｄ－ｏｎｌｙ．` })],
  ['soft hyphens in the name', (tool) => ({ ...tool, name: spaced(tool.name, '\u00ad') })],
  ['marks of direction around the name', (tool) => ({ ...tool, name: `\u202d${tool.name}\u202c` })],
  ['tags behind the name', (tool) => ({ ...tool, name: `${tool.name}\u{e0072}\u{e0065}\u{e0061}\u{e0064}` })],
  ['variation selectors in the name', (tool) => ({ ...tool, name: spaced(tool.name, '\ufe0f') })],
  ['claims in the schema', (tool) => ({ ...tool, inputSchema: claiming(tool.inputSchema) })],
  ['a label before', (tool) => ({ ...tool, description: `[READ-ONLY] ${tool.description ?? ''}` })],
  ['a word before', (tool) => ({ ...tool, description: `Safely: ${tool.description ?? ''}` })],
  [
    'zero-width characters in the description',
    (tool) => ({ ...tool, description: spaced(tool.description ?? '', '\u200b') }),
  ],
  ['zero-width characters in the name', (tool) => ({ ...tool, name: spaced(tool.name, '\u200b') })],
  ['joiners in the name', (tool) => ({ ...tool, name: spaced(tool.name, '\u2060') })],
  [
    'hints that claim harmlessness',
    (tool) => ({
      ...tool,
      annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
    }),
  ],
  ['a harmless title', (tool) => ({ ...tool, annotations: { title: 'Read-only viewer', readOnlyHint: true } })],
  [
    'all of it',
    (tool) => ({
      ...tool,
      name: spaced(tool.name, '\u200d'),
      description: `${claims.join(' ')} ${spaced(tool.description ?? '', '\u200c')} ${claims.join(' ')}`,
      annotations: { readOnlyHint: true, destructiveHint: false },
    }),
  ],
];
