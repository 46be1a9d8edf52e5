import { AppError } from '../../../../src-shared/errors/app-error.ts';
import { excerpt } from '../../../../src-shared/format/excerpt.ts';
import { fromBase64 } from '../../xml/base64.ts';
import type { XmlElement } from '../../xml/element.ts';
import { allNamed, attributeOf, textAt } from '../../xml/element.ts';
import type { XliBlock } from './xli.ts';
import { xliBlocks } from './xli.ts';

/** The waveforms of a file, before any lead is unpacked. */
export interface PhilipsWaveforms {
  names: readonly string[];
  samplingHz: number;
  /** Units per mV. */
  unitsPerMv: number;
  /** What stands for zero. */
  zero: number;
  /** Samples of each lead. */
  count: number;
  /** Compressed, one block a lead; or 16 bits each, lead after lead. */
  stored: { blocks: XliBlock[] } | { samples: Buffer };
}

const STANDARD = ['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'];
/** A wrong duration must not make us allocate what the file cannot hold: ten times its size. */
const MOST_BYTES_PER_BYTE = 10;

/** Finds waveforms and their scale. Throws AppError('damaged') that names the file, what is missing and the value. */
export function philipsWaveforms(root: XmlElement, fileBytes: number, fileName: string): PhilipsWaveforms {
  const characteristics = allNamed(root, 'signalcharacteristics')[0];
  const waveforms = allNamed(root, 'parsedwaveforms')[0];
  if (waveforms === undefined) throw new AppError('damaged', `${fileName} holds no waveforms (parsedwaveforms).`);
  const told = (name: string, ...attributes: string[]): string | undefined =>
    textAt(characteristics, name) ??
    attributes.map((attribute) => attributeOf(waveforms, attribute)).find((text) => text !== undefined);
  const positive = (what: string, text: string | undefined): number => {
    const value = Number(text ?? Number.NaN);
    if (value > 0 && Number.isFinite(value)) return value;
    throw new AppError('damaged', `${fileName}: its ${what} "${excerpt(text ?? '')}" is not a positive number.`);
  };
  const samplingHz = positive('sampling rate', told('samplingrate', 'samplespersecond'));
  // In µV per unit; 1.03 calls it signalresolution.
  const resolution = positive('resolution', told('signalresolution') ?? told('resolution', 'resolution'));
  const durationMs = positive('duration per channel', attributeOf(waveforms, 'durationperchannel'));
  const bits = told('bitspersample', 'bitspersample') ?? '16';
  const encoding = attributeOf(waveforms, 'dataencoding') ?? 'none';
  if (bits !== '16' || encoding.toLowerCase() !== 'base64') {
    throw new AppError(
      'damaged',
      `${fileName} stores its waveforms in ${excerpt(bits)} bits as ${excerpt(encoding)}; only 16 bits as Base64 are read.`,
    );
  }
  const names = leadNames(told('acquisitiontype'), told('numberchannelsallocated'), waveforms, fileName);
  const count = Math.round((durationMs / 1000) * samplingHz);
  if (count < 1 || count * 2 * names.length > MOST_BYTES_PER_BYTE * fileBytes) {
    throw new AppError(
      'damaged',
      `${fileName} is too small for the ${names.length} leads of ${durationMs} ms that it announces.`,
    );
  }
  return {
    names,
    samplingHz,
    unitsPerMv: 1000 / resolution,
    zero: Number(told('signaloffset', 'signaloffset') ?? 0),
    count,
    stored: storedWaveforms(waveforms, names.length, count, fileName),
  };
}

function storedWaveforms(
  waveforms: XmlElement,
  leads: number,
  count: number,
  fileName: string,
): PhilipsWaveforms['stored'] {
  const bytes = fromBase64(waveforms.text, `${fileName}, waveforms`);
  const compression =
    attributeOf(waveforms, 'compressmethod') ?? attributeOf(waveforms, 'compression') ?? 'Uncompressed';
  const isCompressed = attributeOf(waveforms, 'compressflag')?.toLowerCase() !== 'false';
  if (isCompressed && compression === 'XLI') {
    const blocks = xliBlocks(bytes, `${fileName}, waveforms`);
    if (blocks.length < leads) {
      throw new AppError('damaged', `${fileName} holds ${blocks.length} leads, but announces ${leads}.`);
    }
    return { blocks };
  }
  if (isCompressed && compression !== 'Uncompressed' && compression !== 'None') {
    throw new AppError('damaged', `${fileName} is compressed with "${excerpt(compression)}"; XLI and none are read.`);
  }
  if (bytes.length < 2 * leads * count) {
    throw new AppError(
      'damaged',
      `${fileName} holds ${bytes.length} bytes of waveforms instead of ${2 * leads * count}.`,
    );
  }
  return { samples: bytes };
}

/** Version 1.04 lists its leads; 1.03 gives their number, which stands for the usual order. */
function leadNames(
  acquisition: string | undefined,
  allocated: string | undefined,
  waveforms: XmlElement,
  fileName: string,
): string[] {
  const labels = attributeOf(waveforms, 'leadlabels')?.split(/\s+/) ?? [];
  const told = attributeOf(waveforms, 'numberofleads') ?? (labels.length > 0 ? String(labels.length) : allocated);
  const count = Number(told ?? Number.NaN);
  if (!(Number.isInteger(count) && count >= 1 && count <= 64)) {
    throw new AppError('damaged', `${fileName}: "${excerpt(told ?? '')}" is not a number of leads.`);
  }
  const usual = acquisition === 'STD-12' || acquisition === '10-WIRE' ? STANDARD : [];
  return Array.from({ length: count }, (_, i) => labels[i] ?? usual[i] ?? `Channel ${i + 1}`);
}
