/** What preload and main call their one message, and what the page and preload call theirs. */
export const CONNECT_CHANNEL = 'equipoise:connect';
export const PORT_CHANNEL = 'equipoise:port';
