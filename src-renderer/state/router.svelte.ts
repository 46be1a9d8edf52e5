import { href, parseRoute, type Route, type Step } from './route.ts';

/** The address of the page as a route that views can follow. */
export class Router {
  route = $state.raw<Route>(parseRoute(location.hash));

  /** Follows the address until the returned function is called. */
  listen(): () => void {
    const follow = (): void => {
      this.route = parseRoute(location.hash);
    };
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }

  go(step: Step, ...ids: (string | number)[]): void {
    location.hash = href(step, ...ids);
  }
}
