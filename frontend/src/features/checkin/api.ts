import { api, LIST } from '../../api/api';
import type { CheckIn, EntryAnswer, Page } from '../../api/shapes';

/** Who comes: a member that was picked, or what was typed or scanned. */
export type Arrival = { customer: number; anyway?: boolean } | { entered: string };

export const checkinApi = api.injectEndpoints({
  endpoints: (build) => ({
    checkIn: build.mutation<EntryAnswer, Arrival>({
      query: (body) => ({ url: '/api/check-ins/', method: 'POST', body }),
      invalidatesTags: (answer) =>
        answer?.check_in
          ? [
              { type: 'CheckIn', id: LIST },
              { type: 'Customer', id: answer.customer.id },
            ]
          : [],
    }),
    undoCheckIn: build.mutation<CheckIn, number>({
      query: (id) => ({ url: `/api/check-ins/${id}/undo/`, method: 'POST' }),
      invalidatesTags: (undone) =>
        undone
          ? [
              { type: 'CheckIn', id: LIST },
              { type: 'Customer', id: undone.customer },
            ]
          : [],
    }),
    listCheckIns: build.query<
      Page<CheckIn>,
      { page: number; page_size?: number; customer?: number; day?: string; undone?: boolean }
    >({
      query: (params) => ({ url: '/api/check-ins/', params }),
      providesTags: [{ type: 'CheckIn', id: LIST }],
    }),
  }),
});

export const { useCheckInMutation, useUndoCheckInMutation, useListCheckInsQuery } = checkinApi;
