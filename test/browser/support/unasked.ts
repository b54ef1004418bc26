import type { Page } from 'playwright-core';
import { operations } from '../../../web/src/api/operations.generated.ts';
import { asked } from './acts.table.ts';

/** What is asked about first, as requests, in the words of the page: it may evaluate no text, so this is what it is given. */
const rules = asked.flatMap(({ verb, when = () => true }) =>
  (operations.get(verb) ?? []).map(({ method, path }) => {
    const pattern = `^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`;
    return `{ verb: '${verb}', method: '${method}', path: new RegExp('${pattern}'), when: ${String(when)} }`;
  }),
);

/**
 * Acts that reach far and were begun on a page without a question: each is told as an error of the page, which `openPage`
 * keeps. What begins nothing that anybody has is not one: the first steps make a policy that no grant can have yet.
 */
const watch = `(() => {
  const rules = [${rules.join(', ')}];
  const send = window.fetch;
  window.fetch = (input, init = {}) => {
    const { pathname } = new URL(input, location.href);
    const body = typeof init.body === 'string' ? JSON.parse(init.body) : {};
    const found = rules.find(({ method, path, when }) => method === init.method && path.test(pathname) && when(body));
    const isAsked = document.querySelector('[role=alertdialog]') !== null || location.pathname === '/welcome';
    if (found !== undefined && !isAsked) console.error('an act that did not ask: ' + found.verb);
    return send(input, init);
  };
})()`;

/** Has a page tell of what it does without having asked. */
export const watchForUnasked = (page: Page): Promise<unknown> => page.addInitScript(watch);

/** Whether the page has complained of such an act. */
export const isUnasked = (complaint: string): boolean => complaint.startsWith('an act that did not ask');
