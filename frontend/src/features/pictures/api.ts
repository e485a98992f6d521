import { api } from '../../api/api';
import type { Upload, UploadForm } from '../../api/shapes';

/** Whose picture: a member's record, or the login of somebody who works here. */
export type Owner = { customer: number } | 'me';

const address = (owner: Owner) =>
  owner === 'me' ? '/api/me/picture/' : `/api/customers/${owner.customer}/picture/`;

export const picturesApi = api.injectEndpoints({
  endpoints: (build) => ({
    askForUpload: build.mutation<UploadForm, Owner>({
      query: (owner) => ({ url: address(owner), method: 'POST', body: { content_type: 'image/jpeg' } }),
    }),
    /** What became of an upload; the line says when that is known. */
    getUpload: build.query<Upload, string>({
      query: (id) => ({ url: `/api/pictures/${id}/` }),
      providesTags: ['Picture'],
    }),
    removePicture: build.mutation<null, Owner>({
      query: (owner) => ({ url: address(owner), method: 'DELETE' }),
    }),
  }),
});

export const { useAskForUploadMutation, useGetUploadQuery, useRemovePictureMutation } = picturesApi;
