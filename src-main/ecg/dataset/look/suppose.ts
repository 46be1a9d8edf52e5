import type { ImportQuestion, LookedAtDataset } from '../../../../src-shared/datasets/looked-at-dataset.ts';
import { chooseLead, supposedLead } from '../../leads/choose-lead.ts';
import type { OpenedRecord, SignalSamples } from '../../formats/format.ts';
import type { DatasetSource } from '../../source/open-dataset.ts';
import { listRecords } from '../list-records.ts';
import type { ReadDatasetOptions } from '../read-dataset.ts';
import { labelsBeside } from './labels-beside.ts';
import { someOf, type Look } from './look-once.ts';
import { orNothing } from './or-nothing.ts';
import { supposedGaps, supposedRate, supposedUnit, type Supposition } from './suppose-signals.ts';

/** Answers that files suggest, and why. */
export interface Suppositions {
  values: LookedAtDataset['supposed'];
  because: LookedAtDataset['because'];
}

/** With it a file that says neither can be opened, and its numbers be seen as they are. */
const ANY_RATE_HZ = 1000;

/** Answers to what was asked, as far as the files suggest one. What was said is not asked again. */
export function suppose(source: DatasetSource, look: Look, options: ReadDatasetOptions): Suppositions {
  const { asks } = look.found;
  const values: Suppositions['values'] = {};
  const because: Suppositions['because'] = {};
  const { said, labelBase, classes } = look.supposed;
  const take = <T>(question: ImportQuestion, found: Supposition<T> | undefined, put: (value: T) => void): void => {
    if (found === undefined || !asks.includes(question)) return;
    put(found.value);
    because[question] = found.because;
  };
  const stated = <T>(value: T | undefined, why: string): Supposition<T> | undefined =>
    value === undefined ? undefined : { value, because: why };
  const put = (more: NonNullable<typeof said>): void => {
    values.said = { ...values.said, ...more };
  };
  take('columns', stated(said?.columns, 'names in the usual order'), (columns) => put({ columns }));
  take('layout', stated(said?.layout, 'by their lengths'), (layout) => put({ layout }));
  take('labelBase', stated(labelBase, 'the greatest is the number of classes'), (base) => (values.labelBase = base));
  take('classes', stated(classes, 'few words, one for each record'), (mapping) => (values.classes = mapping));
  if (asks.includes('labels')) take('labels', labelsBeside(source, options), (path) => (values.labelsPath = path));
  const needsOpening = asks.some((one) => ['rateHz', 'unit', 'lead', 'gaps'].includes(one));
  // What columns are is settled first: until then they are no signals.
  if (!needsOpening || values.said !== undefined) return { values, because };
  const opened = openedWithout(source, asks, options);
  const leads = opened.flatMap(({ signals }) => supposedLead(signals) ?? []);
  take('lead', stated(leads[0], 'the first of them'), (lead) => (values.lead = lead));
  const signals = opened.flatMap((record) => signalIn(record, options.lead ?? values.lead) ?? []);
  take('rateHz', supposedRate(signals.map(({ samples }) => samples.length)), (rateHz) => put({ rateHz }));
  take(
    'unit',
    supposedUnit(signals.map(({ samples, unitsPerMv }) => Float64Array.from(samples, (value) => value / unitsPerMv))),
    (unit) => put({ unit }),
  );
  take('gaps', supposedGaps(signals), (gaps) => (values.gaps = gaps));
  return { values, because };
}

/** Some records, of which rate and unit are not known: a unit stands for mV then. */
function openedWithout(
  source: DatasetSource,
  asks: readonly ImportQuestion[],
  { said }: ReadDatasetOptions,
): OpenedRecord[] {
  const contents = listRecords(source, {
    ...said,
    ...(asks.includes('rateHz') ? { rateHz: ANY_RATE_HZ } : {}),
    ...(asks.includes('unit') ? { unit: 'mV' } : {}),
  });
  return someOf(contents).flatMap((record) => orNothing(() => record.open()) ?? []);
}

function signalIn({ signals }: OpenedRecord, lead: string | undefined): SignalSamples | undefined {
  return orNothing(() => chooseLead(signals, lead ?? supposedLead(signals)).signal.read());
}
