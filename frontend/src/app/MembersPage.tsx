import { CustomersPage } from '../features/customers/CustomersPage';
import { useAllowed } from './memberCards';
import { chosenActions } from './chosenActions';

/** The list of members, with what every feature does to those who are chosen in it. */
export function MembersPage() {
  return <CustomersPage chosenActions={useAllowed(chosenActions)} />;
}
