import { helloSchema, OPEN_FRAGMENT, type Hello } from '../../src-shared/contract/let-in.ts';

/** A tab keeps its session, so that it may be reloaded; nothing else of this computer is ever sent it. */
const KEY = 'equipoise-session';
/** Tabs of one address share it with each other: this channel is closed to pages of other ports. */
const CHANNEL = 'equipoise-session';
const OTHER_TAB_MS = 1000;

/** Takes the token out of the page's address, so that neither its history nor a copy of it holds it. */
function takeToken(): string | undefined {
  if (!location.hash.startsWith(OPEN_FRAGMENT)) return undefined;
  const token = location.hash.slice(OPEN_FRAGMENT.length);
  history.replaceState(null, '', location.pathname);
  return helloSchema.safeParse({ token }).success ? token : undefined;
}

/** What lets this tab in. */
export class TabSession {
  #token = takeToken();
  readonly #channel = new BroadcastChannel(CHANNEL);

  constructor() {
    this.#channel.addEventListener('message', ({ data }) => {
      const session = sessionStorage.getItem(KEY);
      if (data === 'ask' && session !== null) this.#channel.postMessage({ session });
    });
    // A new address typed into an open tab changes nothing but this part: the page begins anew with it.
    window.addEventListener('hashchange', () => location.hash.startsWith(OPEN_FRAGMENT) && location.reload());
  }

  async hello(): Promise<Hello> {
    const session = sessionStorage.getItem(KEY) ?? (this.#token === undefined ? await this.#ofOtherTab() : undefined);
    return { ...(session !== undefined && { session }), ...(this.#token !== undefined && { token: this.#token }) };
  }

  welcome(session: string): void {
    this.#token = undefined;
    sessionStorage.setItem(KEY, session);
    // Tabs that were refused come in with it.
    this.#channel.postMessage({ session });
  }

  /** The program that knew the session has ended: another tab may have a newer one. */
  async refused(): Promise<boolean> {
    const old = sessionStorage.getItem(KEY);
    this.#token = undefined;
    sessionStorage.removeItem(KEY);
    const other = await this.#ofOtherTab();
    if (other === undefined || other === old) {
      this.#comeInLater(old);
      return false;
    }
    sessionStorage.setItem(KEY, other);
    return true;
  }

  /** Begins anew as soon as another tab was let in, or answers late. */
  #comeInLater(old: string | null): void {
    this.#channel.addEventListener('message', ({ data }) => {
      const session = helloSchema.safeParse(data).data?.session;
      if (session === undefined || session === old) return;
      sessionStorage.setItem(KEY, session);
      location.reload();
    });
  }

  #ofOtherTab(): Promise<string | undefined> {
    return new Promise((resolve) => {
      const hear = ({ data }: MessageEvent<unknown>): void => {
        const hello = helloSchema.safeParse(data);
        if (hello.success && hello.data.session !== undefined) end(hello.data.session);
      };
      const end = (session?: string): void => {
        this.#channel.removeEventListener('message', hear);
        resolve(session);
      };
      this.#channel.addEventListener('message', hear);
      this.#channel.postMessage('ask');
      setTimeout(end, OTHER_TAB_MS);
    });
  }
}
