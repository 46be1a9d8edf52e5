import type { EcgFormat, OpenedRecord, SignalSamples } from '../../../src-main/ecg/formats/format.ts';
import { FORMATS } from '../../../src-main/ecg/formats/index.ts';
import type { DatasetSource } from '../../../src-main/ecg/source/open-dataset.ts';
import { memorySource } from '../memory-source.ts';

/** What a file holds, and which format took it. */
export async function openFile(name: string, data: Buffer | string): Promise<OpenedRecord & { format: EcgFormat }> {
  return openIn(memorySource([{ name, data }]), name);
}

export function openIn(source: DatasetSource, file: string): OpenedRecord & { format: EcgFormat } {
  const format = FORMATS.find((one) => one.detect(file, source));
  const record = format?.list(source, [file]).records[0];
  if (format === undefined || record === undefined) throw new Error(`no format takes ${file}`);
  return { ...record.open(), format };
}

/** The samples of a signal, by its name. */
export function readSignal(record: OpenedRecord, name: string): SignalSamples {
  const signal = record.signals.find((one) => one.name === name);
  if (signal === undefined)
    throw new Error(`no signal ${name} among ${record.signals.map((one) => one.name).join(', ')}`);
  return signal.read();
}
