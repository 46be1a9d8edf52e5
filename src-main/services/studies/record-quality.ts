import type { QualityLimits } from '../../../src-shared/study/criteria.ts';
import type { RecordFacts } from '../../db/datasets/record-facts.ts';
import { readSamples } from '../../db/datasets/samples.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import { isGoodEnough, signalQuality, type SignalQuality } from '../../ecg/measure/signal-quality.ts';

type Measured = Pick<RecordFacts, 'sha256' | 'samplingHz' | 'unitsPerMv'>;

/** What was measured since the program began, by the hash of the signal and its form: a designer asks with every change. */
const known = new Map<string, SignalQuality>();

/** Whether a recording is as good as a protocol asks. Its samples are read and measured once. */
export function qualityCheck(db: ReadableDB, limits: QualityLimits | undefined): (record: Measured) => boolean {
  if (!limits) return () => true;
  return ({ sha256, samplingHz, unitsPerMv }) => {
    const key = `${sha256} ${samplingHz} ${unitsPerMv}`;
    const quality = known.get(key) ?? signalQuality(readSamples(db, sha256), samplingHz, unitsPerMv);
    known.set(key, quality);
    return isGoodEnough(limits, quality);
  };
}
