import { setImmediate } from 'node:timers/promises';
import { openRecordPack } from '../../ecg/dataset/record-pack.ts';
import { openEngine } from '../../ml/engine/engine.ts';
import { tellPairs } from '../../ml/pairs/tell-pairs.ts';
import type { Pair } from '../../ml/pairs/windows.ts';
import { seeded } from '../../numeric/seeding.ts';
import { cuesOf } from '../../study/machine/cues.ts';
import { tellApart, tellSmoother } from '../../study/machine/tell-apart.ts';
import type { TaskContext } from './context.ts';

export interface MachineTestInput {
  /** Both tracings of each pair as they are sent, the real one first, pair after pair. */
  packPath: string;
  /** Of each pair, in the order of the pack. */
  arms: string[];
  /** Whether the network is tried too, which takes up to a minute for each arm. */
  network: boolean;
}

/** How many pairs of an arm each classifier told apart. */
export interface ArmTold {
  arm: string;
  pairs: number;
  secondDifferences: number;
  cues: number;
  network: number | null;
}

/** Lets a fixed rule, a logistic regression and a network tell the real tracings of each arm, the same way whenever it is done. */
export async function machineTestTask(
  { packPath, arms, network }: MachineTestInput,
  { signal, progress }: TaskContext,
): Promise<ArmTold[]> {
  const pack = openRecordPack(packPath);
  try {
    const told: ArmTold[] = [];
    for (const [arm, positions] of Map.groupBy(arms.keys(), (at) => arms[at]!)) {
      const pairs: Pair[] = [];
      const differences: number[][] = [];
      for (const at of positions) {
        await setImmediate();
        signal.throwIfAborted();
        const [real, made] = [pack.read(2 * at), pack.read(2 * at + 1)];
        const [cues, others] = [real, made].map(({ samples, samplingHz }) => cuesOf([...samples], samplingHz));
        differences.push(cues!.map((cue, i) => cue - others![i]!));
        pairs.push({ real: real.samples, made: made.samples });
        progress({ done: pairs.length, total: positions.length, unit: 'pairs', message: `Cues of ${arm}` });
      }
      told.push({
        ...{ arm, pairs: pairs.length, secondDifferences: tellSmoother(differences), cues: tellApart(differences) },
        network: network ? await tellByNetwork(arm, pairs) : null,
      });
    }
    return told;
  } finally {
    pack.close();
  }

  async function tellByNetwork(arm: string, pairs: readonly Pair[]): Promise<number> {
    await openEngine();
    return tellPairs(pairs, seeded(1), {
      signal,
      onProgress: (done, total) => progress({ done, total, unit: 'steps', message: `A network learns ${arm}` }),
    });
  }
}
