import { deflateRawSync } from 'node:zlib';

/** A data element: group and element, value representation, and its bytes or the items of a sequence. */
type Element = readonly [tag: number, vr: string, value: string | Buffer | readonly (readonly Element[])[]];

const EXPLICIT_LITTLE = '1.2.840.10008.1.2.1';
const EXPLICIT_BIG = '1.2.840.10008.1.2.2';
const DEFLATED = '1.2.840.10008.1.2.1.99';
const LONG = ['OB', 'OW', 'SQ', 'UN', 'UT', 'UR'];
const UNDEFINED_LENGTH = 0xffffffff;

export interface DicomChannelSpec {
  label: string;
  values: readonly number[];
  unit?: string;
  sensitivity?: string;
  correction?: string;
  baseline?: string;
}

export interface DicomGroupSpec {
  channels: readonly DicomChannelSpec[];
  samplingHz?: string;
  label?: string;
  interpretation?: 'SS' | 'US' | 'SB' | 'UB' | 'MB';
  padding?: number;
}

export interface DicomSpec {
  groups: readonly DicomGroupSpec[];
  sopClass?: string;
  syntax?: 'little' | 'big' | 'deflated';
  patient?: readonly Element[];
}

/** The bytes of a DICOM waveform file. */
export function dicomFile({
  groups,
  sopClass = '1.2.840.10008.5.1.4.1.1.9.1.1',
  syntax = 'little',
  patient = [],
}: DicomSpec): Buffer {
  const isBig = syntax === 'big';
  const uid = { little: EXPLICIT_LITTLE, big: EXPLICIT_BIG, deflated: DEFLATED }[syntax];
  const meta = encode([[0x00020010, 'UI', uid]], false);
  const body = encode(
    [
      [0x00080016, 'UI', sopClass],
      ...patient,
      ...(groups.length === 0 ? [] : [[0x54000100, 'SQ', groups.map((group) => groupItem(group, isBig))] as const]),
    ],
    isBig,
  );
  const length = Buffer.alloc(4);
  length.writeUInt32LE(meta.length);
  return Buffer.concat([
    Buffer.alloc(128),
    Buffer.from('DICM'),
    encode([[0x00020000, 'UL', length]], false),
    meta,
    syntax === 'deflated' ? deflateRawSync(body) : body,
  ]);
}

function groupItem(
  { channels, samplingHz = '500', label, interpretation = 'SS', padding }: DicomGroupSpec,
  isBig: boolean,
): Element[] {
  const bytes = interpretation.endsWith('S') ? 2 : 1;
  const samples = channels[0]?.values.length ?? 0;
  const number = (value: number, width: number): Buffer => {
    const out = Buffer.alloc(width);
    if (width === 1) out.writeUInt8(value & 0xff);
    else if (width === 2 && isBig) out.writeUInt16BE(value & 0xffff);
    else if (width === 2) out.writeUInt16LE(value & 0xffff);
    else if (isBig) out.writeUInt32BE(value);
    else out.writeUInt32LE(value);
    return out;
  };
  const data = Array.from({ length: samples }, (_, i) =>
    channels.map(({ values }) => number(values[i] ?? 0, bytes)),
  ).flat();
  return [
    [0x003a0005, 'US', number(channels.length, 2)],
    [0x003a0010, 'UL', number(samples, 4)],
    [0x003a001a, 'DS', samplingHz],
    ...(label === undefined ? [] : [[0x003a0020, 'SH', label] as const]),
    [0x003a0200, 'SQ', channels.map(channelItem)],
    [0x54001004, 'US', number(8 * bytes, 2)],
    [0x54001006, 'CS', interpretation],
    ...(padding === undefined ? [] : [[0x5400100a, 'OW', number(padding, bytes === 1 ? 1 : 2)] as const]),
    [0x54001010, bytes === 1 ? 'OB' : 'OW', Buffer.concat(data)],
  ];
}

function channelItem({ label, unit = 'uV', sensitivity = '1', correction, baseline }: DicomChannelSpec): Element[] {
  return [
    [0x003a0208, 'SQ', [[[0x00080104, 'LO', label]]]],
    [0x003a0210, 'DS', sensitivity],
    [0x003a0211, 'SQ', [[[0x00080100, 'SH', unit]]]],
    ...(correction === undefined ? [] : [[0x003a0212, 'DS', correction] as const]),
    ...(baseline === undefined ? [] : [[0x003a0213, 'DS', baseline] as const]),
  ];
}

function encode(elements: readonly Element[], isBig: boolean): Buffer {
  return Buffer.concat(elements.map((element) => encodeElement(element, isBig)));
}

function encodeElement([tag, vr, value]: Element, isBig: boolean): Buffer {
  if (typeof value !== 'string' && !Buffer.isBuffer(value)) {
    const items = value.flatMap((item) => [
      numbers(
        [
          [0xfffe, 2],
          [0xe000, 2],
          [UNDEFINED_LENGTH, 4],
        ],
        isBig,
      ),
      encode(item, isBig),
      numbers(
        [
          [0xfffe, 2],
          [0xe00d, 2],
          [0, 4],
        ],
        isBig,
      ),
    ]);
    const end = numbers(
      [
        [0xfffe, 2],
        [0xe0dd, 2],
        [0, 4],
      ],
      isBig,
    );
    return Buffer.concat([head(tag, vr, UNDEFINED_LENGTH, isBig), ...items, end]);
  }
  const bytes = typeof value === 'string' ? Buffer.from(value, 'latin1') : value;
  const even =
    bytes.length % 2 === 0
      ? bytes
      : Buffer.concat([bytes, Buffer.from(vr === 'UI' || vr === 'OB' || vr === 'OW' ? '\0' : ' ')]);
  return Buffer.concat([head(tag, vr, even.length, isBig), even]);
}

function head(tag: number, vr: string, length: number, isBig: boolean): Buffer {
  const before = numbers(
    [
      [tag >>> 16, 2],
      [tag & 0xffff, 2],
    ],
    isBig,
  );
  const size = LONG.includes(vr)
    ? numbers(
        [
          [0, 2],
          [length, 4],
        ],
        isBig,
      )
    : numbers([[length, 2]], isBig);
  return Buffer.concat([before, Buffer.from(vr), size]);
}

function numbers(fields: readonly (readonly [value: number, width: number])[], isBig: boolean): Buffer {
  return Buffer.concat(
    fields.map(([value, width]) => {
      const bytes = Buffer.alloc(width);
      if (isBig) bytes.writeUIntBE(value, 0, width);
      else bytes.writeUIntLE(value, 0, width);
      return bytes;
    }),
  );
}
