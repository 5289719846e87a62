/** Ends what is left of a process group: the leader, and what it left running in the background. */
export function endGroup(leader: number | undefined): void {
  if (!leader) return; // it never started; and 0 would mean this process's own group
  try {
    process.kill(-leader, "SIGKILL");
  } catch {
    // Nothing is left of it.
  }
}
