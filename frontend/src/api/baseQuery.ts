import { createAction } from '@reduxjs/toolkit';
import { fetchBaseQuery, type BaseQueryFn, type FetchArgs } from '@reduxjs/toolkit/query';
import { toApiError, type ApiError } from './errors';
import { keyAnswered, keyOf } from './idempotency';

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

type Send = BaseQueryFn<FetchArgs, unknown, ApiError, object, SnapshotMeta>;

export const baseQuery: Send = async (request, store, options) => {
  const key = keyOf(request);
  const args = isUnsafe(request) ? { ...request, headers: await unsafeHeaders(key) } : request;
  const { data, error, meta } = await send(args, store, options);
  if (meta?.response) keyAnswered(request, meta.response.status);
  const snapshot = { cursor: meta?.response?.headers.get('X-Event-Cursor') ?? null };
  if (!error) return { data, meta: snapshot };

  const status = typeof error.status === 'number' ? error.status : (meta?.response?.status ?? 0);
  const refused = toApiError(status, error.data);
  // The accounts API answers 401 to say "one more step", which ends nothing.
  if (status === 401 && !request.url.startsWith(accountsPrefix)) store.dispatch(sessionEnded());
  return { error: refused, meta: snapshot };
};

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
