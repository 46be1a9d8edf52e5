import type { IdentifyingKind } from '../record/identifying-kind.ts';
import type { StatedOfSignals } from '../said/settle.ts';
import { unitsPerMv } from '../said/settle.ts';

/** What the lines above the numbers say. */
export interface StatedAbove extends StatedOfSignals {
  /** The titles of the columns that a line gives, as BioSPPy's `Labels:= ECG`. */
  labels?: string[];
  /** The one lead of a recording with the watch of Apple: one number in each line, a comma in it is the decimal one. */
  appleLead?: string;
  /** The lines that were understood, which are no titles of columns. */
  lines: ReadonlySet<string>;
  /** What tells who the patient is, as kinds. */
  identifying: IdentifyingKind[];
}

const PAIR = /^[\s#%/'"]*([^,;\t:=]{1,80}?)["']?\s*(?:[,;\t]|:=|[:=])\s*["']?(.*?)["']?[\s,;]*$/;
/** In the languages that were seen; the value with its unit is enough. */
const HERTZ = /([\d.,]+)\s*(k?)(?:hz|hertz|герц|赫兹|ヘルツ)\b/i;
const RATE_KEY = /\b(?:sampl\w*[ _-]*(?:rate|freq\w*)|(?:rate|freq\w*)|fs|abtastrate|messrate)\b/i;
const UNIT_KEY = /^(?:units?|einheit|unité|unidad|unità|eenheid|unidade|enhet|enhed|单位|單位|単位|единица.*)$/i;
const LABEL_KEY = /^(?:labels?|channels?|leads?|columns?)$/i;

const IDENTIFYING: readonly (readonly [IdentifyingKind, RegExp])[] = [
  [
    "patient's name",
    /^(?:patient'?s?[ _-]*)?(?:first|last|full|sur|family)?[ _-]*name$|^nom$|^nombre$|^nome$|^naam$|^patient$/i,
  ],
  ['date of birth', /birth|geburt|naissance|nacimiento|nascita|\bdob\b/i],
  [
    "patient's number",
    /\b(?:patient|subject|person|medical record|case)[ _-]*(?:id|no|number|identifier)\b|\bmrn\b|\bssn\b/i,
  ],
  ['sex', /^(?:sex|gender|geschlecht)$/i],
  ['age', /^(?:age|alter)\b/i],
  ['date of recording', /\bdate\b|datum|time of|fecha/i],
];

/** The lines above the numbers as pairs of a key and a value, each understood by itself. */
export function statedAbove(lines: readonly string[]): StatedAbove {
  const pairs = lines.map((line) => {
    const found = PAIR.exec(line);
    return { line, key: found?.[1]?.trim() ?? '', value: found?.[2]?.trim() ?? '' };
  });
  const rate = pairs.map(({ key, value }) => rateIn(key, value)).find((hz) => hz !== undefined);
  const unitAt = pairs.findIndex(({ key, value }) => UNIT_KEY.test(key) && unitsPerMv(value) !== undefined);
  const unit = unitAt < 0 ? undefined : pairs[unitAt]?.value;
  const labels = pairs.find(({ key, value }) => LABEL_KEY.test(key) && value !== '')?.value;
  const appleLead = rate === undefined || unitAt < 1 ? undefined : lastLead(pairs[unitAt - 1]?.value ?? '');
  const kindsOf = (key: string): IdentifyingKind[] =>
    IDENTIFYING.filter(([, pattern]) => pattern.test(key)).map(([kind]) => kind);
  const isKnown = ({ key, value }: (typeof pairs)[number]): boolean =>
    rateIn(key, value) !== undefined || [UNIT_KEY, LABEL_KEY].some((one) => one.test(key)) || kindsOf(key).length > 0;
  // In any language its first two lines are these.
  const ofApple: IdentifyingKind[] =
    appleLead === undefined ? [] : ["patient's name", 'date of birth', 'date of recording'];
  const identifying = [...new Set([...ofApple, ...pairs.flatMap(({ key }) => kindsOf(key))])];
  return {
    rateHz: rate,
    unit,
    ...(labels === undefined ? {} : { labels: labels.split(/[,;\t]/).map((label) => label.trim()) }),
    ...(appleLead === undefined ? {} : { appleLead }),
    lines: new Set(pairs.filter(isKnown).map(({ line }) => line)),
    identifying,
  };
}

function rateIn(key: string, value: string): number | undefined {
  const withUnit = HERTZ.exec(value) ?? (RATE_KEY.test(key) ? /^([\d.,]+)()$/.exec(value) : null);
  if (withUnit === null) return undefined;
  const isKilo = withUnit[2] !== '' || /khz/i.test(key);
  const hertz = Number(withUnit[1]?.replace(',', '.')) * (isKilo ? 1000 : 1);
  return hertz > 0 ? hertz : undefined;
}

/** `Lead I`, `Ableitung I`, `Dérivation I`: I. */
function lastLead(value: string): string | undefined {
  return /(?:^|\s)(I{1,3}|aV[RLF]|V[1-6])$/.exec(value)?.[1];
}
