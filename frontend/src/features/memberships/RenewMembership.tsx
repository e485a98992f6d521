import { ActionDialog } from './ActionDialog';
import { useGetMembershipQuery } from './api';

interface RenewMembershipProps {
  id: number;
  customer: number;
  onClose: () => void;
}

/** The dialog of a renewal, for a screen that holds no more of the membership than its id. */
export function RenewMembership({ id, customer, onClose }: RenewMembershipProps) {
  const { data } = useGetMembershipQuery(id);
  return data ? <ActionDialog name="renew" customer={customer} membership={data} onClose={onClose} /> : null;
}
