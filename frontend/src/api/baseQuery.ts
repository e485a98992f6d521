import { createAction } from '@reduxjs/toolkit';
import { fetchBaseQuery, type BaseQueryFn, type FetchArgs } from '@reduxjs/toolkit/query';
import { toApiError, type ApiError } from './errors';
import { keyAnswered, keyOf } from './idempotency';
import type { IdentityCheck } from './identity';
import type { Answer, OutgoingQueue } from './queue';

/** The server no longer knows this session: logged out elsewhere, expired, or switched off. */
export const sessionEnded = createAction('session/ended');

export interface SnapshotMeta {
  /** Where the event line stood before the rows of this answer were read. */
  cursor: string | null;
}

const accountsPrefix = '/_allauth/';
const send = fetchBaseQuery({
  baseUrl: location.origin,
  credentials: 'same-origin',
  prepareHeaders: (headers) => {
    headers.set('Accept', 'application/json');
    headers.set('Accept-Language', document.documentElement.lang);
  },
});

export interface ApiRequest extends FetchArgs {
  /** May be done later than it was meant: it waits until the server can be reached. A booking may not. */
  queueable?: boolean;
  /** The same words twice at once are two things that are to be done, such as a form for each of several pictures. */
  apart?: boolean;
}

/** What the store gives its thunks. */
export interface ApiExtra {
  queue: OutgoingQueue<SnapshotMeta>;
  identity: IdentityCheck;
}

type Send = BaseQueryFn<ApiRequest, unknown, ApiError, object, SnapshotMeta>;

export const baseQuery: Send = async ({ queueable, ...request }, store, options) => {
  if (queueable) {
    const { queue } = store.extra as ApiExtra;
    // Who asked may have gone by the time it is sent, as when all is read anew; what was done is sent all the same.
    const { signal } = new AbortController();
    const answer = await queue.deliver(() => ask(request, { ...store, signal }, options));
    return 'meta' in answer ? answer : { ...answer, meta: { cursor: null } };
  }
  // Refused at once, with nothing on its way that nobody would hear the end of.
  if (isUnsafe(request) && !navigator.onLine) {
    return { error: { status: 0, code: 'offline', message: '', fields: {} }, meta: { cursor: null } };
  }
  return ask(request, store, options);
};

async function ask(
  { apart = false, ...request }: ApiRequest,
  store: Parameters<Send>[1],
  options: Parameters<Send>[2],
): Promise<Answer<SnapshotMeta>> {
  const key = apart ? undefined : keyOf(request);
  const args = isUnsafe(request)
    ? {
        ...request,
        headers: { ...(request.headers as Record<string, string>), ...(await unsafeHeaders(key)) },
      }
    : request;
  const { data, error, meta } = await send(args, store, options);
  if (meta?.response && !apart) keyAnswered(request, meta.response.status);
  const snapshot = { cursor: meta?.response?.headers.get('X-Event-Cursor') ?? null };
  if (!error) return { data, meta: snapshot };

  const status = typeof error.status === 'number' ? error.status : (meta?.response?.status ?? 0);
  const refused = toApiError(status, error.data);
  if (refused.code === 'reauthentication_required') {
    const { identity } = store.extra as ApiExtra;
    // What waits keeps its form as it is: it is sent once more, or refused when the person leaves it.
    return (await identity.confirm())
      ? ask({ ...request, apart }, store, options)
      : { error: refused, meta: snapshot };
  }
  // The accounts API answers 401 to say "one more step", which ends nothing.
  if (status === 401 && !request.url.startsWith(accountsPrefix)) store.dispatch(sessionEnded());
  return { error: refused, meta: snapshot };
}

async function unsafeHeaders(key: string | undefined): Promise<Record<string, string>> {
  const token = { 'X-CSRFToken': await csrfToken() };
  return key ? { ...token, 'Idempotency-Key': key } : token;
}

function isUnsafe({ method }: FetchArgs): boolean {
  return method !== undefined && method !== 'GET';
}

/** Django sets the cookie with any answer of the accounts API; ask for one when none has been given yet. */
async function csrfToken(): Promise<string> {
  const known = readCookie('csrftoken');
  if (known) return known;
  await fetch(`${accountsPrefix}browser/v1/config`, { credentials: 'same-origin' }).catch(() => undefined);
  return readCookie('csrftoken') ?? '';
}

function readCookie(name: string): string | undefined {
  const pair = document.cookie.split('; ').find((cookie) => cookie.startsWith(`${name}=`));
  return pair && decodeURIComponent(pair.slice(name.length + 1));
}
