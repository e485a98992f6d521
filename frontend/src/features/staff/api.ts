import { api, LIST } from '../../api/api';
import type { Page, StaffMember } from '../../api/shapes';

export const staffApi = api.injectEndpoints({
  endpoints: (build) => ({
    listStaff: build.query<Page<StaffMember>, number>({
      query: (page) => ({ url: '/api/staff/', params: { page } }),
      providesTags: [{ type: 'Staff', id: LIST }],
    }),
  }),
});

export const { useListStaffQuery } = staffApi;
