import { z } from 'zod';

/**
 * What lets a page of the web host in, as the first message on its WebSocket: the session that it keeps in its tab, or
 * the token of the address that it was opened with, which buys one. No cookie: browsers send those to every port of
 * 127.0.0.1, and so to any other program's server.
 */
const secret = z.string().min(1).max(100);
export const helloSchema = z.strictObject({ session: secret.optional(), token: secret.optional() });
export type Hello = z.infer<typeof helloSchema>;

/** The answer to it, after which the contract is spoken. */
export const welcomeSchema = z.strictObject({ session: secret });
export type Welcome = z.infer<typeof welcomeSchema>;

/** How the socket is closed for a page that is not let in. */
export const NOT_LET_IN = 4401;

/** An address that opens the program is `<origin>/#open=<token>`: no browser sends this part to any server. */
export const OPEN_FRAGMENT = '#open=';
