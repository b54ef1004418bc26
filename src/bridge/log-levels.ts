/** RFC 5424, from the least severe on. */
const levels: readonly string[] = ['debug', 'info', 'notice', 'warning', 'error', 'critical', 'alert', 'emergency'];

/** Whether a text is a level of MCP's. */
export function isLogLevel(text: string | undefined): text is string {
  return text !== undefined && levels.includes(text);
}

/** Whether a log line is as severe as was asked for. A level that nobody knows is severe: it is not dropped. */
export function isAsSevere(level: string | undefined, least: string): boolean {
  const at = level === undefined ? -1 : levels.indexOf(level);
  return at === -1 || at >= levels.indexOf(least);
}
