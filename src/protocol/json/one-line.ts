const LF = 0x0a;
const CR = 0x0d;

/**
 * A JSON text without line ends, for transports where a line end ends the message (stdio) or the field (SSE, threats
 * B71). In JSON they stand between tokens only, where a space means the same.
 *
 * @returns `json` itself when it has none, else a copy
 */
export function oneLine(json: Buffer): Buffer {
  if (!json.includes(LF) && !json.includes(CR)) return json;
  const copy = Buffer.from(json);
  for (let at = 0; at < copy.length; at += 1) {
    if (copy[at] === LF || copy[at] === CR) copy[at] = 0x20;
  }
  return copy;
}
