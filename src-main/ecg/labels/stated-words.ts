import { plainWord } from '../../../src-shared/datasets/class-mapping.ts';
import type { ClassCode } from '../../../src-shared/ecg.ts';

/**
 * What the words and codes of label files stand for, as docs/file-formats.md states it. The classes are those of CinC 2017:
 * normal sinus rhythm, atrial fibrillation, any other rhythm or finding, too noisy to tell. Nothing else is guessed: a word
 * that is in no list is named to the person.
 */
export interface WordList {
  /** For docs/file-formats.md. */
  name: string;
  words: Partial<Record<ClassCode, readonly string[]>>;
}

/** Of one publisher; its codes count in its own tables only, since `1` or `SA` means something else elsewhere. */
export type CodeList = 'ptbXl' | 'cpsc2018' | 'challenge2021';

export const EVERYBODYS_WORDS: WordList = {
  name: 'In any file',
  words: {
    N: ['N', 'Norm', 'Normal', 'Healthy', 'Normal sinus rhythm', 'Sinus rhythm', 'NSR', 'SR'],
    A: ['A', 'AF', 'AFib', 'Atrial fibrillation'],
    O: ['O', 'Other', 'Others', 'Other rhythm', 'Abnormal'],
    '~': ['~', 'Noise', 'Noisy', 'Too noisy'],
  },
};

/**
 * PTB-XL: all statements of its scp_statements.csv (Wagner et al. 2020). CPSC-2018: the numbers of its nine classes (Liu et
 * al. 2018). Challenge 2020 and 2021: codes of SNOMED CT in its lists of scored and unscored diagnoses (Reyna et al. 2021),
 * without "atrial fibrillation and flutter" (195080001), which is either, and reversed leads (251139008).
 */
export const CODE_LISTS: Record<CodeList, WordList> = {
  ptbXl: {
    name: 'In ptbxl_database.csv',
    words: {
      N: codes('NORM SR'),
      A: codes('AFIB'),
      O: codes(`NDT NST_ DIG LNGQT IMI ASMI LVH LAFB ISC_ IRBBB 1AVB IVCD ISCAL CRBBB CLBBB ILMI LAO/LAE AMI ALMI ISCIN INJAS
        LMI ISCIL LPFB ISCAS INJAL ISCLA RVH ANEUR RAO/RAE EL WPW ILBBB IPLMI ISCAN IPMI SEHYP INJIN INJLA PMI 3AVB INJIL 2AVB
        ABQRS PVC STD_ VCLVH QWAVE LOWT NT_ PAC LPR INVT LVOLT HVOLT TAB_ STE_ PRC(S)
        STACH SARRH SBRAD PACE SVARR BIGU AFLT SVTAC PSVT TRIGU`),
    },
  },
  cpsc2018: {
    name: 'In the REFERENCE.csv of CPSC-2018',
    words: { N: ['1'], A: ['2'], O: codes('3 4 5 6 7 8 9') },
  },
  challenge2021: {
    name: 'In headers of Challenge 2020 and 2021 (`# Dx:`)',
    words: {
      N: ['426783006'],
      A: codes('164889003 426749004 282825002 314208002'),
      O: codes(`164890007 6374002 426627000 733534002 713427006 270492004 713426002 39732003 445118002 164909002 251146004
        698252002 284470004 10370003 365413008 427172004 164947007 111975006 164917005 47665007 59118001 427393009 426177001
        427084000 63593006 164934002 59931005 17338001 233892002 164951009 251187003 61277005 426664006 57054005 413444003
        426434006 54329005 251173003 195126007 251268003 106068003 713422000 233917008 50799005 29320008 251166008 233897008
        251170000 418818005 74615001 251199005 61721007 698247007 27885002 204384007 53741008 413844008 251198002 82226007
        428417006 13640000 164942001 84114007 368009 251259000 251200008 195042002 426183003 425419005 251120003 704997005
        49260003 426995002 251164006 426648003 253352002 67741000119109 446813000 425623009 445211001 164873001 55827005
        370365005 164865005 164861001 54016002 28189009 428750005 164867002 251205003 67198005 425856008 164912004 253339007
        164921003 446358003 67751000119106 89792004 17366009 65778007 5609005 60423000 49578007 77867006 55930002 429622005
        164931005 164930006 251168009 426761007 266257000 251223006 251242005 164937009 11157007 164884008 75532003 81898007
        164896001 111288001 266249003 195060002 251266004 251182009 164895002 251180001 195101003 74390002 713423005 423863005
        164903001 251147008 251148003 78069008`),
      '~': ['251143007'],
    },
  },
};

const BY_WORD = new Map<WordList, ReadonlyMap<string, ClassCode>>();

/** The class that a word stands for by a list; undefined if it is not in it. */
export function statedClass(list: WordList, word: string): ClassCode | undefined {
  let known = BY_WORD.get(list);
  if (known === undefined) {
    const pairs = Object.entries(list.words) as [ClassCode, readonly string[]][];
    known = new Map(pairs.flatMap(([code, words]) => words.map((one) => [plainWord(one), code] as const)));
    BY_WORD.set(list, known);
  }
  return known.get(plainWord(word));
}

function codes(text: string): string[] {
  return text.split(/\s+/);
}
