export interface ScpSpec {
  /** By the code of the lead; all of one length. */
  leads: readonly { code: number; values: readonly number[] }[];
  huffman?: boolean;
  /** The number that stands for the Huffman table. */
  table?: number;
  /** Order of the differences. */
  differences?: 0 | 1 | 2;
  bimodal?: boolean;
  subtracted?: boolean;
  lastName?: string;
  checksum?: number;
}

/** The bytes of an SCP-ECG file of 2.5 µV per unit at 500 Hz. */
export function scpFile(spec: ScpSpec): Buffer {
  const { leads, huffman = true, differences = 2, lastName = '' } = spec;
  const data = leads.map(({ values }) => {
    const numbers = differences === 0 ? values : differenced(values, differences);
    return huffman ? huffmanBytes(numbers) : Buffer.from(Int16Array.from(numbers).buffer);
  });
  const name = Buffer.from(lastName, 'latin1');
  const sections: [number, Buffer][] = [
    [1, Buffer.concat([Buffer.from([0, name.length, 0]), name, Buffer.from([255, 0, 0])])],
    ...(huffman ? [[2, words(spec.table ?? 19999)] as [number, Buffer]] : []),
    [
      3,
      Buffer.concat([
        Buffer.from([leads.length, (spec.subtracted === true ? 1 : 0) | 4 | (leads.length << 3)]),
        ...leads.map(({ code, values }) => Buffer.concat([longs(1, values.length), Buffer.from([code])])),
      ]),
    ],
    [
      6,
      Buffer.concat([
        words(2500, 2000),
        Buffer.from([differences, spec.bimodal === true ? 1 : 0]),
        words(...data.map(({ length }) => length)),
        ...data,
      ]),
    ],
  ];
  const pointers = 16 + 10 * (sections.length + 1);
  let at = 7 + pointers;
  const entries = [Buffer.concat([words(0), longs(pointers, 7)])];
  for (const [id, content] of sections) {
    entries.push(Buffer.concat([words(id), longs(content.length + 16, at)]));
    at += content.length + 16;
  }
  const rest = Buffer.concat([
    longs(at - 1),
    sectionHeader(0, pointers),
    ...entries,
    ...sections.flatMap(([id, content]) => [sectionHeader(id, content.length + 16), content]),
  ]);
  return Buffer.concat([words(spec.checksum ?? crc(rest)), rest]);
}

function differenced(values: readonly number[], order: 1 | 2): number[] {
  return values.map((value, i) => {
    if (i < order) return value;
    const before = values[i - 1] ?? 0;
    return order === 1 ? value - before : value - 2 * before + (values[i - 2] ?? 0);
  });
}

function huffmanBytes(numbers: readonly number[]): Buffer {
  const bits = numbers.map((value) => {
    const size = Math.abs(value);
    if (value === 0) return '0';
    if (size <= 8) return `${'1'.repeat(size)}0${value < 0 ? '1' : '0'}`;
    if (value >= -128 && value < 128) return `1111111110${(value & 0xff).toString(2).padStart(8, '0')}`;
    return `1111111111${(value & 0xffff).toString(2).padStart(16, '0')}`;
  });
  const text = bits.join('');
  return Buffer.from((text.match(/.{1,8}/g) ?? []).map((byte) => Number.parseInt(byte.padEnd(8, '0'), 2)));
}

function sectionHeader(id: number, length: number): Buffer {
  const reserved = id === 0 ? Buffer.from('SCPECG') : Buffer.alloc(6);
  return Buffer.concat([words(0, id), longs(length), Buffer.from([20, 20]), reserved]);
}

function crc(bytes: Buffer): number {
  let value = 0xffff;
  for (const byte of bytes) {
    value ^= byte << 8;
    for (let i = 0; i < 8; i++) value = value & 0x8000 ? ((value << 1) ^ 0x1021) & 0xffff : (value << 1) & 0xffff;
  }
  return value;
}

function words(...values: number[]): Buffer {
  return Buffer.from(Uint16Array.from(values).buffer);
}

function longs(...values: number[]): Buffer {
  return Buffer.from(Uint32Array.from(values).buffer);
}
