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
