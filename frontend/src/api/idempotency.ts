import type { FetchArgs } from '@reduxjs/toolkit/query';

/**
 * The `Idempotency-Key` of each POST that has no answer yet, by what it asks for. Who presses the button again after the connection
 * broke sends the same key, so what the server did the first time it doesn't do again.
 */
const waiting = new Map<string, string>();

export function keyOf(request: FetchArgs): string | undefined {
  const asked = fingerprint(request);
  if (asked === undefined) return undefined;
  const key = waiting.get(asked) ?? newKey();
  waiting.set(asked, key);
  return key;
}

/** It was done, or refused: the next request of the same words is meant anew. Other answers say nothing of what was done. */
export function keyAnswered(request: FetchArgs, status: number): void {
  const asked = fingerprint(request);
  if (asked !== undefined && status < 500 && status !== 409) waiting.delete(asked);
}

/** `crypto.randomUUID` is there under HTTPS only. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}

function fingerprint({ method, url, body }: FetchArgs): string | undefined {
  if (method !== 'POST' || !url.startsWith('/api/') || body instanceof FormData) return undefined;
  return `${url} ${JSON.stringify(body)}`;
}
