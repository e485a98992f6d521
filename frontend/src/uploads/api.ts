import { api } from '../api/api';
import type { Upload, UploadForm } from '../api/shapes';

export const uploadsApi = api.injectEndpoints({
  endpoints: (build) => ({
    /** `to` is the address where what will show the picture asks for a form. */
    askForUpload: build.mutation<UploadForm, string>({
      query: (to) => ({ url: to, method: 'POST', body: { content_type: 'image/jpeg' }, apart: true }),
    }),
    /** What became of an upload; the line says when that is known. */
    getUpload: build.query<Upload, string>({
      query: (id) => ({ url: `/api/pictures/${id}/` }),
      providesTags: ['Picture'],
    }),
  }),
});

export const { useAskForUploadMutation, useGetUploadQuery } = uploadsApi;
