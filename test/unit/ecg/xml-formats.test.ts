import { describe, expect, it } from 'vitest';
import { aecgXml, museXml, philipsXml } from '../../helpers/ecg-files/xml-files.ts';
import { openFile, readSignal } from '../../helpers/ecg-files/open-record.ts';

describe('HL7 aECG', () => {
  it('gives every sequence its rate, gain and zero, and tells a representative beat apart', async () => {
    const digits = { MDC_ECG_LEAD_I: '1 2\n  3', MDC_ECG_LEAD_II: '-4 5 6' };
    const record = await openFile(
      'a.xml',
      aecgXml(digits, { origin: '<origin value="0.01" unit="mV"/>', beat: '7 8' }),
    );
    expect(record.signals.map(({ name, isVoltage }) => [name, isVoltage])).toEqual([
      ['MDC_ECG_LEAD_I', true],
      ['MDC_ECG_LEAD_II', true],
      ['REPRESENTATIVE_BEAT: MDC_ECG_LEAD_II', true],
    ]);
    // 0.01 mV are four steps of 2.5 µV.
    const { samples, samplingHz, unitsPerMv } = readSignal(record, 'MDC_ECG_LEAD_II');
    expect([[...samples], samplingHz, unitsPerMv]).toEqual([[0, 9, 10], 500, 400]);
    expect(record.identifying).toEqual(["patient's name", "patient's number"]);
    expect(record.format.name).toBe('HL7 aECG');
  });

  it('loses no other lead to one whose values are no numbers', async () => {
    const record = await openFile('a.xml', aecgXml({ MDC_ECG_LEAD_I: '1 x 3', MDC_ECG_LEAD_II: '-4' }));
    expect(() => readSignal(record, 'MDC_ECG_LEAD_I')).toThrow(
      /a\.xml, MDC_ECG_LEAD_I: value 2, "x", is not a whole number/,
    );
    expect([...readSignal(record, 'MDC_ECG_LEAD_II').samples]).toEqual([-4]);
  });

  it.each([
    ['<increment value="0" unit="s"/>', /increment "0 s", which gives no sampling rate/],
    ['<increment value="2" unit="fortnight"/>', /increment "2 fortnight"/],
    ['', /gives no sampling rate/],
  ])('refuses the times %s', async (times, message) => {
    const record = await openFile('a.xml', aecgXml({ MDC_ECG_LEAD_I: '1' }, { times }));
    expect(() => readSignal(record, 'MDC_ECG_LEAD_I')).toThrow(message);
  });
});

describe('Philips XML', () => {
  const one = Array.from({ length: 900 }, (_, i) => Math.round(200 * Math.sin(i / 7)) + 0);
  const two = one.map((value, i) => 2 * value + (i % 3));
  const differences = one.map((_, i) => i % 2);
  const leads = [one, two, differences, differences, differences, differences];

  it.each([
    ['compressed with XLI', {}],
    ['in plain numbers, version 1.03', { plain: true, version: '1.03' }],
  ])('restores the limb leads, %s', async (_, options) => {
    const record = await openFile('a.xml', philipsXml(leads, options));
    const read = (name: string): number[] => [...readSignal(record, name).samples];
    expect(readSignal(record, 'I')).toMatchObject({ samplingHz: 500, unitsPerMv: 200 });
    expect(read('I')).toEqual(one);
    expect(read('II')).toEqual(two);
    const three = one.map((value, i) => (two[i] ?? 0) - value - (differences[i] ?? 0));
    expect(read('III')).toEqual(three);
    expect(read('aVR')).toEqual(
      one.map((value, i) => 0 - Math.floor((value + (two[i] ?? 0)) / 2) - (differences[i] ?? 0)),
    );
    expect(read('aVL')).toEqual(
      one.map((value, i) => Math.floor((value - (three[i] ?? 0)) / 2) - (differences[i] ?? 0)),
    );
    expect(read('aVF')).toEqual(
      two.map((value, i) => Math.floor((value + (three[i] ?? 0)) / 2) - (differences[i] ?? 0)),
    );
    expect(record.identifying).toEqual(["patient's name", 'date of recording']);
  });

  it('is refused where it announces more or less than it holds, or is of another version', async () => {
    await expect(openFile('a.xml', philipsXml(leads, { durationMs: 1e9 }))).rejects.toThrow(
      /too small for the 6 leads of 1000000000 ms/,
    );
    const short = await openFile('a.xml', philipsXml(leads, { durationMs: 2000 }));
    expect(() => readSignal(short, 'I')).toThrow(/lead I unpacks to 18\d\d bytes instead of 2000/);
    const long = await openFile('a.xml', philipsXml(leads, { durationMs: 1600 }));
    expect(() => readSignal(long, 'I')).toThrow(/unpack to more than the 1616 bytes/);
    await expect(openFile('a.xml', philipsXml(leads, { version: '9' }))).rejects.toThrow(
      /of version "9"; 1\.03, 1\.04, 1\.04\.01 are read/,
    );
    const cut = philipsXml(leads).replace(/(.{40})<\/parsedwaveforms>/, '</parsedwaveforms>');
    await expect(openFile('a.xml', cut)).rejects.toThrow(
      /compressed block 6 has \d+ bytes, more or less than there are/,
    );
  });
});

describe('GE MUSE XML', () => {
  it('reads rhythm and median in Latin-1, behind a document type that is not looked up', async () => {
    const file = Buffer.from(museXml({ I: [1, -2, 300], II: [4, 5, -6] }), 'latin1');
    const record = await openFile('a.xml', file);
    expect(record.signals.map(({ name }) => name)).toEqual(['Median: II', 'I', 'II']);
    const { samples, samplingHz, unitsPerMv } = readSignal(record, 'II');
    expect([[...samples], samplingHz, unitsPerMv]).toEqual([[4, 5, -6], 500, 1000 / 4.88]);
    expect(record.identifying).toEqual(["patient's name", "patient's number"]);
  });

  it.each([
    ['AQA', /holds 1 samples, but announces 2/],
    ['AQACA', /base64 text is cut off or mixed up/],
    ['AQ!AA', /character 3 is not of base64/],
    ['AQAC', /holds 1\.5 samples/],
  ])('refuses the waveform %s', async (data, message) => {
    const record = await openFile('a.xml', museXml({ I: [1, 2] }, { data }));
    expect(() => readSignal(record, 'I')).toThrow(message);
  });

  it('refuses samples of another size', async () => {
    const text = museXml({ I: [1, 2] }).replaceAll('<LeadSampleSize>2', '<LeadSampleSize>4');
    const record = await openFile('a.xml', text);
    expect(() => readSignal(record, 'I')).toThrow(/CONTINUOUS_SAMPLES of 4 bytes; only CONTINUOUS_SAMPLES of 2 bytes/);
  });
});

describe('XML', () => {
  const digits = { MDC_ECG_LEAD_I: '1 2 3' };
  const text = aecgXml(digits);
  const utf16 = (bigEndian: boolean): Buffer => {
    const bytes = Buffer.from(`\ufeff${text.replace('utf-8', 'utf-16')}`, 'utf16le');
    return bigEndian ? bytes.swap16() : bytes;
  };

  it.each([
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16, little end first', utf16(false)],
    ['UTF-16, big end first', utf16(true)],
    ['UTF-16 without a mark', utf16(false).subarray(2)],
    ['what says UTF-16 and is not', Buffer.from(text.replace('utf-8', 'UTF-16'))],
    ['Latin-1', Buffer.from(text.replace('utf-8', 'ISO-8859-1').replace('Clark', 'M\u00fcller'), 'latin1')],
    [
      'a prefix',
      Buffer.from(
        text.replace('<AnnotatedECG x', '<hl7:AnnotatedECG x').replace('</AnnotatedECG', '</hl7:AnnotatedECG'),
      ),
    ],
    ['line ends of Windows and a file without an extension', Buffer.from(text.replaceAll('>', '>\r\n'))],
  ])('is read in %s', async (what, bytes) => {
    const record = await openFile(what.includes('extension') ? 'a' : 'a.xml', bytes);
    expect([...readSignal(record, 'MDC_ECG_LEAD_I').samples]).toEqual([1, 2, 3]);
  });

  it('expands no entity of the file’s own, neither laughs nor files, and knows those of XML', async () => {
    const laughs = '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">';
    const hostile = aecgXml({ MDC_ECG_LEAD_I: '&b;', MDC_ECG_LEAD_II: '&c;', 'A&amp;B&#181;': '1' }).replace(
      '?><!--',
      `?><!DOCTYPE AnnotatedECG [${laughs}]><!--`,
    );
    const record = await openFile('a.xml', hostile);
    expect(() => readSignal(record, 'MDC_ECG_LEAD_I')).toThrow(/"&b;", is not a whole number/);
    expect(() => readSignal(record, 'MDC_ECG_LEAD_II')).toThrow(/"&c;", is not a whole number/);
    expect([...readSignal(record, 'A&B\u00b5').samples]).toEqual([1]);
  });

  it.each([
    ['an unknown encoding', text.replace('utf-8', 'EBCDIC-7'), /a\.xml is in the encoding "EBCDIC-7"/],
    ['a tag that does not end', text.slice(0, -30), /a\.xml is not well-formed XML/],
    ['ends that do not match', text.replace('</series>', '</serie>'), /not well-formed XML/],
    [
      'a document type that does not end',
      text.replace('<AnnotatedECG x', '<!DOCTYPE [<AnnotatedECG x'),
      /DOCTYPE\) that does not end/,
    ],
    [
      'tags and little else',
      `${text.slice(0, -15)}${'<a/>'.repeat(9000)}</AnnotatedECG>`,
      /has 90\d\d tags: it is no XML file of an ECG/,
    ],
    [
      'tags within tags',
      text.replace('</trialSubject>', `${'<aaaaaaaaaaaaa>'.repeat(3000)}</trialSubject>`),
      /not well-formed XML/,
    ],
    ['no sequence', aecgXml({}), /without a sequence of values/],
  ])('is refused with %s', async (_, file, message) => {
    await expect(openFile('a.xml', file)).rejects.toThrow(message);
  });
});
