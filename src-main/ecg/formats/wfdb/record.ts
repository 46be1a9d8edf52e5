import { AppError } from '../../../../src-shared/errors/app-error.ts';
import { counted } from '../../../../src-shared/format/counted.ts';
import { baseName } from '../../source/file-name.ts';
import type { DatasetSource } from '../../source/open-dataset.ts';
import type { DecodedSignal } from './decode-signal.ts';
import { readHeader } from './header-file.ts';
import type { WfdbHeader } from './header.ts';
import { ownSignals } from './own-signals.ts';
import { openSegments } from './segments.ts';
import { isMatlabFile } from './signal-file.ts';

/** A record of one header, or of several that it puts together. */
export interface WfdbRecord {
  /** The header that describes the signals. */
  description: WfdbHeader;
  /** Every header that was read. */
  headers: WfdbHeader[];
  /** How the signals are stored, in words: `format 16, MATLAB v4`. */
  storage: string;
  /** Signal `position` of the description. Throws AppError('damaged') with a reason. */
  read(position: number): DecodedSignal;
}

/** Reads headers, and no signal. Throws AppError('damaged') that names the file and what is wrong. */
export function openWfdbRecord(source: DatasetSource, headerFile: string): WfdbRecord {
  const header = readHeader(source, headerFile);
  if (header.segments === undefined) {
    const own = ownSignals(source, headerFile, header);
    return {
      description: header,
      headers: [header],
      storage: storageOf(header),
      read: (position) => whole(own.read(signalAt(header, position)), signalAt(header, position).fileName),
    };
  }
  const { description, firstWithSamples, read } = openSegments(source, headerFile, header.segments);
  return {
    description,
    headers: [...new Set([header, description, firstWithSamples])],
    storage: `${storageOf(firstWithSamples)}, ${counted(header.segments.length, 'segment')}`,
    read: (position) => whole(read(signalAt(description, position)), baseName(headerFile)),
  };
}

function signalAt({ signals }: WfdbHeader, position: number): WfdbHeader['signals'][number] {
  const signal = signals[position];
  if (signal === undefined) throw new RangeError(`There is no signal ${position}.`);
  return signal;
}

function storageOf({ signals }: WfdbHeader): string {
  const storages = signals
    .filter(({ problem }) => problem === undefined)
    .map(({ format, fileName }) => `format ${format}${isMatlabFile(fileName) ? ', MATLAB v4' : ''}`);
  return [...new Set(storages)].join(' and ');
}

/** Throws AppError('damaged') for a signal in which nothing was recorded. */
function whole(decoded: DecodedSignal, fileName: string): DecodedSignal {
  const { samples, missing } = decoded;
  const first = missing[0]?.from === 0 ? missing[0].to : 0;
  if (first >= samples.length) throw new AppError('damaged', `${fileName} holds missing samples only.`);
  const level = samples[first] as number;
  let gap = 0;
  for (let i = first; i < samples.length; i++) {
    while (i >= (missing[gap]?.to ?? samples.length)) gap += 1;
    if (samples[i] !== level && i < (missing[gap]?.from ?? samples.length)) return decoded;
  }
  throw new AppError('damaged', `${fileName} is a flat line: every sample is ${level + decoded.baseline}.`);
}
