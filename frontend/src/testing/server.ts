import { http, HttpResponse, type HttpHandler } from 'msw';
import { setupServer } from 'msw/node';
import type { CursorPage, Me, Page } from '../api/shapes';

/** The network, as far as a test describes it; anything else it asks for is an error. */
export const server = setupServer(
  // The bell is on every screen, the views over each list of members, and the mails on each member's own page.
  http.get('*/api/inbox/', () => answer({ unread: 0, version: 0 })),
  http.get('*/api/customer-views/', () => answer(page([]))),
  http.get('*/api/me/mails/', () => answer([])),
);

export const address = (path: string) => new URL(path, location.origin).href;

/** An answer of the REST API read when the event line stood at `seq`. */
export function answer(body: object, seq = 1) {
  return HttpResponse.json(body, { headers: { 'X-Event-Cursor': `e1.${seq}` } });
}

export function refusal(status: number, code: string, fields: object = {}) {
  return HttpResponse.json({ code, message: `server says ${code}`, fields }, { status });
}

export function page<Row>(results: Row[]): Page<Row> {
  return { count: results.length, results };
}

/** A page with none beside it. */
export function cursorPage<Row>(results: Row[]): CursorPage<Row> {
  return { next: null, previous: null, results };
}

export function signedInAs(me: Me): HttpHandler {
  return http.get(address('/api/me/'), () => answer(me));
}
