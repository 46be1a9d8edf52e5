import { describe, expect, it } from 'vitest';
import { openFile, readSignal } from '../../helpers/ecg-files/open-record.ts';
import { scpFile } from '../../helpers/ecg-files/scp-file.ts';

const values = [5, 4, -3, 200, 199, -20_000, -20_000, 7, 15, 7];
const leads = [
  { code: 1, values: values.map((value) => -value) },
  { code: 61, values },
];

describe('SCP-ECG', () => {
  it.each([
    [true, 0],
    [true, 1],
    [true, 2],
    [false, 0],
    [false, 2],
  ] as const)('is read, Huffman %s, differences of order %i', async (huffman, differences) => {
    // Second differences of the jumps would not fit into 16 bits.
    const own = leads.map((lead) => ({ ...lead, values: lead.values.map((value) => Math.trunc(value / 3)) }));
    const record = await openFile('a.scp', scpFile({ leads: own, huffman, differences, lastName: 'Doe' }));
    expect(record.signals.map(({ name, isVoltage }) => [name, isVoltage])).toEqual([
      ['I', true],
      ['III', true],
    ]);
    const { samples, samplingHz, unitsPerMv } = readSignal(record, 'III');
    expect([[...samples], samplingHz, unitsPerMv]).toEqual([own[1]?.values, 500, 400]);
    expect([...readSignal(record, 'I').samples]).toEqual(own[0]?.values);
    expect(record.identifying).toEqual(["patient's name"]);
    expect(record.remarks).toEqual([]);
  });

  it('is known by its content, and a wrong checksum is told', async () => {
    const record = await openFile('a.dat', scpFile({ leads, differences: 0, checksum: 1 }));
    expect(record.format.name).toBe('SCP-ECG');
    expect(record.remarks.map((remark) => remark(1))).toEqual([expect.stringMatching(/1 record has a checksum/)]);
  });

  it.each([
    ['bimodal compression', { bimodal: true }],
    ['a reference beat that was subtracted', { subtracted: true }],
    ['a Huffman table of its own', { table: 1 }],
  ])('is refused with %s, and what converts it is named', async (what, spec) => {
    const expected = new RegExp(`with ${what}, which is not read\\. Convert it to HL7 aECG`);
    await expect(openFile('a.scp', scpFile({ leads, differences: 0, ...spec }))).rejects.toThrow(expected);
  });

  it('is refused where sections or data end early', async () => {
    const whole = scpFile({ leads, differences: 0 });
    await expect(openFile('a.scp', whole.subarray(0, 60))).rejects.toThrow(/a\.scp.* (?:beyond the end|no rhythm)/);
    const counts = Buffer.from(whole);
    counts.writeUInt32LE(90_000, whole.indexOf(Buffer.from([10, 0, 0, 0, 1])));
    const record = await openFile('a.scp', counts);
    expect(() => readSignal(record, 'I')).toThrow(/lead I: its data end before its 90000 samples/);
  });
});
