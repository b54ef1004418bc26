/** What runs wherever text is taken for mark-up, in one way or another; and what turns the lines around it. */
export const hostile = `"'><img src=x onerror=alert(1)><script>alert(2)</script>{{constructor.constructor('alert(3)')()}}\u202e`;

/** The same where one line of plain text is asked for. */
export const hostileLine = `"'><img src=x onerror=alert(1)><svg/onload=alert(4)>javascript:alert(5)`;

const schema = {
  type: 'object',
  properties: {
    [hostileLine]: { type: 'string', description: hostile, enum: [hostileLine, '${alert(6)}'] },
    '__proto__.x': { type: 'string' },
  },
  title: hostile,
};

/** Tools of a server whose author means ill. The second has a name that no call can have. */
export const hostileTools = [
  { name: 'echo', title: hostile, description: hostile, inputSchema: schema },
  { name: hostileLine, description: hostile, inputSchema: schema },
  { name: 'constructor', description: 'javascript:alert(7)', inputSchema: schema },
];
