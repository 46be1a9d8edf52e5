import { FUZZ_FILES } from '../test/helpers/fuzz/fuzz-files.ts';
import { readMutated } from '../test/helpers/fuzz/read-mutated.ts';

/**
 * `npm run bench:fuzz [-- 10000 [WFDB]]`: reads so many damaged inputs of each reader (those whose name begins so), the same for
 * the same number, and prints what became of them. Ends with 1 if one is neither read rightly nor refused clearly, needs more
 * than a second of processor time, or lets the process grow by more than ten times its size and 256 MB.
 */
const inputs = Number(process.argv[2] ?? 10_000);
const only = process.argv[3] ?? '';
const MOST_MS = 1000;
/** What the process may grow by whatever it reads: the engine's own heap moves in large steps. */
const SPARE_KILOBYTES = 256 * 1024;

let failures = 0;
for (const [name, make] of Object.entries(FUZZ_FILES)) {
  if (!name.startsWith(only)) continue;
  const files = make();
  const kilobytes = files.reduce((sum, { data }) => sum + data.length, 0) / 1024;
  let [read, refused, slowestMs] = [0, 0, 0];
  const problems: string[] = [];
  for (let seed = 0; seed < inputs; seed++) {
    const cpu = process.cpuUsage();
    const before = process.resourceUsage().maxRSS;
    try {
      const outcome = readMutated(files, seed);
      read += outcome.read;
      refused += outcome.refused;
    } catch (error) {
      problems.push(`seed ${seed}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
    const { user, system } = process.cpuUsage(cpu);
    const ms = (user + system) / 1000;
    slowestMs = Math.max(slowestMs, ms);
    if (ms > MOST_MS) problems.push(`seed ${seed}: it took ${Math.round(ms)} ms`);
    const grown = process.resourceUsage().maxRSS - before;
    if (grown > 10 * kilobytes + SPARE_KILOBYTES) problems.push(`seed ${seed}: the process grew by ${grown} KB`);
  }
  console.log(`${name}: ${read} signals read, ${refused} refused, slowest ${Math.round(slowestMs)} ms`);
  for (const problem of problems.slice(0, 5)) console.log(`  ${problem}`);
  if (problems.length > 5) console.log(`  and ${problems.length - 5} more`);
  failures += problems.length;
}
process.exitCode = failures > 0 ? 1 : 0;
