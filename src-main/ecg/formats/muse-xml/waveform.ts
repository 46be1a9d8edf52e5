import { AppError } from '../../../../src-shared/errors/app-error.ts';
import { excerpt } from '../../../../src-shared/format/excerpt.ts';
import { fromBase64 } from '../../xml/base64.ts';
import type { XmlElement } from '../../xml/element.ts';
import { childrenNamed, textAt } from '../../xml/element.ts';
import type { ListedSignal, SignalSamples } from '../record/opened-record.ts';
import { signalName } from '../record/signal-name.ts';
import { centredOnZero } from '../record/physical-zero.ts';
import { perMillivolt } from '../units/voltage.ts';

/** The leads of one waveform; those of a median, or of a name in `taken` (to which they are added), are told apart. */
export function signalsOfWaveform(waveform: XmlElement, taken: Set<string>, fileName: string): ListedSignal[] {
  const type = signalName(textAt(waveform, 'WaveformType')) ?? 'untyped';
  return childrenNamed(waveform, 'LeadData').map((lead, i) => {
    const id = signalName(textAt(lead, 'LeadID')) ?? `Channel ${i + 1}`;
    const isPlain = type !== 'Median' && !taken.has(id);
    if (isPlain) taken.add(id);
    return {
      name: isPlain ? id : `${type}: ${id}`,
      isVoltage: perMillivolt(textAt(lead, 'LeadAmplitudeUnits') ?? '') !== undefined,
      read: () => readLead(waveform, lead, `${fileName}, lead ${excerpt(id)} of the waveform ${excerpt(type)}`),
    };
  });
}

function readLead(waveform: XmlElement, lead: XmlElement, where: string): SignalSamples {
  const sampleType = textAt(waveform, 'SampleType') ?? 'CONTINUOUS_SAMPLES';
  const sampleSize = textAt(lead, 'LeadSampleSize') ?? '2';
  if (sampleType !== 'CONTINUOUS_SAMPLES' || sampleSize !== '2') {
    const text = `holds ${excerpt(sampleType)} of ${excerpt(sampleSize)} bytes; only CONTINUOUS_SAMPLES of 2 bytes are read`;
    throw new AppError('damaged', `${where} ${text}.`);
  }
  const exponent = numberAt(waveform, 'SampleExponent', where, '0');
  const samplingHz = numberAt(waveform, 'SampleBase', where) * 10 ** exponent;
  const perBit = numberAt(lead, 'LeadAmplitudeUnitsPerBit', where);
  if (!(samplingHz > 0 && Number.isFinite(samplingHz) && perBit !== 0)) {
    throw new AppError('damaged', `${where}: ${samplingHz} Hz and ${perBit} units per bit are not possible.`);
  }
  const bytes = fromBase64(textAt(lead, 'WaveFormData') ?? '', where);
  const count = bytes.length / 2;
  const announced = numberAt(lead, 'LeadSampleCountTotal', where, String(count));
  if (count === 0 || count !== announced) {
    throw new AppError('damaged', `${where} holds ${count} samples, but announces ${announced}.`);
  }
  const samples = Int32Array.from({ length: count }, (_, i) => bytes.readInt16LE(2 * i));
  const unitsPerMv = (perMillivolt(textAt(lead, 'LeadAmplitudeUnits') ?? '') ?? 1) / perBit;
  return { ...centredOnZero(samples, { unitsPerMv, zero: 0, missing: [] }, where), samplingHz };
}

function numberAt(element: XmlElement, name: string, where: string, otherwise?: string): number {
  const text = textAt(element, name) ?? otherwise ?? '';
  const value = Number(text);
  if (text !== '' && Number.isFinite(value)) return value;
  throw new AppError('damaged', `${where}: its ${name} "${excerpt(text)}" is not a number.`);
}
