import { api, LIST } from '../../api/api';
import type { Page, StaffMember, TasksForMembersInput } from '../../api/shapes';

/** Giving tasks about members, one about each. */
export const givingApi = api.injectEndpoints({
  endpoints: (build) => ({
    listColleagues: build.query<StaffMember[], void>({
      query: () => ({ url: '/api/staff/', params: { page_size: 100 } }),
      transformResponse: ({ results }: Page<StaffMember>) => results,
      providesTags: [{ type: 'Staff', id: LIST }],
    }),
    giveTasks: build.mutation<{ created: number[] }, TasksForMembersInput>({
      query: (body) => ({ url: '/api/tasks/for-customers/', method: 'POST', body }),
      invalidatesTags: (given) => (given ? [{ type: 'Task', id: LIST }] : []),
    }),
  }),
});

export const { useListColleaguesQuery, useGiveTasksMutation } = givingApi;
