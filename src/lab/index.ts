/**
 * Policies under the lens: what is valid and yet probably not meant. Nothing on the request path imports this room;
 * it never judges (there is one judge, in `policy`) and never changes a document.
 */
export { lint } from './lint/lint.ts';
