import { AppError } from '../../../../src-shared/errors/app-error.ts';
import { baseName } from '../../source/file-name.ts';
import type { DatasetSource } from '../../source/open-dataset.ts';
import type { DecodedSignal } from './decode-signal.ts';
import { readHeader } from './header-file.ts';
import type { WfdbHeader, WfdbSegment } from './header.ts';
import { NOT_RECORDED, ownSignals, type OwnSignals } from './own-signals.ts';
import { fileNamedIn } from './place.ts';
import type { WfdbSignal } from './signal-line.ts';
import { StretchList } from '../record/stretches.ts';

/** A record that is put together of others. */
export interface SegmentedRecord {
  /** Describes the signals: the layout, if there is one, else the first segment. */
  description: WfdbHeader;
  /** The first header whose signals have samples. */
  firstWithSamples: WfdbHeader;
  /** A signal of the description, from beginning to end. Throws AppError('damaged'). */
  read(wanted: WfdbSignal): DecodedSignal;
}

/**
 * A small header can claim gaps of any length. A signal may have so many samples, or so many times those that are there.
 */
const MAX_SAMPLES = 4e6;
const MAX_TIMES_PRESENT = 10;

/** Throws AppError('damaged') where nothing describes the signals. */
export function openSegments(
  source: DatasetSource,
  headerFile: string,
  segments: readonly WfdbSegment[],
): SegmentedRecord {
  const opened = new Map<string, OwnSignals>();
  const open = (name: string): OwnSignals => {
    const known = opened.get(name);
    if (known !== undefined) return known;
    const file = fileNamedIn(source, headerFile, `${name}.hea`, 'segment');
    const header = readHeader(source, file);
    if (header.segments !== undefined) throw new AppError('damaged', `${baseName(file)} consists of segments itself.`);
    const own = ownSignals(source, file, header);
    opened.set(name, own);
    return own;
  };
  const named = segments.flatMap(({ name, frames }) => (name === undefined ? [] : [{ name, frames }]));
  const [first] = named;
  if (first === undefined) throw new AppError('damaged', `${baseName(headerFile)} names no segment but gaps.`);
  const hasLayout = segments[0]?.frames === 0 && segments[0].name !== undefined;
  const description = open(first.name).header;
  const withSamples = named.find(({ frames }) => frames > 0) ?? first;
  return {
    description,
    firstWithSamples: hasLayout ? open(withSamples.name).header : description,
    read: (wanted) => {
      const pieces = segments.map(({ name, frames }) => {
        const found = name === undefined || frames === 0 ? undefined : partOf(open(name), frames, wanted);
        return { length: frames * wanted.samplesPerFrame, found };
      });
      return joined(pieces, wanted.baseline);
    },
  };

  /** What a segment has of a signal; undefined if it was not recorded in it. */
  function partOf(segment: OwnSignals, frames: number, wanted: WfdbSignal): DecodedSignal | undefined {
    const { header } = segment;
    if (!hasLayout && !haveSameSignals(header, description)) throw differs(header, 'list of signals');
    const signal = hasLayout
      ? header.signals.find(({ description: text }) => text === wanted.description)
      : header.signals[description.signals.indexOf(wanted)];
    if (signal === undefined || signal.format === NOT_RECORDED) return undefined;
    if (header.samplingHz !== description.samplingHz) throw differs(header, 'sampling rate');
    if (signal.samplesPerFrame !== wanted.samplesPerFrame) throw differs(header, 'number of samples in a frame');
    if (signal.units !== wanted.units) throw differs(header, 'unit');
    if (header.frameCount !== undefined && header.frameCount !== frames) throw differs(header, 'length');
    const decoded = segment.read(signal);
    if (decoded.samples.length !== frames * signal.samplesPerFrame) throw differs(header, 'length');
    return signal.gain === wanted.gain ? decoded : scaled(decoded, wanted.gain / signal.gain);
  }
}

function haveSameSignals(a: WfdbHeader, b: WfdbHeader): boolean {
  const names = ({ signals }: WfdbHeader): string => JSON.stringify(signals.map(({ description }) => description));
  return names(a) === names(b);
}

function differs({ recordName }: WfdbHeader, what: string): AppError {
  return new AppError('damaged', `its segment ${recordName} has another ${what} than the record says`);
}

/** In units of another gain, rounded. */
function scaled(decoded: DecodedSignal, factor: number): DecodedSignal {
  return { ...decoded, samples: decoded.samples.map((value) => Math.round(value * factor)) };
}

interface Piece {
  length: number;
  found: DecodedSignal | undefined;
}

function joined(pieces: readonly Piece[], baseline: number): DecodedSignal {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const present = pieces.reduce((sum, { found }) => sum + (found?.samples.length ?? 0), 0);
  if (length > Math.max(MAX_SAMPLES, MAX_TIMES_PRESENT * present)) {
    const text = `its gaps are too long: ${present} of ${length} samples are there. Import its segments as records of their own`;
    throw new AppError('damaged', text);
  }
  const samples = new Int32Array(length);
  const missing = new StretchList();
  let at = 0;
  for (const piece of pieces) {
    const end = at + piece.length;
    if (piece.found === undefined) missing.addAll(at, end);
    else {
      samples.set(piece.found.samples, at);
      for (const { from, to } of piece.found.missing) missing.addAll(at + from, at + to);
    }
    at = end;
  }
  return { samples, missing: missing.all(), baseline, startsOtherwise: pieces[0]?.found?.startsOtherwise ?? false };
}
