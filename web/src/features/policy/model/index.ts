/**
 * A policy document as its text, and the edits that the builder makes of it. Decides which bytes a click changes.
 *
 * Never judges a call and never says whether a document is valid: the engine does. Never reformats: what the builder
 * does not touch stays byte-equal, and a text that is no JSON is not edited at all.
 *
 * Invariants, each a property test over generated policies in `test/web`: an edit changes the value at its path and no
 * other; the bytes before and behind it stay; every construct of the language can be made and changed by these edits.
 */
export { type ArgumentPath, argumentPaths, factPaths } from './argument-paths.ts';
export { insertValue, moveItem, removeValue, renameKey, setValue } from './edit.ts';
export { firstCondition, firstValue, isUntouched, misfit } from './first-condition.ts';
export { begin, edited, type History, redone, undone } from './history.ts';
export { type Joiner, joinerOf, joiners } from './joiner.ts';
export { at, isList, isObject, type JsonObject, type JsonValue, member, type Path, textOf } from './json.ts';
export { firstOperand, type Operand, type Operator, operatorsOf, suited } from './operators.ts';
export { type Posture, postureOf, postures, type Reach, reachOf } from './posture.ts';
export { type Node, plainValue, readTree, SyntaxFault } from './read-tree.ts';
export { setPosture } from './set-posture.ts';
export { setPostures } from './set-postures.ts';
