/** Methods whose results say in the modern era how long and by whom they may be kept (SEP-2549). */
export const cacheable: ReadonlySet<string> = new Set([
  'tools/list',
  'prompts/list',
  'resources/list',
  'resources/templates/list',
  'resources/read',
  'server/discover',
]);

/** Methods that a server of the modern era may answer with `input_required`; no other may be (SEP-2322). */
export const mayAskBack: ReadonlySet<string> = new Set(['tools/call', 'prompts/get', 'resources/read']);
