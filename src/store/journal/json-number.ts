/** A number as JSON, as `JSON.stringify` writes it. */
export const jsonNumber = (value: number): string => (Number.isFinite(value) ? String(value) : 'null');
