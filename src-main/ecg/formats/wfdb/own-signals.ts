import { AppError } from '../../../../src-shared/errors/app-error.ts';
import type { DatasetSource } from '../../source/open-dataset.ts';
import { decodeWfdbSignal, type DecodedSignal } from './decode-signal.ts';
import type { WfdbHeader } from './header.ts';
import { fileNamedIn } from './place.ts';
import { openSignalFile, type SignalFile } from './signal-file.ts';
import type { WfdbSignal } from './signal-line.ts';

/** Reads the signals of one header, each file once however many of its signals are asked for. */
export interface OwnSignals {
  header: WfdbHeader;
  /** Throws AppError('damaged') with a reason; the other signals can still be read. */
  read(signal: WfdbSignal): DecodedSignal;
}

const MAX_SIGNAL_BYTES = 512 * 1024 ** 2;
/** Of a signal that was not recorded: it has a description, and no samples anywhere. */
export const NOT_RECORDED = 0;

export function ownSignals(source: DatasetSource, headerFile: string, header: WfdbHeader): OwnSignals {
  const files = new Map<string, SignalFile>();
  return {
    header,
    read: (signal) => {
      if (signal.problem !== undefined) throw new AppError('damaged', signal.problem);
      if (signal.format === NOT_RECORDED) throw new AppError('damaged', 'no samples of it were stored (format 0)');
      const [first = signal, ...others] = header.signals.filter(({ fileName }) => fileName === signal.fileName);
      let file = files.get(signal.fileName);
      if (file === undefined) {
        const place = fileNamedIn(source, headerFile, signal.fileName, 'signal file');
        file = openSignalFile(source.read(place, MAX_SIGNAL_BYTES), [first, ...others]);
        files.set(signal.fileName, file);
      }
      return decodeWfdbSignal(header, signal, file, [first, ...others].indexOf(signal));
    },
  };
}
