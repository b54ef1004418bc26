import type { Category } from './category.ts';
import type { Phrase } from './phrase.ts';

/**
 * What the objects in a name make milder: cancelling a message that was not sent yet, a timer, a tag on a task. Never
 * asked of a description, where more words must not lower anything.
 */
export function soften(
  { act, verb, objects }: Pick<Phrase, 'act' | 'verb'> & { readonly objects: readonly string[] },
  category: Category,
): Category {
  const speaksOf = (...words: string[]): boolean => words.some((word) => objects.includes(word));
  if (act === 'control' && speaksOf('timer', 'playback', 'tracking')) return 'write';
  if (verb === 'start' && speaksOf('thread', 'conversation')) return 'communicate';
  if (verb === 'cancel' && speaksOf('email', 'message', 'invitation')) return 'write';
  if (verb === 'remove' && speaksOf('tag', 'tags', 'label') && speaksOf('from')) return 'write';
  if (speaksOf('quote', 'quotes') && category === 'financial' && act === 'pay') return 'read';
  if (verb === 'invite' && speaksOf('attendee', 'attendees')) return 'communicate';
  return category;
}
