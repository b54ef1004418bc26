/** ASCII that JSON writes as it is: nearly all there is. To ask costs a third of what the serializer does. */
const plain = /^[ !#-[\]-~]*$/;

/** A text as JSON. */
export const quote = (text: string): string => (plain.test(text) ? `"${text}"` : JSON.stringify(text));

/** A number as JSON. */
export const number = (value: number): string => (Number.isFinite(value) ? String(value) : 'null');
