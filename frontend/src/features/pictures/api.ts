import { api } from '../../api/api';

/** Whose picture: a member's record, or the login of somebody who works here. */
export type Owner = { customer: number } | 'me';

export const addressOf = (owner: Owner) =>
  owner === 'me' ? '/api/me/picture/' : `/api/customers/${owner.customer}/picture/`;

export const picturesApi = api.injectEndpoints({
  endpoints: (build) => ({
    removePicture: build.mutation<null, Owner>({
      query: (owner) => ({ url: addressOf(owner), method: 'DELETE' }),
    }),
  }),
});

export const { useRemovePictureMutation } = picturesApi;
