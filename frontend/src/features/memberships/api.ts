import { api, LIST } from '../../api/api';
import type {
  Membership,
  MembershipOutcome,
  Page,
  Payment,
  PaymentInput,
  Pass,
  Plan,
  PlanInput,
} from '../../api/shapes';

export type ActionName = 'sell' | 'renew' | 'upgrade' | 'freeze' | 'end-freeze' | 'cancel' | 'restore';

/** One thing to be done; `id` is the membership's, or none for a sale. */
export interface Action {
  name: ActionName;
  id?: number;
  body: Record<string, unknown>;
}

export const membershipsApi = api.injectEndpoints({
  endpoints: (build) => ({
    listPlans: build.query<Plan[], void>({
      query: () => ({ url: '/api/plans/', params: { page_size: 100 } }),
      transformResponse: ({ results }: Page<Plan>) => results,
      providesTags: [{ type: 'Plan', id: LIST }],
    }),
    savePlan: build.mutation<Plan, { id?: number; plan: Partial<PlanInput> }>({
      query: ({ id, plan }) => ({
        url: id ? `/api/plans/${id}/` : '/api/plans/',
        method: id ? 'PATCH' : 'POST',
        body: plan,
      }),
      invalidatesTags: (saved) => (saved ? [{ type: 'Plan', id: LIST }] : []),
    }),
    listMemberships: build.query<Page<Membership>, { customer?: number; page: number }>({
      query: (params) => ({ url: '/api/memberships/', params }),
      providesTags: [{ type: 'Membership', id: LIST }],
    }),
    getMembership: build.query<Membership, number>({
      query: (id) => ({ url: `/api/memberships/${id}/` }),
      providesTags: [{ type: 'Membership', id: LIST }],
    }),
    /** What would come of it. Nothing is changed, so nothing is read again. */
    previewAction: build.mutation<MembershipOutcome, Action>({
      query: (action) => request(action, true),
      transformResponse: asOutcome,
    }),
    act: build.mutation<MembershipOutcome, Action>({
      query: (action) => request(action, false),
      transformResponse: asOutcome,
      invalidatesTags: (done) =>
        done
          ? [
              { type: 'Membership', id: LIST },
              { type: 'Customer', id: done.membership.customer },
            ]
          : [],
    }),
    recordPayment: build.mutation<Payment, { membership: number; payment: PaymentInput }>({
      query: ({ membership, payment }) => ({
        url: `/api/memberships/${membership}/payments/`,
        method: 'POST',
        body: payment,
      }),
      invalidatesTags: (made) => (made ? [{ type: 'Membership', id: LIST }] : []),
    }),
    listPayments: build.query<Page<Payment>, { membership: number; page: number }>({
      query: ({ membership, page }) => ({
        url: `/api/memberships/${membership}/payments/`,
        params: { page },
      }),
      providesTags: [{ type: 'Membership', id: LIST }],
    }),
    getPass: build.query<Pass, void>({
      query: () => ({ url: '/api/me/pass/' }),
      keepUnusedDataFor: 0,
    }),
  }),
});

export const {
  useListPlansQuery,
  useSavePlanMutation,
  useListMembershipsQuery,
  useGetMembershipQuery,
  usePreviewActionMutation,
  useActMutation,
  useRecordPaymentMutation,
  useListPaymentsQuery,
  useGetPassQuery,
} = membershipsApi;

function request({ name, id, body }: Action, preview: boolean) {
  const url = name === 'sell' ? '/api/memberships/' : `/api/memberships/${id}/${name}/`;
  return { url, method: 'POST', body: preview ? { ...body, preview } : body };
}

/** A sale answers with the membership alone. */
function asOutcome(answer: MembershipOutcome | Membership): MembershipOutcome {
  return 'membership' in answer ? answer : { membership: answer, affected: [] };
}
