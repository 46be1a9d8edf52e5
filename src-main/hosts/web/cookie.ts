/** Cookies are shared by all ports of an address, so the name carries the port: two running hosts do not collide. */
function cookieName(port: number): string {
  return `equipoise-${port}`;
}

/** The Set-Cookie header that carries a session: unreadable to scripts, never sent on a request from another site. */
export function sessionCookie(port: number, session: string): string {
  return `${cookieName(port)}=${session}; Path=/; HttpOnly; SameSite=Strict`;
}

/** The session in a Cookie header, or null. */
export function readSessionCookie(port: number, header: string | undefined): string | null {
  const prefix = `${cookieName(port)}=`;
  const pair = header?.split(';').find((part) => part.trim().startsWith(prefix));
  return pair === undefined ? null : pair.trim().slice(prefix.length);
}
