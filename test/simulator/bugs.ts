/** Mistakes that the simulation can be run with, to show that the history of each is found to be wrong. */
export const bugs = [
  'a restart forgets what was counted',
  'a trip that was given up is run later',
  'what is in doubt is given back again',
  'an approval is looked at and used in two steps',
  'a look confirms when it ends, not when it began',
  'a gateway that cannot know serves all the same',
  'a letter without an answer is posted again',
] as const;

export type Bug = (typeof bugs)[number];
