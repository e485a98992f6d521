import { api, LIST } from '../../api/api';
import type { Area, Invitation, InvitationInput, LookUp, Page, Role, StaffMember } from '../../api/shapes';

/** Who can sign in, whose access was taken away, and who holds no role of the staff any more. */
export const whoOfStaff = ['active', 'out', 'former'] as const;
export type WhoOfStaff = (typeof whoOfStaff)[number];

export interface StaffArgs {
  page: number;
  who: WhoOfStaff;
}

export interface StaffChange {
  give?: string[];
  take?: string[];
  is_active?: boolean;
}

export const staffApi = api.injectEndpoints({
  endpoints: (build) => ({
    listTeam: build.query<Page<StaffMember>, StaffArgs>({
      query: ({ page, who }) => ({
        url: '/api/staff/',
        params: { page, ...(who === 'former' ? { former: true } : { active: who === 'active' }) },
      }),
      providesTags: [{ type: 'Staff', id: LIST }],
    }),
    changeColleague: build.mutation<StaffMember, { id: number; change: StaffChange }>({
      query: ({ id, change }) => ({ url: `/api/staff/${id}/`, method: 'PATCH', body: change }),
      invalidatesTags: (_data, error) => (error ? [] : [{ type: 'Staff', id: LIST }, 'Role']),
    }),
    listRoles: build.query<Page<Role>, void>({
      query: () => ({ url: '/api/roles/' }),
      providesTags: ['Role'],
    }),
    changeRole: build.mutation<Role, { id: number; grant?: string[]; revoke?: string[] }>({
      query: ({ id, ...body }) => ({ url: `/api/roles/${id}/`, method: 'PATCH', body }),
      // A switch moves at once and back if it is refused.
      onQueryStarted: async ({ id, grant = [], revoke = [] }, { dispatch, queryFulfilled }) => {
        const moved = dispatch(
          staffApi.util.updateQueryData('listRoles', undefined, ({ results }) => {
            const at = results.findIndex((one) => one.id === id);
            const role = results[at];
            if (!role) return;
            const kept = role.permissions.filter((one) => !revoke.includes(one));
            results[at] = { ...role, permissions: [...kept, ...grant] };
          }),
        );
        await queryFulfilled.catch(() => moved.undo());
      },
    }),
    listPermissions: build.query<Area[], void>({ query: () => ({ url: '/api/permissions/' }) }),
    listInvitations: build.query<Page<Invitation>, { kind: 'staff' | 'member'; customer?: number }>({
      query: (params) => ({ url: '/api/invitations/', params: { ...params, open: true } }),
      providesTags: ['Invitation'],
    }),
    invite: build.mutation<Invitation, InvitationInput>({
      query: (body) => ({ url: '/api/invitations/', method: 'POST', body }),
      invalidatesTags: (_data, error) => (error ? [] : ['Invitation']),
    }),
    resendInvitation: build.mutation<Invitation, number>({
      query: (id) => ({ url: `/api/invitations/${id}/resend/`, method: 'POST' }),
      invalidatesTags: ['Invitation'],
    }),
    revokeInvitation: build.mutation<Invitation, number>({
      query: (id) => ({ url: `/api/invitations/${id}/revoke/`, method: 'POST' }),
      invalidatesTags: ['Invitation'],
    }),
    lookUpInvitation: build.query<LookUp, string>({
      query: (token) => ({ url: '/api/invitations/look-up/', method: 'POST', body: { token } }),
    }),
    acceptInvitation: build.mutation<
      { email: string },
      { token: string; display_name?: string; password?: string }
    >({
      query: (body) => ({ url: '/api/invitations/accept/', method: 'POST', body }),
    }),
  }),
});

export const {
  useListTeamQuery,
  useChangeColleagueMutation,
  useListRolesQuery,
  useChangeRoleMutation,
  useListPermissionsQuery,
  useListInvitationsQuery,
  useInviteMutation,
  useResendInvitationMutation,
  useRevokeInvitationMutation,
  useLookUpInvitationQuery,
  useAcceptInvitationMutation,
} = staffApi;
