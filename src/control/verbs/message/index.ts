/** What readers of the catalogue's pages wrote to the operators. */
export { createMessage } from './create.ts';
export { listMessages } from './list.ts';
export { removeMessage } from './remove.ts';
