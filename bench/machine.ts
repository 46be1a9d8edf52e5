import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { getExample, listCandidates } from '../src-main/db/attacks/examples.ts';
import { getRecord } from '../src-main/db/datasets/records.ts';
import { listAttackRuns } from '../src-main/db/attacks/attack-runs.ts';
import { openDb } from '../src-main/db/open.ts';
import { openEngine } from '../src-main/ml/engine/engine.ts';
import { tellPairs } from '../src-main/ml/pairs/tell-pairs.ts';
import { seeded } from '../src-main/numeric/seeding.ts';
import { mean, sumOf, variance } from '../src-main/numeric/sums.ts';
import { wilson } from '../src-main/statistics/wilson.ts';
import { cuesOf } from '../src-main/study/machine/cues.ts';
import { tellApart } from '../src-main/study/machine/tell-apart.ts';
import { stepsPerMv } from '../src-main/study/presentation/display-grid.ts';
import { ditherStreams } from '../src-main/study/presentation/dither-streams.ts';
import { presentPair } from '../src-main/study/presentation/present-pair.ts';

/**
 * `npm run bench:machine -- <workspace> [--pairs 200 --first 0 --draws 8 --network 3 --gain 10 --method sap]`: what a
 * program can still tell of pairs of each attack run's successful examples, of the samples as stored and of what a
 * reader is sent, the latter with several draws of the dither: a logistic regression over cues, and with the first
 * `--network` draws a small convolutional network.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    pairs: { type: 'string', default: '200' },
    first: { type: 'string', default: '0' },
    draws: { type: 'string', default: '8' },
    network: { type: 'string', default: '3' },
    gain: { type: 'string', default: '10' },
    method: { type: 'string' },
  },
});
const [pairs, first, draws, networkDraws, gain] = [
  values.pairs,
  values.first,
  values.draws,
  values.network,
  values.gain,
].map(Number) as [number, number, number, number, number];
const db = openDb(resolve(positionals[0] ?? '.', 'workspace.sqlite'));
await openEngine();

interface SentPair {
  real: readonly number[];
  made: readonly number[];
  samplingHz: number;
}

/** Without a draw: as stored. */
function pairsOf(runId: string, draw: number | null): SentPair[] {
  return listCandidates(db, runId)
    .filter(({ fooled }) => fooled)
    .slice(first, first + pairs)
    .map(({ stimulusId, recordId }) => {
      const example = getExample(db, Number(stimulusId))!;
      const original = getRecord(db, recordId)!;
      const { samplingHz, unitsPerMv } = original;
      if (draw === null) return { real: [...original.samples], made: [...example.samples], samplingHz };
      const [real, made] = presentPair(
        { tracings: [original.samples, example.samples], unitsPerMv, stepsPerMv: stepsPerMv(gain) },
        ditherStreams({
          ...{ pairId: stimulusId, ditherBy: 'tracing', realSide: 1 },
          secret: new Uint8Array(32).fill(draw),
          signals: [original.sha256, example.sha256],
        }),
      );
      return { real, made, samplingHz };
    });
}

const cueDifferences = ({ real, made, samplingHz }: SentPair): number[] => {
  const [cues, others] = [cuesOf(real, samplingHz), cuesOf(made, samplingHz)];
  return cues.map((cue, i) => cue - others[i]!);
};

/** Says how many were right, and remembers the share. */
function report(what: string, right: number, n: number, shares: number[]): void {
  const [low, high] = wilson(Math.round(right), n);
  shares.push((100 * right) / n);
  console.log(
    `${what}: ${right} of ${n} = ${((100 * right) / n).toFixed(1)} % (${(100 * low).toFixed(1)}-${(100 * high).toFixed(1)})`,
  );
}

function spread(what: string, shares: readonly number[]): void {
  if (shares.length < 2) return;
  const deviation = Math.sqrt((variance(shares) * shares.length) / (shares.length - 1));
  console.log(
    `${what}, mean of ${shares.length} draws: ${mean(shares)!.toFixed(1)} %, standard deviation ${deviation.toFixed(1)}, ` +
      `${Math.min(...shares).toFixed(1)} to ${Math.max(...shares).toFixed(1)}; ` +
      `${sumOf(shares, (share) => (share <= 70 ? 1 : 0))} of them at most 70 %`,
  );
}

for (const { id, options } of listAttackRuns(db)) {
  if (values.method !== undefined && options.method !== values.method) continue;
  const [byCues, byNetwork]: [number[], number[]] = [[], []];
  for (const draw of [null, ...Array(draws).keys()]) {
    const sent = pairsOf(id, draw);
    const what = `${options.method}, ε ${options.epsilonUnits}, ${draw === null ? 'as stored' : `as sent, draw ${draw + 1}`}`;
    report(`${what}, cues`, tellApart(sent.map(cueDifferences)), sent.length, draw === null ? [] : byCues);
    if ((draw ?? 0) >= networkDraws) continue;
    report(`${what}, network`, await tellPairs(sent, seeded(1)), sent.length, draw === null ? [] : byNetwork);
  }
  spread(`${options.method} as sent, cues`, byCues);
  spread(`${options.method} as sent, network`, byNetwork);
}
db.close();
