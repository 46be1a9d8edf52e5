import { decimal } from './number.ts';

const HOURS_IN_DAYS = 72;

/** Seconds for a person: '0.62 s', '4.2 s', '48 s', '3 min 5 s', '2 h 10 min', '5 days'. */
export function duration(seconds: number): string {
  if (seconds < 10) return `${decimal(seconds, seconds < 1 ? 2 : 1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return whole % 60 === 0 ? `${minutes} min` : `${minutes} min ${whole % 60} s`;
  if (minutes >= HOURS_IN_DAYS * 60) return `${Math.round(minutes / 1440)} days`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** How long a job will still take, no more precise than such an estimate is: 'about 3 min left'. */
export function timeLeft(seconds: number): string {
  if (seconds < 5) return 'a few seconds left';
  if (seconds < 55) return `about ${Math.ceil(seconds / 5) * 5} s left`;
  if (seconds < 3300) return `about ${Math.max(1, Math.round(seconds / 60))} min left`;
  if (seconds < HOURS_IN_DAYS * 3600) return `about ${decimal(seconds / 3600, 1)} h left`;
  return `about ${Math.round(seconds / 86_400)} days left`;
}
