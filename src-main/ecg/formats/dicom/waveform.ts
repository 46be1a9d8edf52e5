import type { DataSet } from 'dicom-parser';
import { AppError } from '../../../../src-shared/errors/app-error.ts';
import { excerpt } from '../../../../src-shared/format/excerpt.ts';
import type { ListedSignal, SignalSamples } from '../record/opened-record.ts';
import { StretchList } from '../record/stretches.ts';
import { signalName } from '../record/signal-name.ts';
import { centredOnZero } from '../record/physical-zero.ts';
import { perMillivolt } from '../units/voltage.ts';
import { decimalOf, itemsOf, stringOf } from './data-set.ts';
import { TAG } from './tags.ts';

/** Where the samples of a multiplex group are in the file: channel after channel, sample after sample. */
interface Group {
  samplingHz: number;
  channels: number;
  samples: number;
  bytesPerSample: 1 | 2 | 4;
  read(index: number): number;
  padding: number | undefined;
}

/** Bits of a sample, by its interpretation (PS3.3, C.10.9.1.5); the two of telephones (µ-law, A-law) are no ECG's. */
const INTERPRETATIONS: ReadonlyMap<string, { bits: number; isSigned: boolean }> = new Map([
  ['SB', { bits: 8, isSigned: true }],
  ['UB', { bits: 8, isSigned: false }],
  ['SS', { bits: 16, isSigned: true }],
  ['US', { bits: 16, isSigned: false }],
  ['SL', { bits: 32, isSigned: true }],
]);
const BIG_ENDIAN = '1.2.840.10008.1.2.2';

/**
 * The channels of a multiplex group (an item of the waveform sequence). A lead of a name in `taken`, to which it is added, is
 * told apart by the label of its group. `number`: which group it is.
 */
export function signalsOfGroup(
  file: DataSet,
  item: DataSet,
  number: number,
  taken: Set<string>,
  fileName: string,
): ListedSignal[] {
  const label = signalName(stringOf(item, TAG.groupLabel)) ?? `group ${number}`;
  return itemsOf(item, TAG.channelDefinition).map((channel, i) => {
    const source = itemsOf(channel, TAG.channelSource)[0];
    const name = signalName(stringOf(source, TAG.codeMeaning) ?? stringOf(channel, TAG.channelLabel));
    const isPlain = name === undefined || (!taken.has(name) && !/median|representative|average/i.test(label));
    if (name !== undefined && isPlain) taken.add(name);
    const where = `${fileName}, group ${number}, channel ${i + 1}`;
    const unit = stringOf(itemsOf(channel, TAG.sensitivityUnits)[0], TAG.codeValue) ?? '';
    return {
      name: isPlain ? name : `${label}: ${name}`,
      isVoltage: perMillivolt(unit) !== undefined,
      read: () => readChannel(groupOf(file, item, where), channel, i, perMillivolt(unit) ?? 1, where),
    };
  });
}

/** Physical value = sensitivity × correction × sample + baseline (PS3.3, C.10.9.1.4). */
function readChannel(group: Group, channel: DataSet, index: number, inMv: number, where: string): SignalSamples {
  const sensitivity = decimalOf(channel, TAG.sensitivity, 'sensitivity', where);
  if (sensitivity === undefined) throw new AppError('damaged', `${where} does not say its sensitivity.`);
  const correction = decimalOf(channel, TAG.correctionFactor, 'correction factor', where) ?? 1;
  const baseline = decimalOf(channel, TAG.baseline, 'baseline', where) ?? 0;
  const step = sensitivity * correction;
  if (index >= group.channels)
    throw new AppError('damaged', `${where} is not among the ${group.channels} channels of its data.`);
  const numbers = new Int32Array(group.samples);
  const missing = new StretchList();
  for (let i = 0; i < numbers.length; i++) {
    numbers[i] = group.read(i * group.channels + index);
    if (numbers[i] === group.padding) missing.add(i);
  }
  const scale = { unitsPerMv: inMv / step, zero: -baseline / step, missing: missing.all() };
  return { ...centredOnZero(numbers, scale, where), samplingHz: group.samplingHz };
}

function groupOf(file: DataSet, item: DataSet, where: string): Group {
  const interpretation = stringOf(item, TAG.sampleInterpretation) ?? 'SS';
  const form = INTERPRETATIONS.get(interpretation);
  const bits = item.uint16(TAG.bitsAllocated);
  if (form === undefined || bits !== form.bits) {
    const text = `its samples are ${excerpt(interpretation)} of ${bits} bits; SB, UB, SS, US and SL of 8, 16 and 32 bits are read.`;
    throw new AppError('damaged', `${where}: ${text}`);
  }
  const channels = item.uint16(TAG.channels) ?? 0;
  const samples = item.uint32(TAG.samples) ?? 0;
  const samplingHz = decimalOf(item, TAG.samplingFrequency, 'sampling frequency', where) ?? 0;
  if (channels === 0 || samples === 0 || !(samplingHz > 0)) {
    throw new AppError(
      'damaged',
      `${where}: ${channels} channels of ${samples} samples at ${samplingHz} Hz are not possible.`,
    );
  }
  const bytesPerSample = (form.bits / 8) as 1 | 2 | 4;
  const data = item.elements[TAG.waveformData];
  const held = data === undefined ? 0 : Math.min(data.length, item.byteArray.length - data.dataOffset);
  if (data === undefined || held < channels * samples * bytesPerSample) {
    const text = `its data are ${held} bytes instead of the ${channels * samples * bytesPerSample} that it announces`;
    throw new AppError('damaged', `${where}: ${text}. The file is cut off.`);
  }
  const view = new DataView(item.byteArray.buffer, item.byteArray.byteOffset);
  const isLittle = stringOf(file, TAG.transferSyntax) !== BIG_ENDIAN;
  const at = (offset: number): number => numberAt(view, offset, form, isLittle);
  const padding = item.elements[TAG.paddingValue];
  const hasPadding = padding !== undefined && padding.length >= bytesPerSample;
  return {
    samplingHz,
    channels,
    samples,
    bytesPerSample,
    read: (index) => at(data.dataOffset + index * bytesPerSample),
    padding: hasPadding && padding.dataOffset + bytesPerSample <= view.byteLength ? at(padding.dataOffset) : undefined,
  };
}

function numberAt(
  view: DataView,
  offset: number,
  { bits, isSigned }: { bits: number; isSigned: boolean },
  isLittle: boolean,
): number {
  if (bits === 8) return isSigned ? view.getInt8(offset) : view.getUint8(offset);
  if (bits === 16) return isSigned ? view.getInt16(offset, isLittle) : view.getUint16(offset, isLittle);
  return view.getInt32(offset, isLittle);
}
