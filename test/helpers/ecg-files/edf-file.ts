/** One signal of an EDF file; without limits: 16 bits of one unit per µV. */
export interface EdfSignalSpec {
  label: string;
  /** A data record after the other. */
  values: readonly number[];
  perRecord: number;
  unit?: string;
  physical?: readonly [string, string];
  digital?: readonly [string, string];
}

export interface EdfSpec {
  signals: readonly EdfSignalSpec[];
  recordSeconds?: string;
  recordCount?: string;
  reserved?: string;
  patient?: string;
  recording?: string;
  bdf?: boolean;
  /** The annotation signal of each data record (EDF+). */
  annotations?: readonly string[];
}

const ANNOTATION_BYTES = 60;

/** The bytes of an EDF, EDF+ or BDF file. */
export function edfFile(spec: EdfSpec): Buffer {
  const width = spec.bdf === true ? 3 : 2;
  const own = spec.signals.map((signal) => ({
    unit: 'mV',
    physical: ['-32.768', '32.767'] as const,
    digital: ['-32768', '32767'] as const,
    ...signal,
  }));
  const annotated =
    spec.annotations === undefined
      ? []
      : [
          {
            label: 'EDF Annotations',
            unit: '',
            physical: ['-1', '1'],
            digital: ['-32768', '32767'],
            perRecord: ANNOTATION_BYTES / width,
          },
        ];
  const all = [...own, ...annotated];
  const first = own[0];
  const records = first === undefined ? (spec.annotations?.length ?? 0) : first.values.length / first.perRecord;
  const head = [
    [spec.bdf === true ? '\xffBIOSEMI' : '0', 8],
    [spec.patient ?? '', 80],
    [spec.recording ?? '', 80],
    ['01.01.85', 8],
    ['00.00.00', 8],
    [String(256 * (all.length + 1)), 8],
    [spec.reserved ?? '', 44],
    [spec.recordCount ?? String(records), 8],
    [spec.recordSeconds ?? '1', 8],
    [String(all.length), 4],
    ...all.map(({ label }) => [label, 16] as const),
    ...all.map(() => ['', 80] as const),
    ...all.map(({ unit }) => [unit, 8] as const),
    ...all.map(({ physical }) => [physical[0], 8] as const),
    ...all.map(({ physical }) => [physical[1], 8] as const),
    ...all.map(({ digital }) => [digital[0], 8] as const),
    ...all.map(({ digital }) => [digital[1], 8] as const),
    ...all.map(() => ['', 80] as const),
    ...all.map(({ perRecord }) => [String(perRecord), 8] as const),
    ...all.map(() => ['', 32] as const),
  ] as const;
  const header = head.map(([text, size]) => text.padEnd(size, ' ').slice(0, size)).join('');
  const data = Array.from({ length: records }, (_, record) => [
    ...own.map(({ values, perRecord }) => {
      const bytes = Buffer.alloc(perRecord * width);
      values
        .slice(record * perRecord, (record + 1) * perRecord)
        .forEach((value, i) => bytes.writeIntLE(value, i * width, width));
      return bytes;
    }),
    ...annotated.map(() => {
      const bytes = Buffer.alloc(ANNOTATION_BYTES);
      bytes.write(spec.annotations?.[record] ?? '', 'latin1');
      return bytes;
    }),
  ]);
  return Buffer.concat([Buffer.from(header, 'latin1'), ...data.flat()]);
}
