import { http, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { makeStore } from './store';
import { server } from '../testing/server';
import { api } from '../api/api';

const probe = api.injectEndpoints({
  endpoints: (build) => ({
    make: build.mutation<unknown, string>({
      query: (name) => ({ url: '/api/things/', method: 'POST', body: { name } }),
    }),
  }),
});

test('a POST that got no answer is sent again under its key, and a new one under a new key', async () => {
  const keys: (string | null)[] = [];
  const answers = [
    () => HttpResponse.error(),
    () => new HttpResponse(null, { status: 502 }),
    () => HttpResponse.json({}),
  ];
  server.use(
    http.post('/api/things/', ({ request }) => {
      keys.push(request.headers.get('Idempotency-Key'));
      return answers[keys.length - 1]?.() ?? HttpResponse.json({});
    }),
  );
  const store = makeStore();
  for (const name of ['mat', 'mat', 'mat', 'mat', 'ball'])
    await store.dispatch(probe.endpoints.make.initiate(name));

  expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
  expect(keys.slice(1, 3)).toEqual([keys[0], keys[0]]);
  expect(new Set(keys).size).toBe(3);
});
