/** CPU time of this thread so far, in ms: whoever else runs on the machine is not in it. */
export function threadMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
