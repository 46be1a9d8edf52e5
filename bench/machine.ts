import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { getExample, listCandidates } from '../src-main/db/attacks/examples.ts';
import { getRecord } from '../src-main/db/datasets/records.ts';
import { listAttackRuns } from '../src-main/db/attacks/attack-runs.ts';
import { openDb } from '../src-main/db/open.ts';
import { wilson } from '../src-main/statistics/wilson.ts';
import { cuesOf } from '../src-main/study/machine/cues.ts';
import { tellApart } from '../src-main/study/machine/tell-apart.ts';
import { stepsPerMv } from '../src-main/study/presentation/display-grid.ts';
import { ditherStreams } from '../src-main/study/presentation/dither-streams.ts';
import { presentPair } from '../src-main/study/presentation/present-pair.ts';

/**
 * `npm run bench:machine -- <workspace> [--pairs 200 --draws 3 --gain 10]`: what a program can still tell of pairs of
 * each attack run's successful examples, of the samples as stored and of what a reader is sent, the latter with several
 * draws of the dither.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    pairs: { type: 'string', default: '200' },
    draws: { type: 'string', default: '3' },
    gain: { type: 'string', default: '10' },
  },
});
const [pairs, draws, gain] = [values.pairs, values.draws, values.gain].map(Number) as [number, number, number];
const db = openDb(resolve(positionals[0] ?? '.', 'workspace.sqlite'));

function differences(runId: string, draw: number | null): number[][] {
  return listCandidates(db, runId)
    .filter(({ fooled }) => fooled)
    .slice(0, pairs)
    .map(({ stimulusId, recordId }) => {
      const example = getExample(db, Number(stimulusId))!;
      const original = getRecord(db, recordId)!;
      const stored = [original.samples, example.samples] as const;
      const { samplingHz, unitsPerMv } = original;
      const secret = new Uint8Array(32).fill(draw ?? 0);
      const sent = presentPair(
        { tracings: stored, unitsPerMv, stepsPerMv: stepsPerMv(gain) },
        ditherStreams({ trialId: stimulusId, secret, signals: [original.sha256, example.sha256] }),
      );
      const [real, made] = (draw === null ? stored.map((samples) => [...samples]) : sent).map((positions) =>
        cuesOf(positions, samplingHz),
      );
      return real!.map((cue, i) => cue - made![i]!);
    });
}

for (const { id, options } of listAttackRuns(db)) {
  for (const draw of [null, ...Array(draws).keys()]) {
    const rows = differences(id, draw);
    const right = tellApart(rows);
    const [low, high] = wilson(Math.round(right), rows.length);
    console.log(
      `${options.method}, ε ${options.epsilonUnits}, ${draw === null ? 'as stored' : `as sent, draw ${draw + 1}`}: ` +
        `${right} of ${rows.length} = ${((100 * right) / rows.length).toFixed(1)} % (${(100 * low).toFixed(1)}-${(100 * high).toFixed(1)})`,
    );
  }
}
db.close();
