/** The flow in its order: the steps of the rail and the first part of every address. */
export const STEPS = ['datasets', 'models', 'attacks', 'studies', 'read', 'results'] as const;
/** Every view that has an address: what keeps the workspace is no step of the flow. */
const PLACES = [...STEPS, 'workspace'] as const;
export type Step = (typeof PLACES)[number];

export interface Route {
  step: Step;
  /** What follows in the address: a dataset, a run and one of its examples, a study. */
  ids: string[];
}

export function parseRoute(hash: string): Route {
  const [first = '', ...rest] = hash.replace(/^#?\/?/, '').split('/');
  const step = PLACES.find((known) => known === first);
  if (step === undefined) return { step: 'datasets', ids: [] };
  return { step, ids: rest.filter((part) => part !== '').map(decode) };
}

export function href(step: Step, ...ids: (string | number)[]): string {
  return `#/${[step, ...ids.map((id) => encodeURIComponent(id))].join('/')}`;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
