import { LIST } from '../../api/api';
import type { Report, ReportInput } from '../../api/shapes';
import { feedApi, type Stretch } from './api';

const REPORTS = [{ type: 'Report' as const, id: LIST }];

export const reportsApi = feedApi.injectEndpoints({
  endpoints: (build) => ({
    listReports: build.infiniteQuery<Stretch<Report>, boolean, number | null>({
      query: ({ queryArg: open, pageParam }) => ({
        url: '/api/reports/',
        params: { open, ...(pageParam === null ? {} : { before: pageParam }) },
      }),
      infiniteQueryOptions: {
        initialPageParam: null,
        getNextPageParam: ({ next, results }) => (next ? results.at(-1)?.id : undefined),
      },
      providesTags: REPORTS,
    }),
    report: build.mutation<{ id: number }, ReportInput>({
      query: (body) => ({ url: '/api/reports/', method: 'POST', body }),
    }),
    decide: build.mutation<Report, { id: number; decision: 'hidden' | 'kept'; explanation: string }>({
      query: ({ id, ...body }) => ({ url: `/api/reports/${id}/decide/`, method: 'POST', body }),
      invalidatesTags: REPORTS,
    }),
  }),
});

export const { useListReportsInfiniteQuery, useReportMutation, useDecideMutation } = reportsApi;
