/** What a process cannot do without, and nothing that could open a door (threats B93). */
const posix = 'PATH HOME LANG TMPDIR';
const windows =
  'PATH PATHEXT SYSTEMROOT SYSTEMDRIVE COMSPEC WINDIR TEMP TMP USERPROFILE APPDATA LOCALAPPDATA PROGRAMDATA PROGRAMFILES';
const necessities: readonly string[] = (process.platform === 'win32' ? windows : posix).split(' ');

/**
 * The whole environment of a server's process: the necessities, and what its `env` declares. Never the gateway's own:
 * Node hands that down unless told otherwise, with every token in it.
 *
 * @param declared the server's `env`; wins over the necessities
 * @param own the gateway's environment
 */
export function childEnvironment(
  declared: ReadonlyMap<string, string>,
  own: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const environment: Record<string, string> = Object.create(null);
  for (const name of necessities) {
    const value = own[name];
    if (value !== undefined) environment[name] = value;
  }
  for (const [name, value] of declared) environment[name] = value;
  return environment;
}
