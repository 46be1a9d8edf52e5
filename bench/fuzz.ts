import { FUZZ_FILES } from '../test/helpers/fuzz/fuzz-files.ts';
import { readMutated } from '../test/helpers/fuzz/read-mutated.ts';
import { tryDamaged } from './try-damaged.ts';

/**
 * `npm run bench:fuzz [-- 10000 [WFDB]]`: reads so many damaged inputs of each reader (those whose name begins so), the same for
 * the same number, and prints what became of them. Ends with 1 if one is neither read rightly nor refused clearly, needs more
 * than a second of processor time, or lets the process grow by more than ten times its size and 256 MB.
 */
const inputs = Number(process.argv[2] ?? 10_000);
const only = process.argv[3] ?? '';
/** What the process may grow by whatever it reads: the engine's own heap moves in large steps. */
const SPARE_KILOBYTES = 256 * 1024;

let failures = 0;
for (const [name, make] of Object.entries(FUZZ_FILES)) {
  if (!name.startsWith(only)) continue;
  const files = make();
  const kilobytes = files.reduce((sum, { data }) => sum + data.length, 0) / 1024;
  let [read, refused] = [0, 0];
  const attempt = (seed: number): string[] => {
    const before = process.resourceUsage().maxRSS;
    const outcome = readMutated(files, seed);
    read += outcome.read;
    refused += outcome.refused;
    const grown = process.resourceUsage().maxRSS - before;
    return grown > 10 * kilobytes + SPARE_KILOBYTES ? [`the process grew by ${grown} KB`] : [];
  };
  failures += await tryDamaged(name, inputs, attempt, () => `${read} signals read, ${refused} refused`);
}
process.exitCode = failures > 0 ? 1 : 0;
