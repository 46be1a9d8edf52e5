import type { ClientLink } from '@orpc/client';

export type Link = ClientLink<Record<never, never>>;

/** Why a transport ended: `refused` where the program is there and does not know this page. */
interface Closed {
  refused?: boolean;
}

/** Opens one transport; calls `onOpen` when it can be used and `onClose` once, when it no longer can. */
export type OpenTransport = (onOpen: () => void, onClose: (why?: Closed) => void) => Link;
