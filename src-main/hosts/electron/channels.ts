/** The name of the one message between preload and main, and of the one between page and preload. */
export const CONNECT_CHANNEL = 'equipoise:connect';
export const PORT_CHANNEL = 'equipoise:port';
