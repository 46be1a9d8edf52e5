/** How long something took, and the longest time for which it stopped everybody else of the same program. */
export interface Stops {
  seconds: number;
  longestStopMs: number;
  /** The processor time of the longest stop: what it would have been on a quiet machine, waiting for the disk aside. */
  longestComputingMs: number;
}

/** Asks for a turn again and again while the work is done. */
export async function stopsDuring<T>(work: () => Promise<T>): Promise<{ result: T; stops: Stops }> {
  let last = now();
  const longest = { wall: 0, cpu: 0 };
  let goesOn = true;
  const turn = (): void => {
    const { wall, cpu } = now();
    longest.wall = Math.max(longest.wall, wall - last.wall);
    longest.cpu = Math.max(longest.cpu, cpu - last.cpu);
    last = { wall, cpu };
    if (goesOn) setImmediate(turn);
  };
  setImmediate(turn);
  const begun = performance.now();
  const result = await work();
  const seconds = Number(((performance.now() - begun) / 1000).toFixed(2));
  // What the work stopped last counts too.
  await new Promise((resolve) => setTimeout(resolve, 10));
  goesOn = false;
  return {
    result,
    stops: { seconds, longestStopMs: Math.round(longest.wall), longestComputingMs: Math.round(longest.cpu) },
  };
}

function now(): { wall: number; cpu: number } {
  const { user, system } = process.threadCpuUsage();
  return { wall: performance.now(), cpu: (user + system) / 1000 };
}
