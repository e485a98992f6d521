import { api } from '../../api/api';
import type { ApiError } from '../../api/errors';
import { makePasskey, signChallenge } from '../../session/passkeys';

const accounts = '/_allauth/browser/v1';
const own = `${accounts}/account/authenticators`;

interface Said<Data> {
  data: Data;
}

export type Authenticator =
  | { type: 'totp'; created_at: number; last_used_at: number | null }
  | { type: 'recovery_codes'; total_code_count: number; unused_code_count: number }
  | { type: 'webauthn'; id: number; name: string; created_at: number; last_used_at: number | null };
export type Passkey = Extract<Authenticator, { type: 'webauthn' }>;

export interface AppSetup {
  secret: string;
  totp_url: string;
}

export interface OpenSession {
  id: number;
  user_agent: string;
  created_at: number;
  last_seen_at: number;
  is_current: boolean;
}

export const accountApi = api.injectEndpoints({
  endpoints: (build) => ({
    listAuthenticators: build.query<Authenticator[], void>({
      query: () => ({ url: own }),
      transformResponse: ({ data }: Said<Authenticator[]>) => data,
      providesTags: ['Authenticator'],
    }),
    /** What to give to an app. The server tells it by saying that there is none yet. */
    prepareApp: build.query<AppSetup, void>({
      queryFn: async (_arg, _api, _options, send) => {
        const { error } = await send({ url: `${own}/totp` });
        const meta = (error as (ApiError & { meta?: AppSetup }) | undefined)?.meta;
        return meta
          ? { data: meta }
          : { error: error ?? { status: 409, code: 'conflict', message: '', fields: {} } };
      },
    }),
    addApp: build.mutation<null, string>({
      query: (code) => ({ url: `${own}/totp`, method: 'POST', body: { code } }),
      invalidatesTags: (_data, error) => (error ? [] : ['Authenticator']),
    }),
    removeApp: build.mutation<null, void>({
      query: () => ({ url: `${own}/totp`, method: 'DELETE' }),
      invalidatesTags: ['Authenticator'],
    }),
    addPasskey: build.mutation<null, string>({
      queryFn: async (name, _api, _options, send) => {
        const url = `${own}/webauthn`;
        const asked = await send({ url: `${url}?passwordless` });
        if (asked.error) return { error: asked.error };
        const made = await makePasskey(asked.data);
        if ('error' in made) return made;
        const { error } = await send({
          url,
          method: 'POST',
          body: { name, credential: made.data, passwordless: true },
        });
        return error ? { error } : { data: null };
      },
      invalidatesTags: (_data, error) => (error ? [] : ['Authenticator']),
    }),
    removePasskey: build.mutation<null, number>({
      query: (id) => ({ url: `${own}/webauthn`, method: 'DELETE', body: { authenticators: [id] } }),
      invalidatesTags: ['Authenticator'],
    }),
    makeRecoveryCodes: build.mutation<string[], void>({
      query: () => ({ url: `${own}/recovery-codes`, method: 'POST', body: {} }),
      transformResponse: ({ data }: Said<{ unused_codes: string[] }>) => data.unused_codes,
      invalidatesTags: ['Authenticator'],
    }),
    listSessions: build.query<OpenSession[], void>({
      query: () => ({ url: `${accounts}/auth/sessions` }),
      transformResponse: ({ data }: Said<OpenSession[]>) => data,
      providesTags: ['Session'],
    }),
    endSessions: build.mutation<null, number[]>({
      query: (sessions) => ({ url: `${accounts}/auth/sessions`, method: 'DELETE', body: { sessions } }),
      invalidatesTags: ['Session'],
    }),
    changePassword: build.mutation<null, { current_password: string; new_password: string }>({
      query: (body) => ({ url: `${accounts}/account/password/change`, method: 'POST', body }),
      invalidatesTags: ['Session'],
    }),
    changeEmail: build.mutation<null, string>({
      query: (email) => ({ url: `${accounts}/account/email`, method: 'POST', body: { email } }),
    }),
    reauthenticate: build.mutation<null, { password: string } | { code: string }>({
      query: (body) => ({
        url: `${accounts}/auth/${'code' in body ? '2fa/' : ''}reauthenticate`,
        method: 'POST',
        body,
      }),
    }),
    reauthenticateWithPasskey: build.mutation<null, void>({
      queryFn: async (_arg, _api, _options, send) => {
        const url = `${accounts}/auth/webauthn/reauthenticate`;
        const asked = await send({ url });
        if (asked.error) return { error: asked.error };
        const signed = await signChallenge(asked.data);
        if ('error' in signed) return signed;
        const { error } = await send({ url, method: 'POST', body: { credential: signed.data } });
        return error ? { error } : { data: null };
      },
    }),
  }),
});

export const {
  useListAuthenticatorsQuery,
  usePrepareAppQuery,
  useAddAppMutation,
  useRemoveAppMutation,
  useAddPasskeyMutation,
  useRemovePasskeyMutation,
  useMakeRecoveryCodesMutation,
  useListSessionsQuery,
  useEndSessionsMutation,
  useChangePasswordMutation,
  useChangeEmailMutation,
  useReauthenticateMutation,
  useReauthenticateWithPasskeyMutation,
} = accountApi;
