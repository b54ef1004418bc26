/**
 * The strict reader of documents, for the documents that stand beside a policy, such as its tests: the same grammar
 * pieces, so that they are read as strictly and complain as well. It decides nothing of what a document means; nothing
 * in a document is ignored, and every error has its line, its column and the word that was probably meant.
 */
export { maxPatternBytes } from '../operators/regex.ts';
export { under } from '../source/pointer.ts';
export { toJson } from '../source/tree.ts';
export { type ReadDocument, readDocument } from './read-document.ts';
export { either, flag, integer, list, needed, object, optional, type Read, type Reader, text, word } from './reader.ts';
export type { Place } from './report.ts';
export { window } from './window.ts';
