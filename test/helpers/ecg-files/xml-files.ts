/** An annotated ECG (HL7) at 500 Hz of 2.5 µV per unit, with a representative beat; `digits` by MDC code. */
export function aecgXml(
  digits: Readonly<Record<string, string>>,
  options: { origin?: string; beat?: string; times?: string } = {},
): string {
  const { origin = '<origin value="0" unit="uV"/>', times = '<increment value="0.002" unit="s"/>' } = options;
  const set = (leads: Readonly<Record<string, string>>): string =>
    `<component><sequenceSet><component><sequence><code code="TIME_ABSOLUTE"/><value xsi:type="GLIST_TS">` +
    `<head value="20021122091000"/>${times}</value></sequence></component>${Object.entries(leads)
      .map(
        ([code, text]) =>
          `<component><sequence><code code="${code}"/><value xsi:type="SLIST_PQ">${origin}` +
          `<scale value="2.5" unit="uV"/><digits>${text}</digits></value></sequence></component>`,
      )
      .join('')}</sequenceSet></component>`;
  const beat =
    options.beat === undefined
      ? ''
      : `<derivation><derivedSeries><code code="REPRESENTATIVE_BEAT"/>${set({ MDC_ECG_LEAD_II: options.beat })}</derivedSeries></derivation>`;
  return (
    `<?xml version="1.0" encoding="utf-8"?><!-- <AnnotatedECG> to come --><AnnotatedECG xmlns="urn:hl7-org:v3">` +
    `<componentOf><subject><trialSubject><id extension="SBJ-1"/><subjectDemographicPerson><name>Clark</name>` +
    `</subjectDemographicPerson></trialSubject></subject></componentOf>` +
    `<component><series><code code="RHYTHM"/>${beat}${set(digits)}</series></component></AnnotatedECG>`
  );
}

/** A MUSE export at 500 Hz of 4.88 µV per unit: a median of lead II, then the rhythm. */
export function museXml(
  rhythm: Readonly<Record<string, readonly number[]>>,
  options: { data?: string; extra?: string } = {},
): string {
  const leadData = (id: string, values: readonly number[]): string =>
    `<LeadData><LeadSampleCountTotal>${values.length}</LeadSampleCountTotal>` +
    `<LeadAmplitudeUnitsPerBit>4.88</LeadAmplitudeUnitsPerBit><LeadAmplitudeUnits>MICROVOLTS</LeadAmplitudeUnits>` +
    `<LeadID>${id}</LeadID><LeadSampleSize>2</LeadSampleSize>${options.extra ?? ''}` +
    `<WaveFormData>\n${options.data ?? base64(values)}\n</WaveFormData></LeadData>`;
  const waveform = (type: string, leads: Readonly<Record<string, readonly number[]>>): string =>
    `<Waveform><WaveformType>${type}</WaveformType><SampleType>CONTINUOUS_SAMPLES</SampleType><SampleBase>500</SampleBase>` +
    `<SampleExponent>0</SampleExponent>${Object.entries(leads)
      .map(([id, values]) => leadData(id, values))
      .join('')}</Waveform>`;
  return (
    `<?xml version="1.0" encoding="ISO-8859-1"?>\r\n<!DOCTYPE RestingECG SYSTEM "restecg.dtd">\r\n<RestingECG>` +
    `<PatientDemographics><PatientID>1</PatientID><PatientLastName>M\u00fcller</PatientLastName></PatientDemographics>` +
    `${waveform('Median', { II: [7, 8, 9] })}${waveform('Rhythm', rhythm)}</RestingECG>`
  );
}

const LIMB = ['I', 'II', 'III', 'aVR', 'aVL', 'aVF'];

/** A Philips ECG at 500 Hz of 5 µV per unit with leads I to aVF, of which the last four are differences. */
export function philipsXml(
  leads: readonly (readonly number[])[],
  options: { plain?: boolean; version?: string; durationMs?: number } = {},
): string {
  const { plain = false, version = '1.04', durationMs = (leads[0]?.length ?? 0) * 2 } = options;
  const data = plain ? base64(leads.flat()) : Buffer.concat(leads.map(xliBlock)).toString('base64');
  const compression = plain ? '' : 'compression="XLI"';
  return (
    `<restingecgdata xmlns="http://www3.medical.philips.com"><documentinfo><documentversion>${version}</documentversion></documentinfo>` +
    `<dataacquisition date="2010-01-19"><signalcharacteristics><samplingrate>500</samplingrate><resolution>5</resolution>` +
    `<bitspersample>16</bitspersample><acquisitiontype>10-WIRE</acquisitiontype></signalcharacteristics></dataacquisition>` +
    `<patient><generalpatientdata><name><lastname>Doe</lastname></name></generalpatientdata></patient><waveforms>` +
    `<parsedwaveforms dataencoding="Base64" ${compression} numberofleads="${leads.length}" ` +
    `leadlabels="${LIMB.slice(0, leads.length).join(' ')}" durationperchannel="${durationMs}">${data}</parsedwaveforms></waveforms></restingecgdata>`
  );
}

function base64(values: readonly number[]): string {
  return Buffer.from(Int16Array.from(values).buffer).toString('base64');
}

/** Second differences, high bytes before low ones, LZW. */
function xliBlock(values: readonly number[]): Buffer {
  const stored = values.map((value, i) =>
    i < 2 ? value : 64 + 2 * value - (values[i - 1] ?? 0) - (values[i + 1] ?? 0),
  );
  const start = 2 * (values[1] ?? 0) - (values[0] ?? 0) - (values[2] ?? 0);
  const bytes = [...stored.map((value) => (value >> 8) & 0xff), ...stored.map((value) => value & 0xff)];
  const compressed = lzw(bytes);
  const header = Buffer.alloc(8);
  header.writeInt32LE(compressed.length, 0);
  header.writeInt16LE(1, 4);
  header.writeInt16LE(start, 6);
  return Buffer.concat([header, compressed]);
}

function lzw(bytes: readonly number[]): Buffer {
  const codes = new Map<string, number>(Array.from({ length: 256 }, (_, i) => [String(i), i]));
  const out: number[] = [];
  let current = '';
  for (const byte of bytes) {
    const longer = current === '' ? String(byte) : `${current},${byte}`;
    if (codes.has(longer)) current = longer;
    else {
      out.push(codes.get(current) ?? 0);
      if (codes.size < 1023) codes.set(longer, codes.size);
      current = String(byte);
    }
  }
  out.push(codes.get(current) ?? 0, 0, 1023);
  const bits = out.map((code) => code.toString(2).padStart(10, '0')).join('');
  return Buffer.from((bits.match(/.{1,8}/g) ?? []).map((byte) => Number.parseInt(byte.padEnd(8, '0'), 2)));
}
