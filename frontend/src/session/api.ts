import { api } from '../api/api';
import { sessionEnded } from '../api/baseQuery';
import type { ApiError } from '../api/errors';
import type { Me, MeChange } from '../api/shapes';

const accounts = '/_allauth/browser/v1';

export interface Credentials {
  email: string;
  password: string;
}

export interface Registration extends Credentials {
  first_name: string;
  last_name: string;
}

/** The accounts API answers 401 when it wants one more step before it lets a person in. */
export type SignInOutcome = 'signedIn' | 'verifyEmail';

export const sessionApi = api.injectEndpoints({
  endpoints: (build) => ({
    getMe: build.query<Me, void>({ query: () => ({ url: '/api/me/' }) }),
    updateMe: build.mutation<Me, MeChange>({
      query: (body) => ({ url: '/api/me/', method: 'PATCH', body }),
    }),
    signIn: build.mutation<SignInOutcome, Credentials>({
      queryFn: async (body, _api, _options, send) =>
        outcome(await send({ url: `${accounts}/auth/login`, method: 'POST', body })),
    }),
    register: build.mutation<SignInOutcome, Registration>({
      queryFn: async (body, _api, _options, send) =>
        outcome(await send({ url: `${accounts}/auth/signup`, method: 'POST', body })),
    }),
    verifyEmail: build.mutation<SignInOutcome, string>({
      queryFn: async (key, _api, _options, send) =>
        outcome(await send({ url: `${accounts}/auth/email/verify`, method: 'POST', body: { key } })),
    }),
    signOut: build.mutation<null, void>({
      queryFn: async (_arg, { dispatch }, _options, send) => {
        const { error } = await send({ url: `${accounts}/auth/session`, method: 'DELETE' });
        // 401 is how it says that nobody is signed in any more.
        if (error && error.status !== 401) return { error: error };
        dispatch(sessionEnded());
        return { data: null };
      },
    }),
  }),
});

function outcome({ error }: { error?: unknown }): { data: SignInOutcome } | { error: ApiError } {
  const refused = error as ApiError | undefined;
  if (!refused) return { data: 'signedIn' };
  if (refused.status === 409) return { data: 'signedIn' }; // this browser already is
  if (refused.status === 401) return { data: 'verifyEmail' };
  return { error: refused };
}

/** Asks who is signed in; the session slice hears the answer. */
export const readSession = () =>
  sessionApi.endpoints.getMe.initiate(undefined, { forceRefetch: true, subscribe: false });

export const {
  useUpdateMeMutation,
  useSignInMutation,
  useRegisterMutation,
  useVerifyEmailMutation,
  useSignOutMutation,
} = sessionApi;
