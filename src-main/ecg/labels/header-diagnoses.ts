import { decodeText } from '../tables/decode-text.ts';
import type { GivenLabels, InherentLabels, SaidOfRecord } from './label-source.ts';
import { positionsInOrder } from './label-source.ts';

const MAX_HEADER_BYTES = 1024 ** 2;

/** Codes of SNOMED CT in the headers of WFDB records, as PhysioNet's Challenges 2020 and 2021 have them. */
export const headerDiagnoses: InherentLabels = {
  name: 'diagnoses in headers (# Dx: in .hea)',
  reads: 'Codes of SNOMED CT in a comment `# Dx:` of the header, as in PhysioNet’s Challenges 2020 and 2021.',
  find: (source, { order, files }) => {
    const said = new Map<string, SaidOfRecord>();
    for (const [name, file] of files) {
      if (!file.toLowerCase().endsWith('.hea')) continue;
      const header = decodeText(source.read(file, MAX_HEADER_BYTES));
      const words = /^#\s*Dx:(.*)$/im
        .exec(header)?.[1]
        ?.split(',')
        .map((word) => word.trim());
      const codes = words?.filter((word) => word !== '') ?? [];
      if (codes.length > 0) said.set(name, { words: codes, where: `${file}, # Dx:` });
    }
    const given: GivenLabels = {
      said,
      unusable: new Map(),
      positions: positionsInOrder(order),
      codes: 'challenge2021',
    };
    return said.size === 0 ? undefined : given;
  },
};
