/** ISO 8601, extended or basic, with a space for the T, to the minute or finer, with any fraction, with or without a zone. */
const CLOCK_TIME =
  /^(\d{4})-?(\d\d)-?(\d\d)[T ](\d\d):?(\d\d)(?::?(\d\d)(?:[.,](\d+))?)?\s?(?:Z|([+-])(\d\d):?(\d\d)?)?$/i;
const DATE_BEFORE_TIME = /(\d{4}-\d\d-\d\d) +(?=\d\d:\d\d)/g;

/** Whether a line begins with such a time. */
export const beginsWithClockTime = (line: string): boolean => /^["']?\d{4}-?\d\d-?\d\d[T ]\d\d:?\d\d/i.test(line);

/** The line with its dates and times as one word each, where spaces separate. */
export const joinedClockTimes = (line: string): string => line.replaceAll(DATE_BEFORE_TIME, '$1T');

/**
 * Reads times of a clock as seconds since the first one: whole seconds of an epoch would leave no bits for the fraction. A time
 * without a zone counts as UTC. Gives undefined for anything else, also for a date that no calendar has.
 */
export function clockSeconds(): (cell: string) => number | undefined {
  let epoch: number | undefined;
  return (cell) => {
    const [, year, month, day, hour, minute, second = '0', fraction = '0', sign, zoneHours = '0', zoneMinutes = '0'] =
      CLOCK_TIME.exec(cell) ?? [];
    if (year === undefined) return undefined;
    const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
    const isDay = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
    if (!isDay || Number(hour) > 24 || Number(minute) > 59 || Number(second) > 60) return undefined;
    const offset = (sign === '-' ? -1 : 1) * (Number(zoneHours) * 3600 + Number(zoneMinutes) * 60);
    const whole = date.getTime() / 1000 + Number(hour) * 3600 + Number(minute) * 60 + Number(second) - offset;
    epoch ??= whole;
    return whole - epoch + Number(`0.${fraction}`);
  };
}
