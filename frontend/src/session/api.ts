import { api } from '../api/api';
import { sessionEnded } from '../api/baseQuery';
import type { ApiError } from '../api/errors';
import type { Me, MeChange } from '../api/shapes';
import { signChallenge } from './passkeys';

const accounts = '/_allauth/browser/v1';

export interface Credentials {
  email: string;
  password: string;
}

export interface Registration extends Credentials {
  first_name: string;
  last_name: string;
}

/** The accounts API refuses with these when it wants one more step before it lets a person in. */
const steps = { email_unverified: 'verifyEmail', second_factor_pending: 'secondFactor' } as const;

export type SignInOutcome = 'signedIn' | (typeof steps)[keyof typeof steps];

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
    resendCode: build.mutation<null, void>({
      query: () => ({ url: `${accounts}/auth/email/verify/resend`, method: 'POST' }),
    }),
    giveCode: build.mutation<SignInOutcome, string>({
      queryFn: async (code, _api, _options, send) =>
        outcome(await send({ url: `${accounts}/auth/2fa/authenticate`, method: 'POST', body: { code } })),
    }),
    /** With a passkey in place of the password, or as the second step. */
    usePasskey: build.mutation<SignInOutcome, 'login' | 'authenticate'>({
      queryFn: async (as, _api, _options, send) => {
        const url = `${accounts}/auth/webauthn/${as}`;
        const asked = await send({ url });
        if (asked.error) return { error: asked.error };
        const credential = await signChallenge(asked.data);
        if ('error' in credential) return credential;
        return outcome(await send({ url, method: 'POST', body: { credential: credential.data } }));
      },
    }),
    requestPassword: build.mutation<null, string>({
      query: (email) => ({ url: `${accounts}/auth/password/request`, method: 'POST', body: { email } }),
    }),
    resetPassword: build.mutation<null, { key: string; password: string }>({
      queryFn: async (body, _api, _options, send) => {
        const { error } = await send({ url: `${accounts}/auth/password/reset`, method: 'POST', body });
        // 401 says that it is done and that one signs in with it now.
        return error && error.status !== 401 ? { error } : { data: null };
      },
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

function outcome({ error }: { error?: ApiError | undefined }): { data: SignInOutcome } | { error: ApiError } {
  if (!error) return { data: 'signedIn' };
  if (error.status === 409) return { data: 'signedIn' }; // this browser already is
  const step = steps[error.code as keyof typeof steps] as SignInOutcome | undefined;
  return step ? { data: step } : { error };
}

/** Asks who is signed in; the session slice hears the answer. */
export const readSession = () =>
  sessionApi.endpoints.getMe.initiate(undefined, { forceRefetch: true, subscribe: false });

export const {
  useUpdateMeMutation,
  useSignInMutation,
  useRegisterMutation,
  useVerifyEmailMutation,
  useResendCodeMutation,
  useGiveCodeMutation,
  useUsePasskeyMutation,
  useRequestPasswordMutation,
  useResetPasswordMutation,
  useSignOutMutation,
} = sessionApi;
