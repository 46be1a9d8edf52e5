const counts = new Intl.NumberFormat('en');
const dates = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
/** What stands where a number does not exist. */
export const MISSING = '–';

/** 8528 → '8,528'. */
export function count(value: number): string {
  return counts.format(value);
}

/** '1 record', '8,528 records'. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** A share of 1 with three digits; a value that rounds to 0 or 1 without being it keeps its side. */
export function proportion(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return MISSING;
  if (value > 0 && value < 0.0005) return '<0.001';
  if (value < 1 && value > 0.9995) return '>0.999';
  return value.toFixed(3);
}

/** A 95 % interval of proportions: '0.513 to 0.712'. */
export function interval(low: number | null | undefined, high: number | null | undefined): string {
  if (low === null || low === undefined || high === null || high === undefined) return MISSING;
  return `${low.toFixed(3)} to ${high.toFixed(3)}`;
}

/** A p value: three digits, or that it is below 0.001. */
export function pValue(value: number | null | undefined): string {
  if (value === null || value === undefined) return MISSING;
  return value < 0.001 ? '<0.001' : value.toFixed(3);
}

/** Microvolts with one digit, without the unit. */
export function microvolts(value: number): string {
  return value.toFixed(1);
}

/** Seconds for a person: '0.62 s', '48 s', '3 min 5 s', '2 h 10 min'. */
export function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(seconds < 1 ? 2 : 1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return whole % 60 === 0 ? `${minutes} min` : `${minutes} min ${whole % 60} s`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** How long a job still takes, no more exact than such an estimate is: 'about 3 min left'. */
export function timeLeft(seconds: number): string {
  if (seconds < 5) return 'a few seconds left';
  if (seconds < 55) return `about ${Math.ceil(seconds / 5) * 5} s left`;
  if (seconds < 3300) return `about ${Math.max(1, Math.round(seconds / 60))} min left`;
  return `about ${(seconds / 3600).toFixed(1)} h left`;
}

/** ISO 8601 → '22 Nov 2026, 13:52' in the person's own time zone. */
export function moment(iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? iso : dates.format(date);
}

/** The first characters of a hash or random id. */
export function shortHash(hash: string): string {
  return hash.length > 12 ? `${hash.slice(0, 10)}…` : hash;
}
