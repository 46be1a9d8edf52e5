/** Processor time that one input may take, milliseconds. */
const MOST_MS = 1000;
const MOST_TOLD = 5;

/**
 * Tries so many damaged inputs, each by its seed, and prints a line about all of them (`said`) and the first problems: what
 * `attempt` finds or throws, and what takes more than a second. Returns how many problems there were.
 */
export async function tryDamaged(
  name: string,
  inputs: number,
  attempt: (seed: number) => string[] | Promise<string[]>,
  said: () => string,
): Promise<number> {
  let slowestMs = 0;
  const problems: string[] = [];
  for (let seed = 0; seed < inputs; seed++) {
    const cpu = process.cpuUsage();
    try {
      problems.push(...(await attempt(seed)).map((problem) => `seed ${seed}: ${problem}`));
    } catch (error) {
      problems.push(`seed ${seed}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
    const { user, system } = process.cpuUsage(cpu);
    const ms = (user + system) / 1000;
    slowestMs = Math.max(slowestMs, ms);
    if (ms > MOST_MS) problems.push(`seed ${seed}: it took ${Math.round(ms)} ms`);
  }
  console.log(`${name}: ${said()}, slowest ${Math.round(slowestMs)} ms`);
  for (const problem of problems.slice(0, MOST_TOLD)) console.log(`  ${problem}`);
  if (problems.length > MOST_TOLD) console.log(`  and ${problems.length - MOST_TOLD} more`);
  return problems.length;
}
